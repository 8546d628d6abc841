import Files
import Foundation
import Sessions

/// A destination that loses 20 % of what it is asked before the effect, 20 % of its answers after it, and is busy another
/// 20 % of the time. An effect is a file: one key, one file, however often it is sent. `twice` counts what came again.
struct Destination: Sendable {
    let folder: String

    func receive(_ item: OutboxItem) -> SendOutcome {
        let roll = Int.random(in: 0..<100)
        if roll < 20 { return .unreachable("connection refused") }
        if roll < 40 { return .busy("503", after: nil) }
        let file = open(folder + "/" + item.key, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if file >= 0 {
            close(file)
        } else {
            let again = open(folder + "/../twice", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
            _ = write(again, item.key + "\n", item.key.utf8.count + 1)
            close(again)
        }
        return roll < 60 ? .unknown("no answer") : .done(remote: item.key)
    }
}

/// A worker that is killed every half second until everything is delivered. Five minutes of waiting take a second.
struct Delivery {
    static let speed = 300
    let room: String
    let count: Int
    let kind: OutboxItem.Kind

    private var event: EventFolder { EventFolder(room + "/event") }

    func run() async throws {
        try? FileManager.default.removeItem(atPath: room)
        let destination = room + "/destination"
        try FileManager.default.createDirectory(atPath: destination, withIntermediateDirectories: true)
        let record = try EventRecord.create(settings(), workflow: .standard, in: event)
        var keys: Set<String> = []
        for visit in 0..<(count / 100) {
            let session = try await record.start(.init(workflow: .standard))
            let items = (0..<100).map { NewItem(kind, subject: "\(visit), \($0)", destination: "d\($0 % 3)") }
            _ = try await record.keep(.survey, value: "x", in: session.id, items: items)
            _ = try await record.end(.restart)
            keys.formUnion(try await record.session(session.id).outbox.map(\.key))
        }
        let (start, epoch) = (ContinuousClock.now, Moment.now.milliseconds)
        var kills = 0
        while try await !record.outbox(states: [.pending, .sending]).isEmpty {
            kills +=
                try runSelf(
                    ["drain", event.path, "\(epoch)", destination, kind.rawValue], killAfter: .milliseconds(500)
                ).wasKilled ? 1 : 0
        }
        let effects = Set(try entries(ofFolder: destination))
        let twice = ((try? String(contentsOfFile: room + "/twice", encoding: .utf8)) ?? "").split(separator: "\n").count
        let unknown = try await record.outbox(states: [.unknown], limit: count).count
        let done = try await record.outbox(states: [.done], limit: count).count
        print(
            "\(count) items of \(kind): \(done) done, \(unknown) unknown, \(effects.count) effects, \(twice) sent again, "
                + "\(kills) kills, \(ContinuousClock.now - start)")
        // Where the far side knows keys, everything arrives, and once. Elsewhere nothing is sent twice unasked.
        let isRight =
            kind.isIdempotent
            ? done == count && effects == keys : twice == 0 && done + unknown == count && effects.isSubset(of: keys)
        exit(isRight && keys.count == count && kills > 0 ? 0 : 1)
    }

    /// The worker, with a clock that runs faster.
    static func drain(_ folder: EventFolder, epoch: Int, to destination: String, _ kind: OutboxItem.Kind) async throws {
        let place = Destination(folder: destination)
        let now: @Sendable () -> Moment = {
            Moment(milliseconds: epoch + (Moment.now.milliseconds - epoch) * speed)
        }
        let worker = OutboxWorker(record: try EventRecord(folder), kinds: [kind], lease: .seconds(600)) {
            place.receive($0)
        }
        while true {
            _ = try await worker.drain(now: now)
            usleep(5_000)
        }
    }
}
