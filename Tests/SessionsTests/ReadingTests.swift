import Foundation
import Testing

@testable import Sessions

@Suite struct ReadingTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test func aReaderSeesWhatIsCommittedAndChangesNothing() async throws {
        let record = try scratch.record()
        let reader = try RecordReader(scratch.folder)
        let session = try await record.visit(1)
        #expect(
            try await reader.read { (contents) throws(SessionsError) in try contents.session(number: 1) } == session)
        await #expect(throws: SessionsError.self) {
            try await reader.read { (contents) throws(SessionsError) in
                _ = try contents.database.run("DELETE FROM session")
            }
        }
        #expect(try await record.session(number: 1) == session)
    }

    /// All that one `read` asks is of one state, whatever is written meanwhile.
    @Test func aReadIsOfOneState() async throws {
        let record = try scratch.record()
        try await record.visit(1)
        let reader = try RecordReader(scratch.folder)
        let both = try await reader.read { (contents) throws(SessionsError) in
            (try contents.numbers(), try contents.revision(), try contents.numbers())
        }
        #expect(both.0 == both.2)
        #expect(try await record.revision() == both.1)
    }

    /// What the writer has begun and not committed holds nobody up.
    @Test func whoReadsDoesNotWaitForATransactionThatIsOpen() async throws {
        try await scratch.record().visit(1)
        let writer = try Database(path: scratch.folder.database, create: false)
        let reader = try RecordReader(scratch.folder)
        try writer.execute("BEGIN IMMEDIATE; UPDATE session SET workflow = 'other'")
        #expect(
            try await reader.read { (contents) throws(SessionsError) in try contents.session(number: 1).workflow }
                == "standard")
        try writer.execute("ROLLBACK")
    }

    @Test func aRecordThatWasRebuiltIsReadAnew() async throws {
        let record = try scratch.record()
        try await record.visit(1)
        try await record.saveHistory()
        let reader = try RecordReader(scratch.folder)
        _ = try EventRecord.rebuild(scratch.folder, force: true)
        try await scratch.reopened().visit(2)
        #expect(try await reader.read { (contents) throws(SessionsError) in try contents.numbers() } == [1, 2])
    }

    @Test func changesTellWhichSessionsAndItemsAreDifferent() async throws {
        let record = try scratch.record()
        let first = try await record.visit(1, captures: 1)
        let second = try await record.visit(2, captures: 1)
        let all = try await record.changes(since: 0)
        #expect(all.sessions.map(\.number) == [1, 2] && all.items.count == 2 && all.isComplete)
        let seen = all.revision
        #expect(try await record.changes(since: seen).sessions.isEmpty)
        let claimed = try #require(try await record.claim([.media], lease: .seconds(60)))
        let sending = try await record.changes(since: seen)
        #expect(sending.sessions.map(\.id) == [first.id] && sending.items == [claimed.id])
        _ = try await record.share(second.id)
        #expect(try await record.changes(since: sending.revision).sessions.map(\.id) == [second.id])
        try await record.delete(second.id)
        let gone = try await record.changes(since: sending.revision)
        #expect(gone.sessions.isEmpty && gone.deleted.map(\.id) == [second.id])
        #expect(try await record.changes(since: 0, limit: 0).isComplete == false)
        // From a revision that the record has not reached, it was rebuilt meanwhile.
        #expect(try await record.changes(since: gone.revision + 100).sessions.map(\.id) == [first.id])
    }

    /// Whatever changes a session tells so: a new kind of change that does not would be missing from pages.
    @Test func everyChangeOfASessionIsTold() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        var seen = try await record.revision()
        func expectChange(_ what: Comment, _ body: () async throws -> Void) async throws {
            try await body()
            let changes = try await record.changes(since: seen)
            #expect(changes.sessions.map(\.id) == [session.id], what)
            seen = changes.revision
        }
        try await expectChange("a capture") { _ = try await record.keep(.sample(1), in: session.id) }
        try await expectChange("an answer") { _ = try await record.keep(.email, value: "x", in: session.id) }
        try await expectChange("a step") { _ = try await record.advance() }
        try await expectChange("a step back") { _ = try await record.goBack(to: 0) }
        try await expectChange("effects") { try await record.choose(effects: ["glam"], in: session.id) }
        try await expectChange("an item") {
            _ = try await record.send(.init(.media, subject: "a", destination: "d"), of: session.id)
        }
        try await expectChange("a link") { _ = try await record.share(session.id) }
        try await expectChange("visits") {
            let visits = LinkVisits()
            visits.count(token: session.shares[0].token)
            try await visits.flush(into: record)
        }
        try await expectChange("its end") { _ = try await record.end(.stop) }
    }

    @Test func visitsAreCountedByLinkAndFileInOneCommit() async throws {
        let record = try scratch.record()
        let sessions = [try await record.visit(1), try await record.visit(2)]
        let visits = LinkVisits()
        for visitor in 0..<10_000 {
            let session = sessions[visitor % 2]
            visits.count(token: session.shares[0].token)
            if visitor % 10 == 0 {
                visits.count(token: session.shares[0].token, path: session.captures[0].path, isDownload: true)
            }
        }
        // Neither a link that does not exist nor another guest's file counts.
        visits.count(token: "0000000000000000000000", isDownload: true)
        visits.count(token: sessions[0].shares[0].token, path: sessions[1].captures[0].path, isDownload: true)
        let before = try await record.revision()
        try await visits.flush(into: record)
        #expect(try await record.revision() == before + 1)
        try await visits.flush(into: record)
        #expect(try await record.revision() == before + 1, "nothing is counted twice")
        let shares = [try await record.session(number: 1).shares[0], try await record.session(number: 2).shares[0]]
        #expect(shares.map(\.views) == [5_000, 5_000] && shares.map(\.downloads) == [1_000, 0])
        #expect(try await record.session(number: 1).isDownloaded)
        #expect(try await record.check() == [])
        try await record.saveHistory()
        let saved = try scratch.bytes("sessions.json")
        try scratch.remove("event.db")
        let rebuilt = try scratch.reopened()
        try scratch.remove("sessions.json")
        try await rebuilt.saveHistory()
        #expect(try scratch.bytes("sessions.json") == saved)
    }

    @Test func visitsThatCannotBeWrittenDownAreKept() async throws {
        let record = try scratch.record()
        let session = try await record.visit(1)
        let visits = LinkVisits()
        visits.count(token: session.shares[0].token)
        let database = try Database(path: scratch.folder.database, create: false)
        try database.execute("CREATE TRIGGER full BEFORE INSERT ON visit BEGIN SELECT RAISE(ABORT, 'no room'); END")
        await #expect(throws: SessionsError.conflict("no room")) { try await visits.flush(into: record) }
        try database.execute("DROP TRIGGER full")
        visits.count(token: session.shares[0].token)
        try await visits.flush(into: record)
        #expect(try await record.session(number: 1).shares[0].views == 2)
    }
}
