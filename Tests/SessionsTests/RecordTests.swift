import Foundation
import Testing

@testable import Sessions

@Suite struct RecordTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test func aWholeVisitIsInTheRecord() async throws {
        let record = try scratch.record()
        _ = try await record.launch()
        let session = try await record.visit(1, email: "emma@example.org")
        #expect(session.number == 1)
        #expect(session.captures.count == 3)
        #expect(session.captures.map(\.shot) == [1, 2, 3])
        #expect(session.captures[1].path == "Captures/000001-2-\(session.captures[1].sha256.prefix(8)).jpg")
        #expect(session.endReason == .completed)
        #expect(session.shareState == .ready)
        #expect(session.steps.allSatisfy { $0.entered != nil && $0.left != nil })
        #expect(session.outbox.count == 3)
        #expect(session.renditions.map(\.state) == [.cancelled])
        #expect(try await record.session(number: 1) == session)
        #expect(try await record.check() == [])
    }

    @Test func settingsReadBackTheSame() throws {
        _ = try scratch.record()
        var event = try Event(in: scratch.folder)
        (event.zone, event.linkBase, event.layouts) = ("Europe/Berlin", "https://photos.example/s/", ["strip"])
        event.destinations = [.media: "cloud", .email: "relay"]
        try event.write(to: scratch.folder)
        #expect(try Event(in: scratch.folder) == event)
        #expect(try Workflow(in: scratch.folder) == .standard)
        #expect(throws: SessionsError.self) { try scratch.record() }
    }

    @Test func anOlderSchemaIsBroughtUpToDateAndANewerOneRefused() throws {
        let path = scratch.folder.absolute("old.db")
        let old = ["CREATE TABLE guest(name TEXT) STRICT", "ALTER TABLE guest ADD COLUMN age INTEGER"]
        let database = try Database(path: path, create: true)
        try Schema.migrate(database, by: [old[0]])
        try database.run("INSERT INTO guest(name) VALUES('Emma')")
        try Schema.migrate(database, by: old)
        try Schema.migrate(database, by: old)
        #expect(try database.first("SELECT name, age FROM guest") { $0.text(0) } == "Emma")
        #expect(throws: SessionsError.newerSchema(path: path, version: 2, known: 1)) {
            try Schema.migrate(database, by: [old[0]])
        }
    }

    /// A step that fails changes nothing.
    @Test func aMigrationIsWholeOrNotAtAll() throws {
        let database = try Database(path: scratch.folder.absolute("old.db"), create: true)
        #expect(throws: SessionsError.self) {
            try Schema.migrate(database, by: ["CREATE TABLE a(b TEXT)", "CREATE TABLE a(b TEXT)"])
        }
        #expect(try database.first("SELECT count(*) FROM sqlite_schema") { $0.int(0) } == 0)
    }

    @Test func whoReadsWaitsForNoWriter() async throws {
        try await scratch.record().visit(1)
        let writer = try Database(path: scratch.folder.database, create: false)
        try writer.execute("BEGIN IMMEDIATE")
        // Whoever needed a lock would be told that somebody else has it.
        #expect(try await scratch.reopened().sessions().count == 1)
        try writer.execute("ROLLBACK")
    }

    @Test func nothingIsWrittenIntoARecordThatWasReplaced() async throws {
        let record = try scratch.record()
        let session = try await record.visit(1)
        try await record.saveHistory()
        _ = try EventRecord.rebuild(scratch.folder, force: true)
        await #expect(throws: SessionsError.replaced(path: scratch.folder.database)) {
            try await record.share(session.id)
        }
        #expect(try await scratch.reopened().session(number: 1) == session)
    }

    @Test func aWordThatIsNoneIsDamage() async throws {
        try await scratch.record().visit(1)
        let database = try Database(path: scratch.folder.database, create: false)
        try database.execute("PRAGMA ignore_check_constraints=ON; UPDATE session SET mode = 'standarb'")
        await #expect(throws: SessionsError.damaged(path: scratch.folder.database, reason: "a row says \"standarb\"")) {
            try await scratch.reopened().session(number: 1)
        }
    }

    @Test func aFolderWithoutAnEventIsNamedAsSuch() {
        #expect(throws: SessionsError.noEvent(path: scratch.folder.path)) { try EventRecord(scratch.folder) }
    }

    @Test func theSameFileOfTheSameShotIsKeptOnce() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        var capture = NewCapture.sample(1)
        capture.shot = 1
        let first = try await record.keep(capture, in: session.id)
        #expect(try await record.keep(capture, in: session.id) == first)
        capture.shot = 2
        #expect(try await record.keep(capture, in: session.id).path != first.path)
        #expect(try await record.session(session.id).captures.count == 2)
    }

    @Test(arguments: ["", "jpeg2000", "j/g", "J.G"]) func strangeFileEndingsAreRefused(ending: String) async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        await #expect(throws: SessionsError.self) {
            try await record.keep(.sample(1, fileExtension: ending), in: session.id)
        }
        #expect(try await record.session(session.id).number == nil)
    }

    @Test func rawAndJPEGOfOneShotGiveOnePicture() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        for (seed, ending) in [(1, "cr3"), (2, "jpg"), (3, "jpg")] {
            var capture = NewCapture.sample(seed, fileExtension: ending)
            capture.shot = seed < 3 ? 1 : 2
            _ = try await record.keep(capture, in: session.id)
        }
        let kept = try await record.session(session.id)
        #expect(kept.selectedCaptures.map(\.id) == [kept.captures[1].id, kept.captures[2].id])
    }

    @Test(arguments: Session.Mode.allCases) func eachModeGivesTheSameKindOfSession(mode: Session.Mode) async throws {
        var workflow = Workflow.standard
        workflow.mode = mode
        let record = try scratch.record(workflow: workflow)
        #expect(try Workflow(in: scratch.folder).mode == mode)
        let session = try await record.start(.init(workflow: Workflow(in: scratch.folder)))
        for seed in 1...3 { _ = try await record.keep(.sample(seed, size: 10), in: session.id) }
        let ended = try #require(try await record.end(.stop))
        #expect(ended.mode == mode && ended.selectedCaptures.count == 3 && ended.shareState == .ready)
        try await record.saveHistory()
        try scratch.remove("event.db")
        #expect(try await scratch.reopened().session(number: 1) == ended)
    }

    @Test func roamingSessionsChooseLater() async throws {
        var workflow = Workflow.standard
        workflow.mode = .roaming
        let record = try scratch.record(workflow: workflow)
        let session = try await record.start(.init(workflow: workflow))
        #expect(session.mode == .roaming)
        var ids: [Int] = []
        for seed in 1...9 { ids.append(try await record.keep(.sample(seed, size: 10), in: session.id).id) }
        try await record.select([ids[2], ids[7]], in: session.id)
        #expect(try await record.session(session.id).selectedCaptures.map(\.id) == [ids[2], ids[7]])
        await #expect(throws: SessionsError.self) { try await record.select([999], in: session.id) }
    }

    @Test func `A guest is written to where an address was left, and as far as the guest agrees`() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        var event = Event(name: "Emma & Noah", date: "14 June 2026")
        #expect(session.messages(in: event) == [])
        _ = try await record.keep(.email, value: "emma@example.org", in: session.id)
        _ = try await record.keep(.phone, value: "+4915112345", in: session.id)
        #expect(try await record.session(session.id).messages(in: event) == [], "the event sends none")
        event.destinations = [.email: "relay", .sms: "gateway"]
        #expect(try await record.session(session.id).messages(in: event) == [.email, .sms])
        event.consents = [.sms: "news"]
        #expect(try await record.session(session.id).messages(in: event) == [.email])
        _ = try await record.keep(.consent, name: "news", value: "yes", in: session.id)
        #expect(try await record.session(session.id).messages(in: event) == [.email, .sms])
    }

    @Test func `A guest's order of pictures is in the history, and goes with a new choice`() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        var captures: [Capture] = []
        for seed in 1...3 { captures.append(try await record.keep(.sample(seed, size: 10), in: session.id)) }
        let ids = captures.map(\.id)
        try await record.select([ids[0], ids[2]], order: [captures[2].shot, captures[0].shot], in: session.id)
        let ended = try #require(try await record.end(.stop))
        #expect(ended.selectedCaptures.map(\.id) == [ids[2], ids[0]] && ended.captures.map(\.place) == [2, nil, 1])
        try await record.saveHistory()
        try scratch.remove("event.db")
        let reopened = try scratch.reopened()
        #expect(try await reopened.session(number: 1) == ended)
        try await reopened.select(Set(ids), in: session.id)
        #expect(try await reopened.session(session.id).selectedCaptures.map(\.id) == ids)
    }

    @Test func noSessionStartsBelowTheReserve() async throws {
        let record = try scratch.record(reserve: 900_000_000)
        await #expect(throws: SessionsError.self) { try await record.start(.init(workflow: .standard)) }
        #expect(try await record.active() == nil)
    }

    @Test func aSessionThatNobodyTouchedHasNoNumberAndIsNotInTheHistory() async throws {
        let record = try scratch.record()
        _ = try await record.visit(1, captures: 0, end: .restart)
        try await record.saveHistory()
        #expect(try History(reading: scratch.folder.history).sessions.isEmpty)
        #expect(try await record.visit(2).number == 1)
    }

    @Test(arguments: [0, 1_700_000_000_123, 951_782_400_000, 4_102_444_799_999, -1])
    func timesReadBackTheSame(milliseconds: Int) {
        let moment = Moment(milliseconds: milliseconds)
        #expect(Moment(moment.description) == moment)
        let formatter = ISO8601DateFormatter()
        let text = formatter.string(from: Date(timeIntervalSince1970: (Double(milliseconds) / 1000).rounded(.down)))
        #expect(moment.description.prefix(19) == text.prefix(19))
    }

    @Test(arguments: ["2026-02-30T00:00:00.000Z", "2026-06-14T24:00:00.000Z", "2026-06-14 20:15:00.000Z", "", "soon"])
    func whatIsNoTimeIsRefused(text: String) { #expect(Moment(text) == nil) }
}
