import Foundation
import Sessions

/// The same faults under two rules of waiting, in simulated time: 60 % of the attempts at 2,000 items fail, eight are under way
/// at once, each takes 8 ms. By item: every failure of an item doubles its own wait, up to five minutes, with full jitter. By
/// destination: the rules of the outbox, as they are.
struct BackOff {
    let room: String
    let count: Int
    private static let attempt = Duration.milliseconds(8)
    private static let parallel = 8

    func run() async throws {
        let byItem = byItem()
        let byDestination = try await byDestination()
        print("back-off by item: \(byItem.took), \(byItem.requests) requests")
        print("back-off by destination: \(byDestination.took), \(byDestination.requests) requests")
    }

    private func fails() -> Bool { Int.random(in: 0..<100) < 60 }

    private func byItem() -> (took: Duration, requests: Int) {
        // When each item may go, and how often it has failed.
        var waiting = (0..<count).map { _ in (due: Duration.zero, failures: 0) }
        var workers = [Duration](repeating: .zero, count: Self.parallel)
        var (requests, end) = (0, Duration.zero)
        while !waiting.isEmpty {
            let worker = workers.indices.min { workers[$0] < workers[$1] }!
            let next = waiting.indices.min { waiting[$0].due < waiting[$1].due }!
            var item = waiting.remove(at: next)
            workers[worker] = max(workers[worker], item.due) + Self.attempt
            (requests, end) = (requests + 1, max(end, workers[worker]))
            guard fails() else { continue }
            let most = min(300_000, 1_000 << min(item.failures, 20))
            item = (workers[worker] + .milliseconds(Int.random(in: 0...most)), item.failures + 1)
            waiting.append(item)
        }
        return (end, requests)
    }

    private func byDestination() async throws -> (took: Duration, requests: Int) {
        let record = try EventRecord.create(settings(), workflow: .standard, in: EventFolder(room))
        let start = Moment(milliseconds: 1_781_460_900_000)
        for visit in 0..<(count / 5) {
            let session = try await record.start(.init(workflow: .standard), at: start)
            let items = (0..<5).map { NewItem(.media, subject: "\(visit), \($0)", destination: "cloud") }
            _ = try await record.keep(.survey, value: "x", in: session.id, items: items, at: start)
            _ = try await record.end(.restart, at: start)
        }
        var (now, requests) = (start, 0)
        var underWay: [(item: OutboxItem, end: Moment)] = []
        while true {
            while underWay.count < Self.parallel,
                let item = try await record.claim([.media], lease: .seconds(600), at: now)
            {
                requests += 1
                underWay.append((item, now + Self.attempt))
            }
            if underWay.isEmpty, try await record.outboxCount(states: [.pending]) == 0 { break }
            now = underWay.map(\.end).min() ?? now + .milliseconds(10)
            for one in underWay where one.end <= now {
                try await record.settle(one.item, fails() ? .busy("503", after: nil) : .done(remote: nil), at: now)
            }
            underWay.removeAll { $0.end <= now }
        }
        return (now - start, requests)
    }
}
