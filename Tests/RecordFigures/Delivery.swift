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

/// A sender that is killed every half second until everything is delivered.
struct Delivery {
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
        for visit in 0..<(count / 5) {
            let session = try await record.start(.init(workflow: .standard))
            let items = (0..<5).map { NewItem(kind, subject: "\(visit), \($0)", destination: "d\($0 % 3)") }
            _ = try await record.keep(.survey, value: "x", in: session.id, items: items)
            _ = try await record.end(.restart)
            keys.formUnion(try await record.session(session.id).outbox.map(\.key))
        }
        let start = ContinuousClock.now
        var kills = 0
        while try await record.outboxCount(states: [.pending, .sending]) > 0 {
            let run = try runSelf(
                ["drain", event.path, "\(count)", destination, kind.rawValue], killAfter: .milliseconds(500),
                sayingSo: true)
            kills += run.wasKilled ? 1 : 0
        }
        let took = ContinuousClock.now - start
        let effects = Set(try entries(ofFolder: destination))
        let twice = ((try? String(contentsOfFile: room + "/twice", encoding: .utf8)) ?? "").split(separator: "\n").count
        let unknown = try await record.outboxCount(states: [.unknown])
        let done = try await record.outboxCount(states: [.done])
        print(
            "\(count) items of \(kind): \(done) done, \(unknown) unknown, \(effects.count) effects, \(twice) sent again, "
                + "\(kills) kills, \(took)")
        // Where the far side knows keys, everything arrives, and once. Elsewhere nothing is sent twice unasked.
        let isRight =
            kind.isIdempotent
            ? done == count && effects == keys : twice == 0 && done + unknown == count && effects.isSubset(of: keys)
        exit(isRight && keys.count == count && kills > 0 ? 0 : 1)
    }

    /// The sender. It ends by itself when nothing is left.
    static func drain(_ folder: EventFolder, to destination: String, _ kind: OutboxItem.Kind) async throws {
        let place = Destination(folder: destination)
        let record = try EventRecord(folder)
        var route = OutboxRoute([kind]) { place.receive($0) }
        route.parallel = [.guest: 8]
        let sender = OutboxSender(record: record, routes: [route]) { trouble in
            if let trouble { say("\(trouble)") }
        }
        say("sending")
        let sending = Task { try await sender.run() }
        while try await record.outboxCount(states: [.pending, .sending]) > 0 { usleep(20_000) }
        sending.cancel()
        try await sending.value
    }
}
