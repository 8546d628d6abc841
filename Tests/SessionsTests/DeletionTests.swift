import Foundation
import Testing

@testable import Sessions

@Suite struct DeletionTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// The address is nowhere: in no file, in no freed page, in no former copy.
    @Test func nothingOfADeletedSessionIsLeft() async throws {
        let record = try scratch.record()
        let address = "emma.rose.wilkinson@example.org"
        for seed in 1...30 { try await record.visit(seed, email: seed == 7 ? address : "g\(seed)@example.org") }
        let session = try await record.session(number: 7)
        _ = try await record.send(.init(.email, subject: address, destination: "relay"), of: session.id)
        try await record.saveHistory()
        // What may lie about: a damaged copy that was put aside, a half-written file, an orphan.
        try scratch.put(try scratch.bytes("sessions.json").dropLast(10), at: "Quarantine/sessions.json")
        try scratch.put([1], at: "Captures/.000007-9-00000000.jpg.abcdef")
        try scratch.put([1], at: "Quarantine/Captures/2-000007-8-00000000.jpg")
        let others = try scratch.files().filter { $0.hasPrefix("Captures/000008") }
        try await record.delete(session.id)
        for file in try scratch.files() {
            let bytes = try scratch.bytes(file)
            #expect(bytes.range(of: Data(address.utf8)) == nil, "\(file)")
            #expect(!file.contains("000007"), "\(file)")
        }
        #expect(try scratch.files().filter { $0.hasPrefix("Captures/000008") } == others)
        await #expect(throws: SessionsError.noSession("#7")) { try await record.session(number: 7) }
        #expect(try await record.outbox(limit: 1_000).allSatisfy { $0.session != 7 })
        #expect(try await record.check() == [])
        // The number is not given again, not even after a rebuild.
        try scratch.remove("event.db")
        #expect(try await scratch.reopened().visit(99).number == 31)
    }

    @Test func aDeletionThatWasCutOffIsFinishedAtTheNextOpening() async throws {
        let record = try scratch.record()
        let session = try await record.visit(1, email: "emma@example.org")
        try await record.saveHistory()
        try await record.pretendCutOffDeletion(of: session.id)
        _ = try scratch.reopened()
        #expect(try scratch.files().allSatisfy { !$0.hasPrefix("Captures/") })
        #expect(try scratch.bytes("sessions.json").range(of: Data("emma@example.org".utf8)) == nil)
    }

    @Test func anActiveSessionIsNotDeleted() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        await #expect(throws: SessionsError.self) { try await record.delete(session.id) }
    }

    @Test func oneGalleryItemGoesWithWhatWasMadeOfIt() async throws {
        let record = try scratch.record()
        let session = try await record.visit(1)
        let path = session.captures[1].path
        for (name, parameters) in [("a", "{\"captures\":[\"\(path)\"]}"), ("b", "{}")] {
            try scratch.put([1], at: "FinalPhoto/\(name).jpg")
            var made = Rendition(
                id: 0, kind: .final, state: .ready, parameters: parameters, path: "FinalPhoto/\(name).jpg")
            (made.sha256, made.bytes) = ("4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a", 1)
            _ = try await record.add(made, to: session.id)
        }
        #expect(try await record.delete(items: [path], of: session.id) == [path, "FinalPhoto/a.jpg"])
        let after = try await record.session(session.id)
        #expect(after.captures.count == 2 && after.renditions.compactMap(\.path) == ["FinalPhoto/b.jpg"])
        #expect(try await record.check(grace: .zero) == [])
        await #expect(throws: SessionsError.self) { try await record.delete(items: ["event.json"], of: session.id) }
    }

    @Test func manySessionsAreDeletedAtOnceOrNone() async throws {
        let record = try scratch.record()
        var ids: [String] = []
        for seed in 1...5 { ids.append(try await record.visit(seed, captures: 1, email: "g\(seed)@example.org").id) }
        let active = try await record.start(.init(workflow: .standard))
        await #expect(throws: SessionsError.self) { try await record.delete([ids[0], active.id]) }
        #expect(try await record.numbers().count == 5)
        try await record.delete([ids[0], ids[2]])
        #expect(try await record.numbers() == [2, 4, 5])
        #expect(try scratch.files().filter { $0.hasPrefix("Captures/") }.count == 3)
        #expect(try await record.check() == [])
    }

    /// A writer of sessions.json that was killed leaves a hidden file full of addresses.
    @Test func halfWrittenHistoriesGoWithTheNextWhole() async throws {
        let record = try scratch.record()
        let session = try await record.visit(1, email: "emma@example.org")
        try scratch.put(Data("emma@example.org".utf8), at: ".sessions.json.a1b2c3")
        try await record.delete(session.id)
        #expect(try scratch.files().allSatisfy { !$0.contains(".sessions.json.") })
    }

    @Test(
        arguments: [
            ("000047-2-0123abcd.jpg", 47), (".000047-9-00000000.jpg.abcdef", 47), ("2-000047-8-00000000.jpg", 47),
            ("000047-123456-0123abcd.jpg", 47), ("1234567-1-0123abcd.jpg", 1_234_567), ("holiday.jpg", nil),
            ("000047", nil),
            ("12-13-14.jpg", nil),
        ] as [(String, Int?)]) func aFilesNameTellsItsSession(name: String, number: Int?)
    {
        #expect(EventFolder.number(inName: name) == number)
    }

    @Test func aPictureMadeOfADeletedOneGoesToo() async throws {
        let record = try scratch.record()
        let session = try await record.visit(1, captures: 1)
        let capture = session.captures[0].path
        for (name, kind, parent) in [
            ("Effects/a.jpg", Rendition.Kind.effect, capture), ("GIF/b.gif", .gif, "Effects/a.jpg"),
        ] {
            try scratch.put([1], at: name)
            var made = Rendition(
                kind, at: name, sha256: "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a", bytes: 1,
                parameters: "{}")
            made.parent = parent
            _ = try await record.add(made, to: session.id)
        }
        _ = try await record.send(
            NewItem(.email, subject: "g@example.org", destination: "relay", payload: #"{"files":["GIF/b.gif"]}"#),
            of: session.id)
        let thumb = EventFolder.thumb(of: "Effects/a.jpg", side: EventFolder.thumbSides[0])
        try scratch.put([1], at: thumb)
        let whole = try await record.derived(from: [capture], of: session.id)
        #expect(whole == [capture, "Effects/a.jpg", "GIF/b.gif", thumb])
        _ = try await record.delete(items: ["Effects/a.jpg"], of: session.id)
        #expect(!record.folder.isThere(thumb))
        let after = try await record.session(session.id)
        #expect(after.captures.count == 1 && after.renditions.allSatisfy { $0.path == nil })
        #expect(after.outbox.allSatisfy { $0.kind != .email })
    }
}

extension EventRecord {
    /// The first half of a deletion: what a crash after its transaction leaves.
    fileprivate func pretendCutOffDeletion(of id: String) throws {
        let session = try session(id)
        try database.transaction { () throws(SessionsError) in
            for capture in session.captures {
                try database.run("INSERT INTO removal(path) VALUES(?)", .string(capture.path))
            }
            try database.run("INSERT INTO tombstone(number, id, deleted_at) VALUES(1, ?, 0)", .string(id))
            try database.run("DELETE FROM session WHERE id = ?", .string(id))
            try bump()
        }
    }
}

/// Whatever somebody has put back, no number is given twice, and no guest loses a file with another.
@Suite struct RestoredBackupTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test func numbersGoOnAboveWhatFilesShow() async throws {
        let record = try scratch.record()
        try await record.visit(1)
        try await record.saveHistory()
        let (database, history) = (try scratch.bytes("event.db"), try scratch.bytes("sessions.json"))
        for seed in 2...4 { try await record.visit(seed) }
        let former = try scratch.files().filter { $0.contains("000002-") || $0.contains("000004-") }
        try scratch.put(database, at: "event.db")
        try scratch.put(history, at: "sessions.json")
        // Dates and slips are no numbers.
        try scratch.put([1], at: "Captures/20260614-1-00000000.jpg")
        let restored = try scratch.reopened()
        _ = try await restored.launch()
        let guest = try await restored.visit(9)
        #expect(guest.number == 5)
        try await restored.delete(guest.id)
        let files = try scratch.files()
        #expect(former.allSatisfy { files.contains($0) || files.contains("Quarantine/" + $0) }, "\(files)")
        #expect(try await restored.visit(10).number == 6)
    }

    enum Way: CaseIterable { case check, launch, rebuild }

    /// An older record has been put back: what it does not know is taken up again.
    @Test(arguments: Way.allCases)
    func capturesOfSessionsThatAnOlderRecordDoesNotKnowAreTakenUp(way: Way) async throws {
        let record = try scratch.record()
        try await record.visit(1)
        try await record.saveHistory()
        let (database, history) = (try scratch.bytes("event.db"), try scratch.bytes("sessions.json"))
        let late = try await record.visit(2, captures: 2)
        try scratch.put(database, at: "event.db")
        try scratch.put(history, at: "sessions.json")
        let taken = try scratch.reopened()
        let found = try await taken.check()
        #expect(found.map(\.place) == late.captures.map(\.path))
        #expect(
            found.allSatisfy { $0.text == "of session #2, which this record, perhaps an older copy, does not know" })
        #expect(found[0].remedy == "--repair takes it up, and so does the next start of the booth")
        switch way {
        case .check:
            #expect(try await taken.check(repair: true).allSatisfy { $0.isRepaired && $0.text.hasSuffix("; taken up") })
        case .launch:
            _ = try await taken.launch()
            #expect(await taken.adopted == 2)
        case .rebuild: _ = try EventRecord.rebuild(scratch.folder, force: true)
        }
        let after = try scratch.reopened()
        #expect(try await after.session(number: 2).captures.map(\.path) == late.captures.map(\.path))
        #expect(try await after.check() == [])
        #expect(try await after.visit(3).number == 3)
    }

    /// Two records that gave the same number were put together in one folder.
    @Test func aFileOfAnotherSessionStaysWhateverItsName() async throws {
        let record = try scratch.record()
        let (one, other) = (try await record.visit(1), try await record.visit(2))
        let path = "FinalPhoto/000001-duo-4bf5122f.jpg"
        try scratch.put([1], at: path)
        let hash = "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a"
        _ = try await record.add(Rendition(.final, at: path, sha256: hash, bytes: 1, parameters: "{}"), to: other.id)
        #expect(try await !record.files(of: one.id).contains(path))
        try await record.delete(one.id)
        #expect(try scratch.files().contains(path))
        #expect(try await record.check(grace: .zero) == [])
    }
}
