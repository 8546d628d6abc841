import Files
import Foundation
import Sessions
import Synchronization
import Work

/// How long it takes until a capture is acknowledged, alone and while items of the outbox leave as fast as they can: in turns, so
/// that whatever else the machine does hits both alike. Beside them the disk's own pace: a file that is written and flushed.
struct Beside {
    let folder: EventFolder
    let count: Int

    private static let rounds = 10

    func run() async throws {
        var event = Event(name: "beside", date: "")
        event.reserve = 0
        let record = try EventRecord.create(event, workflow: Workflow(in: folder), in: folder)
        try await fill(record)
        let session = try await record.start(.init(workflow: Workflow(in: folder)))
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
        var (alone, beside, floor) = ([Duration](), [Duration](), [Duration]())
        for _ in 0..<Self.rounds {
            floor += try await times { bytes, _ in
                bytes
            } keep: { bytes in
                let path = folder.path + "/floor"
                try await offPool { () throws(FilesError) in try writeDurably(bytes, to: path) }
            }
            alone += try await captures(record, session.id)
            let sending = Task { try await sender.run() }
            beside += try await captures(record, session.id)
            sending.cancel()
            _ = try? await sending.value
        }
        let more = (percentile(beside, 99) - percentile(alone, 99)) / .milliseconds(1)
        say(
            "capture commits, p50 and p99 in ms: alone \(text(alone)), beside \(sent.withLock { $0 }) items that leave \(text(beside)), "
                + "a flushed file \(text(floor)); p99 + \(more) ms")
    }

    /// Of earlier guests, a hundred each, so that they last.
    private func fill(_ record: EventRecord) async throws {
        for visit in 0..<400 {
            let earlier = try await record.start(.init(workflow: Workflow(in: folder)))
            let items = (0..<100).map { NewItem(.media, subject: "\(visit), \($0)", destination: "far \($0 % 4)") }
            _ = try await record.keep(.survey, name: "a", value: "b", in: earlier.id, items: items)
            _ = try await record.end(.restart)
        }
    }

    private func captures(_ record: EventRecord, _ id: String) async throws -> [Duration] {
        try await times(by: record) { bytes, number in
            let path = folder.path + "/Captures/.capture-\(number).part"
            try Data(bytes).write(to: URL(filePath: path))
            return StagedCapture(at: path, fileExtension: "jpg", source: "camera")
        } keep: { staged in
            _ = try await record.keep(file: staged, in: id)
        }
    }

    /// One after each tenth of a second, of 100 kB that nothing else has. It is announced as long before as a booth needs at least to look
    /// at it.
    private func times<Picture>(
        by record: EventRecord? = nil, _ make: ([UInt8], Int) throws -> Picture, keep: (Picture) async throws -> Void
    ) async throws -> [Duration] {
        var times: [Duration] = []
        for number in 0..<max(1, count / Self.rounds) {
            var bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 100_000)
            withUnsafeBytes(of: UInt64.random(in: 0...UInt64.max)) { bytes.replaceSubrange(0..<8, with: $0) }
            let picture = try make(bytes, number)
            try await Task.sleep(for: .milliseconds(80))
            let announcement = record?.announceCapture()
            try await Task.sleep(for: .milliseconds(20))
            let start = ContinuousClock.now
            try await keep(picture)
            times.append(ContinuousClock.now - start)
            withExtendedLifetime(announcement) {}
        }
        return times
    }

    private func percentile(_ times: [Duration], _ share: Int) -> Duration {
        times.sorted()[min(times.count - 1, times.count * share / 100)]
    }

    private func text(_ times: [Duration]) -> String {
        [50, 99].map { share in
            let tenths = Int((percentile(times, share) / .microseconds(100)).rounded())
            return "\(tenths / 10).\(tenths % 10)"
        }.joined(separator: " and ")
    }
}
