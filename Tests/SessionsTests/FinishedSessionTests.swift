import Foundation
import Testing

@testable import Sessions

@Suite struct FinishedSessionTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test func sharingAgainAddsATokenAndRevokingKillsTheOldOnes() async throws {
        let record = try scratch.record()
        let session = try await record.visit(1)
        let first = session.shares[0].token
        let second = try await record.share(session.id).token
        #expect(first != second && first.count == 22)
        #expect(try await record.session(token: first)?.id == session.id)
        let third = try await record.share(session.id, revoking: true).token
        #expect(try await record.session(token: first) == nil)
        #expect(try await record.session(token: second) == nil)
        #expect(try await record.session(token: third)?.token == third)
    }

    @Test func eachReprintIsAWishOfItsOwn() async throws {
        let record = try scratch.record()
        let session = try await record.visit(1)
        await #expect(throws: SessionsError.self) { try await record.reprint(session.id, destination: "printer") }
        let path = session.captures[0].path
        let one = try await record.reprint(session.id, path: path, destination: "printer")
        let two = try await record.reprint(session.id, path: path, destination: "printer", copies: 2)
        #expect(one.key != two.key && two.payload == "{\"copies\":2}" && two.rerun)
        await #expect(throws: SessionsError.self) {
            try await record.reprint(session.id, path: "event.json", destination: "printer")
        }
    }

    @Test func listsAreNewestFirstPagedAndFiltered() async throws {
        let record = try scratch.record()
        for seed in 1...12 {
            try await record.visit(seed, captures: 1, email: seed == 5 ? "100%_sure@example.org" : nil)
        }
        #expect(try await record.sessions(limit: 5).map(\.number) == [12, 11, 10, 9, 8])
        #expect(try await record.sessions(before: 8, limit: 5).map(\.number) == [7, 6, 5, 4, 3])
        var filter = SessionFilter()
        filter.text = "100%_SURE"
        #expect(try await record.numbers(filter) == [5])
        filter.text = "1000_sure"
        #expect(try await record.numbers(filter) == [])
        filter = SessionFilter()
        filter.numbers = [2...3, 9...9]
        #expect(try await record.numbers(filter) == [2, 3, 9])
        filter = SessionFilter()
        filter.state = .active
        #expect(try await record.numbers(filter) == [])
        filter = SessionFilter()
        filter.from = .now + .seconds(60)
        #expect(try await record.numbers(filter) == [])
        filter = SessionFilter()
        var plan = SessionPlan(workflow: .standard)
        plan.effects = ["sepia:amount=0.5", "mirror"]
        let session = try await record.start(plan)
        _ = try await record.keep(.sample(500), in: session.id)
        for (effect, found) in [("sepia", [13]), ("mirror", [13]), ("mirr", []), ("amount", [])] {
            filter.effect = effect
            #expect(try await record.numbers(filter) == found)
        }
    }

    @Test(arguments: [false, true]) func exportsHaveContactsOnlyWhenAskedFor(contacts: Bool) async throws {
        let record = try scratch.record()
        let session = try await record.visit(1, email: "emma@example.org")
        _ = try await record.send(.init(.email, subject: "emma@example.org", destination: "relay"), of: session.id)
        _ = try await record.keep(.survey, name: "dream", value: "a lighthouse", in: session.id)
        // What a picture shows is frozen with it, a guest's answers, too.
        try scratch.put([1], at: "FinalPhoto/000001-duo-4bf5122f.jpg")
        _ = try await record.add(
            Rendition(
                .final, at: "FinalPhoto/000001-duo-4bf5122f.jpg",
                sha256: "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a", bytes: 1,
                parameters: #"{"values":{"survey.dream":"a lighthouse"}}"#), to: session.id)
        for format in Export.Format.allCases {
            let path = scratch.folder.absolute("out")
            #expect(try await record.export([1], to: path, Export(format: format, contacts: contacts)) == 1)
            let bytes = try scratch.bytes("out")
            for text in ["emma@", "lighthouse"] {
                #expect((bytes.range(of: Data(text.utf8)) != nil) == contacts, "\(text) in \(format)")
            }
            guard format == .json else { continue }
            #expect((try JSONSerialization.jsonObject(with: bytes) as? [Any])?.count == 1)
        }
    }

    @Test func anExportOfNothingIsADocumentToo() async throws {
        let record = try scratch.record()
        let path = scratch.folder.absolute("out")
        _ = try await record.export([], to: path, Export(format: .json, contacts: false))
        #expect((try JSONSerialization.jsonObject(with: scratch.bytes("out")) as? [Any])?.isEmpty == true)
        _ = try await record.export([], to: path, Export(format: .csv, contacts: false))
        #expect(try scratch.bytes("out").starts(with: Data("\u{FEFF}number,id,state".utf8)))
        await #expect(throws: SessionsError.noSession("#1")) {
            _ = try await record.export([1], to: path, Export(format: .csv, contacts: false))
        }
        #expect(try scratch.bytes("out").starts(with: Data("\u{FEFF}number,id,state".utf8)), "the former file stays")
    }

    @Test func textsAreFoundWithCapitalsOrNotInAnyScript() async throws {
        let record = try scratch.record()
        for (seed, name) in [(1, "MÜLLER"), (2, "Ολυμπία"), (3, "Smith")] {
            let session = try await record.visit(seed, captures: 1)
            _ = try await record.keep(.survey, name: "name", value: name, in: session.id)
        }
        for (text, found) in [("müller", [1]), ("ΟΛΥΜΠ", [2]), ("sMiTh", [3]), ("captures", [1, 2, 3]), ("ready", [])] {
            var filter = SessionFilter()
            filter.text = text
            #expect(try await record.numbers(filter) == found, "\(text)")
        }
    }

    /// 2 h east of UTC, 00:30 on the 15th is 22:30 on the 14th in UTC.
    @Test func daysAreThoseOfTheBoothsClock() async throws {
        let record = try scratch.record()
        for (time, offset) in [
            ("2026-06-14T10:00:00.000Z", 7_200), ("2026-06-14T22:30:00.000Z", 7_200),
            ("2026-06-14T22:30:00.000Z", -7_200),
        ] {
            var plan = SessionPlan(workflow: .standard)
            plan.utcOffset = offset
            let session = try await record.start(plan, at: Moment(time)!)
            _ = try await record.keep(.email, value: "x", in: session.id)
            _ = try await record.end(.restart)
        }
        for (from, to, found) in [
            ("2026-06-14", "2026-06-14", [1, 3]), ("2026-06-15", nil, [2]), (nil, "2026-06-14", [1, 3]),
            ("2026-06-14", "2026-06-15", [1, 2, 3]), ("2026-06-16", nil, []),
        ] as [(String?, String?, [Int])] {
            var filter = SessionFilter()
            (filter.from, filter.to) = (from.flatMap(Moment.init(day:)), to.flatMap(Moment.init(day:)))
            #expect(try await record.numbers(filter) == found)
        }
    }

    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("=1+1", "'=1+1"),
        ("a\nb", "\"a\nb\""),
        ("-1", "'-1"), ("", ""), ("a\r\nb", "\"a\r\nb\""), ("\r\n=1", "\"'\r\n=1\""), ("=\u{301}1", "'=\u{301}1"),
        ("＝1", "'＝1"), ("\"\u{301},", "\"\"\"\u{301},\""), ("a;b", "\"a;b\""),
    ]) func cellsAreQuoted(text: String, cell: String) { #expect(SessionTable.cell(text) == cell) }

    /// No apostrophe, which a gateway would not dial; no lone digits, which lose their zeros; no sums.
    @Test(arguments: [
        (["+491715550123"], "+49 1715550123"), (["+49 171 555-0123"], "+49 1715550123"),
        (["+1 (212) 555 0123"], "+1 2125550123"), (["+49 (0)171 5550123"], "+49 1715550123"),
        (["+3531234567"], "+353 1234567"), (["0171-5550123"], "0171 5550123"),
        (["0171/5550123", "+441234567"], "\"0171 5550123; +44 1234567\""), ([], ""), (["=1+1"], "'=1+1"),
        (["+49=1"], "'+49=1"), (["++491715550"], "'++491715550"),
    ]) func numbersCanBeDialled(numbers: [String], cell: String) {
        #expect(SessionTable.cell(numbers: numbers) == cell)
    }

    @Test func eachQuestionHasAColumnAndEachSessionItsLink() async throws {
        let record = try scratch.record()
        let first = try await record.visit(1)
        _ = try await record.keep(.survey, name: "wish", value: "Größe", in: first.id)
        _ = try await record.keep(.survey, name: "wish", value: "Glück", in: first.id)
        _ = try await record.keep(.survey, name: "state", value: "Hessen", in: first.id)
        let second = try await record.visit(2)
        _ = try await record.keep(.consent, name: "mail", value: "yes", in: second.id)
        _ = try await record.keep(.phone, value: "+49 171 5550123", in: second.id)
        var event = record.event
        event.linkBase = "https://photos.example/s/"
        try event.write(to: scratch.folder)
        let (again, path) = (try scratch.reopened(), scratch.folder.absolute("out.csv"))
        _ = try await again.export([1, 2], to: path, Export(format: .csv, contacts: true))
        let lines = String(decoding: try scratch.bytes("out.csv"), as: UTF8.self).split(separator: "\r\n")
        #expect(lines[0].hasSuffix(",link,email,phone,wish,survey.state,mail"), "\(lines[0])")
        let links = [first, second].map { "https://photos.example/s/\($0.token!)" }
        #expect(lines[1].hasSuffix(",\(links[0]),,,Glück,Hessen,"), "\(lines[1])")
        #expect(lines[2].hasSuffix(",\(links[1]),,+49 1715550123,,,yes"), "\(lines[2])")
    }

    @Test func filesWithoutARowArePutAsideNotDeleted() async throws {
        let record = try scratch.record()
        let session = try await record.visit(1)
        try scratch.put([1, 2], at: "GIF/stray.gif")
        try scratch.put([3], at: "GIF/.half-written.gif")
        do {
            let lock = try FolderLock(keepingInto: .gif, of: scratch.folder)
            #expect(try await record.check() == [], "somebody is at work there, and it may be about to get its row")
            withExtendedLifetime(lock) {}
        }
        #expect(try await record.check(repair: true).map(\.place) == ["GIF/stray.gif"])
        #expect(try scratch.files().contains("GIF/.half-written.gif"), "that may be being written")
        #expect(try scratch.bytes("Quarantine/GIF/stray.gif") == Data([1, 2]))
        try scratch.put([9], at: session.captures[0].path)
        try scratch.remove(session.captures[1].path)
        let found = try await record.check().map(\.place)
        #expect(found == [session.captures[0].path, session.captures[1].path])
    }

    @Test func oneEngineRunsOnAnEvent() throws {
        _ = try scratch.record()
        #expect(!EventLock.isHeld(scratch.folder))
        let lock = try EventLock(scratch.folder)
        #expect(EventLock.isHeld(scratch.folder))
        #expect(throws: SessionsError.engineRuns(path: scratch.folder.path)) { _ = try EventLock(scratch.folder) }
        withExtendedLifetime(lock) {}
    }
}
