import Files
import Glibc
import Sessions
import Synchronization
import Work

/// How long it takes until a capture is acknowledged, alone and while items of the outbox leave as fast as they can.
struct Beside {
    let folder: EventFolder
    let count: Int

    func run() async throws {
        var event = Event(name: "beside", date: "")
        event.reserve = 0
        let record = try EventRecord.create(event, workflow: Workflow(in: folder), in: folder)
        // Of earlier guests, ten each.
        for visit in 0..<400 {
            let earlier = try await record.start(.init(workflow: Workflow(in: folder)))
            let items = (0..<10).map { NewItem(.media, subject: "\(visit), \($0)", destination: "far \($0 % 4)") }
            _ = try await record.keep(.survey, name: "a", value: "b", in: earlier.id, items: items)
            _ = try await record.end(.restart)
        }
        let session = try await record.start(.init(workflow: Workflow(in: folder)))
        let alone = try await captures(record, session.id, from: 0)
        let sent = Mutex(0)
        let routes = (0..<4).map { number in
            OutboxRoute(Set(OutboxItem.Kind.allCases).subtracting([.print, .ai]), to: "far \(number)") { _ in
                // As long as a small request takes in a local network.
                try? await Task.sleep(for: .milliseconds(5))
                sent.withLock { $0 += 1 }
                return .done(remote: nil)
            }
        }
        let sender = OutboxSender(record: record, routes: routes)
        let sending = Task { try await sender.run() }
        let before = sent.withLock { $0 }
        let beside = try await captures(record, session.id, from: count)
        let gone = sent.withLock { $0 } - before
        sending.cancel()
        _ = try? await sending.value
        say(
            "capture commits, p50 and p99 in ms: alone \(text(alone)), beside \(gone) items that leave \(text(beside)); p99 + "
                + "\((percentile(beside, 99) - percentile(alone, 99)) / .milliseconds(1)) ms")
    }

    /// A capture every 20 ms, each of 100 kB.
    private func captures(_ record: EventRecord, _ id: String, from first: Int) async throws -> [Duration] {
        var times: [Duration] = []
        for number in first..<first + count {
            var bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 100_000)
            withUnsafeBytes(of: number) { bytes.replaceSubrange(0..<8, with: $0) }
            let start = ContinuousClock.now
            _ = try await record.keep(NewCapture(bytes: bytes, fileExtension: "jpg", source: "figures"), in: id)
            times.append(ContinuousClock.now - start)
            try await Task.sleep(for: .milliseconds(20))
        }
        return times.sorted()
    }

    private func percentile(_ times: [Duration], _ share: Int) -> Duration {
        times[min(times.count - 1, times.count * share / 100)]
    }

    private func text(_ times: [Duration]) -> String {
        [50, 99].map { share in
            let tenths = Int((percentile(times, share) / .microseconds(100)).rounded())
            return "\(tenths / 10).\(tenths % 10)"
        }.joined(separator: " and ")
    }
}
