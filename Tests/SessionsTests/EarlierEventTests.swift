import Foundation
import Testing

@testable import Sessions

/// An event of an earlier version opens and keeps all that it had.
@Suite struct EarlierEventTests {
    let scratch: Scratch
    private let original = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "EarlierEvents/schema-1")

    init() throws {
        scratch = try Scratch()
        try FileManager.default.removeItem(atPath: scratch.folder.path)
        try FileManager.default.copyItem(atPath: original.path, toPath: scratch.folder.path)
    }

    @Test func everySessionAndItemIsAsItWas() async throws {
        let before = try History(reading: scratch.folder.history)
        let record = try scratch.reopened()
        for session in before.sessions { #expect(try await record.session(number: session.number!) == session) }
        let items = try await record.outbox().map(\.item)
        #expect(items.map(\.state) == [.done, .dead, .unknown, .pending, .pending, .pending, .sending, .cancelled])
        #expect(items == before.sessions.flatMap(\.outbox))
        #expect(items.allSatisfy { $0.lane == .guest && $0.after == nil && $0.asked == 0 })
        #expect(try await record.check(grace: .zero) == [])
    }

    /// A record of each version between that one and today's, with items of which one waits for another.
    @Test(arguments: [2, 3]) func aLaterOneKeepsWhatItsItemsWaitFor(version: Int) async throws {
        do {
            let database = try Database(path: scratch.folder.database, create: false)
            try Schema.migrate(database, by: Array(Schema.migrations.prefix(version)))
            try database.run(
                "UPDATE item SET after = 9, lane = 'raw', taken = '{}', cost = 3, reserved = 2 WHERE id = 10")
            try database.run("UPDATE item SET after = 10 WHERE id = 11")
        }
        let record = try scratch.reopened()
        let items = try await record.outbox().map(\.item)
        #expect(items.map(\.id) == [1, 2, 3, 4, 9, 10, 11, 12])
        #expect(items.map(\.after) == [nil, nil, nil, nil, nil, 9, 10, nil])
        let changed = try #require(items.first { $0.id == 10 })
        #expect((changed.lane, changed.taken, changed.cost, changed.reserved) == (.raw, "{}", 3, 2))
        let database = try Database(path: scratch.folder.database, create: false)
        #expect(try database.first("PRAGMA foreign_key_check", map: { $0.text(0) }) == nil)
        // Numbers go on, and what waited for an item that is gone waits for nothing.
        try await record.delete([try await record.session(number: 1).id])
        #expect(try await record.outbox().map(\.item.after) == [nil, 9, 10, nil])
    }

    /// What is not used of the new things shows nowhere.
    @Test func itsHistoryStaysTheSameToTheByte() async throws {
        let before = try scratch.bytes("sessions.json")
        let record = try scratch.reopened()
        try scratch.remove("sessions.json")
        try await record.saveHistory()
        #expect(try scratch.bytes("sessions.json") == before)
    }

    /// Its open session is recovered, its items go on, and pages that follow begin where it is.
    @Test func itGoesOn() async throws {
        let record = try scratch.reopened()
        let revision = try await record.revision()
        #expect(try await record.changes(since: revision).sessions.isEmpty)
        #expect(try await record.changes(since: 0).sessions.map(\.number) == [1, 3])
        #expect(try await record.changes(since: 0).deleted.map(\.number) == [2])
        #expect(try await record.destinations().map(\.name) == ["cloud", "photo", "relay"])
        #expect(try await record.launch()?.number == 3)
        let waiting = try await record.outbox(kinds: [.media], states: [.pending]).map(\.item.id)
        var claimed: [Int] = []
        while let item = try await record.claim([.media], lease: .seconds(60)) {
            claimed.append(item.id)
            try await record.settle(item, .done(remote: nil))
        }
        #expect(claimed.sorted() == waiting)
        #expect(try await record.retry(2).state == .pending)
    }

    @Test func itIsReadOnlyAfterSomebodyHasOpenedIt() async throws {
        #expect(throws: SessionsError.self) { try RecordReader(scratch.folder) }
        _ = try scratch.reopened()
        let reader = try RecordReader(scratch.folder)
        #expect(try await reader.read { (contents) throws(SessionsError) in try contents.numbers() } == [1, 3])
    }
}
