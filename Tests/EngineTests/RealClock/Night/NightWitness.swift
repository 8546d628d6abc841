import Engine
import Foundation
import Rigs
import Sessions
import Synchronization

/// Somebody who looks at the booth all night and writes down what it says that it has.
final class Witness: Sendable {
    struct Notes: Sendable {
        /// Captures that were shown as kept, by session: the most at any moment.
        var captures: [String: Int] = [:]
        /// FinalPhotos that were shown.
        var finalPhotos: Set<String> = []
        /// Captures that the record had when somebody looked: hash by path.
        var rows: [String: String] = [:]
        /// Milliseconds from the last press of the shutter, of guests who did not dawdle.
        var finalPhoto: [Int] = []
        var printJob: [Int] = []
        /// How long each life took until it spoke.
        var launches: [Int: Int] = [:]
        /// Latencies that came and went between two looks.
        var missed = 0
        /// Sessions whose guests took their time in between.
        var dawdlers: Set<String> = []
        /// The one that latencies are of.
        var lastWithCaptures = ""
    }

    private let folder: EventFolder
    private let notes = Mutex(Notes())
    private let sight = Mutex<(life: Int, sight: Sight)?>(nil)
    private let isDone = Atomic(false)

    init(_ folder: EventFolder) { self.folder = folder }

    var noted: Notes { notes.withLock { $0 } }

    /// Looks 20 times a second. Blocks until `leave`.
    func look(at booth: NightBooth) {
        while !isDone.load(ordering: .relaxed) {
            let life = booth.life
            if let state = try? BoothControl.send("status", to: folder), let seen = Sight(state) {
                let took = Int((.now - booth.began) / .milliseconds(1))
                notes.withLock { if $0.launches[life] == nil { $0.launches[life] = took } }
                note(seen, life)
            } else {
                sight.withLock { $0 = nil }
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    func leave() { isDone.store(true, ordering: .relaxed) }

    /// The booth as it was a moment ago; nil when it does not answer.
    var now: Sight? { sight.withLock { $0?.sight } }

    func dawdles(_ session: String) { notes.withLock { _ = $0.dawdlers.insert(session) } }

    /// What the record has of sessions; from now on it may not be lost.
    func note(_ sessions: [Session]) {
        notes.withLock { notes in
            for capture in sessions.flatMap(\.captures) { notes.rows[capture.path] = capture.sha256 }
        }
    }

    private func note(_ seen: Sight, _ life: Int) {
        let before = sight.withLock { sight in
            defer { sight = (life, seen) }
            return sight.flatMap { $0.life == life ? $0.sight : nil }
        }
        notes.withLock { notes in
            if let session = seen.session {
                notes.captures[session] = max(notes.captures[session] ?? 0, seen.captures)
                if seen.captures > 0 { notes.lastWithCaptures = session }
            }
            if let path = seen.finalPhoto { notes.finalPhotos.insert(path) }
            let isQuick = !notes.dawdlers.contains(notes.lastWithCaptures)
            func news(_ latency: KeyPath<Sight, Sight.Latency>) -> Int? {
                let fresh = seen[keyPath: latency].count - (before?[keyPath: latency].count ?? 0)
                notes.missed += max(0, fresh - 1)
                return fresh > 0 && isQuick ? seen[keyPath: latency].newest : nil
            }
            if let time = news(\.finalPhotos) { notes.finalPhoto.append(time) }
            if let time = news(\.printJobs) { notes.printJob.append(time) }
        }
    }
}
