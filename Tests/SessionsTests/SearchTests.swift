import Foundation
import StrictJSON
import Testing

@testable import Sessions

@Suite struct SearchTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func numbers(_ page: SessionSearch.Page) -> [Int] { page.sessions.map(\.number) }

    @Test func `A page has the newest sessions as sessions_json has them`() async throws {
        let record = try scratch.record()
        for seed in 1...7 { try await record.visit(seed) }
        try await record.saveHistory()
        let search = try SessionSearch(scratch.folder)
        let first = try await search.page(limit: 3)
        #expect(numbers(first) == [7, 6, 5] && first.total == 7)
        let lines = String(decoding: try scratch.bytes("sessions.json"), as: UTF8.self).split(separator: "\n")
        #expect(first.sessions.allSatisfy { session in lines.contains { $0.hasPrefix(session.json) } })
        #expect(first.sessions[0].picture == (try await record.session(number: 7).captures[0].path))
        #expect(numbers(try await search.page(before: 5, limit: 3)) == [4, 3, 2])
        #expect(numbers(try await search.page(before: 1, limit: 3)) == [])
        // One whose line is not written yet.
        _ = try await record.share(record.session(number: 7).id)
        let changed = try await search.page(limit: 1)
        #expect(changed.sessions[0].json == (try await record.session(number: 7).json.text()))
    }

    @Test func `Every filter follows what changes, as if it were asked for the first time`() async throws {
        let record = try scratch.record()
        for seed in 1...5 { try await record.visit(seed, email: "guest\(seed)@example.org") }
        let search = try SessionSearch(scratch.folder)
        func expectInStep(_ what: Comment) async throws {
            for filter in try filters() {
                let page = try await search.page(filter, limit: 100)
                #expect(numbers(page) == (try await record.numbers(filter).reversed()), what)
                #expect(page.total == page.sessions.count, what)
            }
        }
        try await expectInStep("at first")
        let open = try await record.start(.init(workflow: .standard))
        try await expectInStep("a session without a number")
        _ = try await record.keep(.sample(600), in: open.id)
        try await expectInStep("a session that has begun")
        try await record.choose(effects: ["sepia:strength=0.5"], in: open.id)
        try await expectInStep("an effect")
        _ = try await record.end(.stop)
        try await expectInStep("its end")
        let item = try #require(try await record.claim([.media], lease: .seconds(60)))
        try await record.settle(item, .unreachable("away"))
        try await expectInStep("an item that waits")
        let other = try #require(try await record.claim([.media], lease: .seconds(60)))
        try await record.settle(other, .refused("not like that"))
        try await expectInStep("an item that is dead")
        _ = try await record.remove(item: other.id)
        try await expectInStep("an item that was taken out")
        try await record.delete(record.session(number: 2).id)
        try await expectInStep("a session that is gone")
        for seed in 10...12 { try await record.visit(seed) }
        try await expectInStep("more sessions")
    }

    private func filters() throws -> [SessionFilter] {
        var all = [SessionFilter()]
        func add(_ change: (inout SessionFilter) throws -> Void) rethrows {
            var filter = SessionFilter()
            try change(&filter)
            all.append(filter)
        }
        add { $0.state = .active }
        add { $0.state = .finished }
        add { $0.effect = "sepia" }
        add { $0.text = "GUEST3@" }
        add { $0.numbers = [2...4] }
        try add { $0.attention = try Attention(in: scratch.folder) }
        return all
    }

    @Test func `Attention is for what failed, is stuck or unknown, or was put aside`() async throws {
        let record = try scratch.record()
        for seed in 1...6 { try await record.visit(seed, captures: 1) }
        func attention() async throws -> [Int] {
            var filter = SessionFilter()
            filter.attention = try Attention(in: scratch.folder)
            return try await record.numbers(filter)
        }
        #expect(try await attention() == [], "what waits its turn needs nobody")
        let outcomes: [SendOutcome] = [.refused("no"), .unreachable("away"), .done(remote: nil)]
        for outcome in outcomes {
            let item = try #require(try await record.claim([.media], lease: .seconds(60)))
            try await record.settle(item, outcome)
        }
        #expect(try await attention() == [1, 2])
        try scratch.put([1], at: "Quarantine/Captures/000005-9-00000000.jpg")
        try scratch.put([1], at: "Quarantine/Captures/000099-9-00000000.jpg")
        #expect(try await attention() == [1, 2, 5])
    }

    /// More changes than are followed, and another file of the same name.
    @Test func `What cannot be followed is looked for anew`() async throws {
        let record = try scratch.record()
        try await record.visit(1)
        try await record.saveHistory()
        let search = try SessionSearch(scratch.folder)
        #expect(try await search.page().total == 1)
        _ = try EventRecord.rebuild(scratch.folder, force: true)
        let rebuilt = try scratch.reopened()
        for seed in 2...4 { try await rebuilt.visit(seed, captures: 1) }
        #expect(numbers(try await search.page()) == [4, 3, 2, 1])
    }

    @Test func `A scan is made of short reads, whatever the numbers are`() async throws {
        let record = try scratch.record()
        for seed in 1...3 { try await record.visit(seed, captures: 1) }
        let database = try Database(path: scratch.folder.database, create: false)
        try database.execute("UPDATE session SET number = number * 1000000000000, line = NULL")
        let page = try await SessionSearch(scratch.folder).page()
        #expect(numbers(page) == [3_000_000_000_000, 2_000_000_000_000, 1_000_000_000_000] && page.total == 3)
    }

    /// The plan of each query must not read the sessions' lines, which are most of the file.
    @Test func `Filters go by the index that has all they ask for`() throws {
        _ = try scratch.record()
        let database = try Database(path: scratch.folder.database, create: false)
        var filter = SessionFilter()
        (filter.state, filter.from) = (.finished, Moment(day: "2026-06-14"))
        filter.attention = try Attention(in: scratch.folder)
        let (sql, values) = filter.condition
        var plan: [String] = []
        try database.forEach("EXPLAIN QUERY PLAN SELECT number FROM session WHERE \(sql) ORDER BY number", values) {
            (row) throws(SessionsError) in
            plan.append(row.text(3))
            return true
        }
        #expect(plan.contains { $0.contains("COVERING INDEX session_listed") }, "\(plan)")
        #expect(
            plan.contains { $0.contains("item_troubled") } && plan.contains { $0.contains("rendition_failed") },
            "\(plan)")
    }
}
