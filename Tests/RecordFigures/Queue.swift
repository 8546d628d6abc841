import Foundation
import Sessions

/// Claiming from a very long queue, and reading beside a writer: how long each takes.
struct Queue {
    let folder: EventFolder
    let count: Int

    /// Of 100 destinations one after the other goes away, as attempts fail. An event that is there already is taken as it is.
    func claim() async throws {
        let isThere = FileManager.default.fileExists(atPath: folder.settings)
        let record =
            isThere
            ? try EventRecord(folder) : try EventRecord.create(settings(), workflow: .standard, in: folder)
        if !isThere { try await fill(record) }
        try await claim(from: record)
    }

    private func fill(_ record: EventRecord) async throws {
        let filled = try await ContinuousClock().measure {
            let sessions = count / 1_000
            for visit in 0..<sessions {
                let session = try await record.start(.init(workflow: .standard))
                let items = (0..<1_000).map { number in
                    var item = NewItem(.media, subject: "\(number)", destination: "d\(number % 100)")
                    item.lane = number % 2 == 0 ? .guest : .raw
                    return item
                }
                for item in items.prefix(1) { _ = try await record.send(item, of: session.id) }
                _ = try await record.keep(.survey, value: "x", in: session.id, items: items)
                _ = try await record.end(.restart)
                if visit % 100 == 99 { say("\(visit + 1) of \(sessions) sessions") }
            }
        }
        print("\(count) items: \(filled)")
    }

    private func claim(from record: EventRecord) async throws {
        let session = try await record.start(.init(workflow: .standard))
        var commits: [Duration] = []
        for number in 0..<300 {
            commits.append(
                try await ContinuousClock().measure {
                    try await record.choose(effects: ["\(number)"], in: session.id)
                })
        }
        _ = try await record.end(.stop)
        print("any commit: median \(commits.sorted()[150])")
        let now = Moment.now + .seconds(1)
        var claims: [Duration] = []
        for _ in 0..<300 {
            var item: OutboxItem?
            claims.append(
                try await ContinuousClock().measure {
                    item = try await record.claim([.media], lease: .seconds(600), at: now)
                })
            guard let item else { break }
            try await record.settle(item, .unreachable("away"), at: now)
        }
        let sorted = claims.sorted()
        print(
            "a claim and its commit: median \(sorted[sorted.count / 2]), 99 % within \(sorted[sorted.count * 99 / 100])"
        )
        let counted = try await ContinuousClock().measure {
            _ = try await record.outboxCount(kinds: [.media], states: [.pending, .sending])
        }
        print("counting what waits: \(counted)")
    }

    /// A booth that commits twenty times a second, and three pages that read a hundred times a second, in one process.
    static func reading(_ folder: EventFolder, seconds: Int) async throws {
        let record = try EventRecord(folder)
        let session = try await record.start(.init(workflow: .standard))
        let alone = try await alone(record, session.id)
        let end = ContinuousClock.now + .seconds(seconds)
        func commits() async throws -> [Duration] {
            var times: [Duration] = []
            while ContinuousClock.now < end {
                times.append(
                    try await ContinuousClock().measure {
                        try await record.choose(effects: ["\(times.count)"], in: session.id)
                    })
                try await Task.sleep(for: .milliseconds(50))
            }
            return times
        }
        let readers = try (0..<3).map { _ in try RecordReader(folder) }
        let pages = readers.map { reader in
            Task {
                var times: [Duration] = []
                while ContinuousClock.now < end {
                    times.append(
                        try await ContinuousClock().measure {
                            _ = try await reader.read { (contents) throws(SessionsError) in
                                try contents.sessions(limit: 20)
                            }
                        })
                    try await Task.sleep(for: .milliseconds(10))
                }
                return times
            }
        }
        let written = try await commits()
        var read: [Duration] = []
        for page in pages { read += try await page.value }
        tell("commits alone", alone)
        tell("commits beside three pages", written)
        tell("pages", read)
        _ = try await record.end(.stop)
    }

    private static func alone(_ record: EventRecord, _ id: String) async throws -> [Duration] {
        var times: [Duration] = []
        for number in 0..<300 {
            times.append(
                try await ContinuousClock().measure { try await record.choose(effects: ["\(number)"], in: id) })
        }
        return times
    }

    static func tell(_ what: String, _ times: [Duration]) {
        let sorted = times.sorted()
        guard !sorted.isEmpty else { return }
        let (median, most) = (sorted[sorted.count / 2], sorted[sorted.count * 99 / 100])
        print("\(what): \(sorted.count), median \(median), 99 % within \(most), slowest \(sorted[sorted.count - 1])")
    }
}
