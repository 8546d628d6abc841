import Glibc
import Synchronization
import Work

/// All connections of a listener, and for whom each of them waits.
final class Connections: Sendable {
    typealias Instant = TimeSource.Instant

    private struct Entry {
        let socket: Int32
        /// Since when the client has been owing the rest of a request; nil: it is being answered.
        var waiting: Instant?
    }

    private let entries = Mutex<(next: Int, all: [Int: Entry])>((0, [:]))

    var count: Int { entries.withLock { $0.all.count } }

    func add(_ socket: Int32, at now: Instant) -> Int {
        entries.withLock { entries in
            entries.next += 1
            entries.all[entries.next] = Entry(socket: socket, waiting: now)
            return entries.next
        }
    }

    /// Its socket is still open, so that nobody cuts another one of that number.
    func remove(_ number: Int) { entries.withLock { $0.all[number] = nil } }

    func answers(_ number: Int) { entries.withLock { $0.all[number]?.waiting = nil } }
    func waits(_ number: Int, since now: Instant) { entries.withLock { $0.all[number]?.waiting = now } }

    /// Cuts those that have been waiting since that moment or longer.
    func cut(waitingSince limit: Instant) {
        entries.withLock { entries in
            for entry in entries.all.values where entry.waiting.map({ $0 <= limit }) ?? false { cut(entry) }
        }
    }

    /// Where there are as many as there may be, cuts the one that has waited longest for its client, or else the oldest.
    func makeRoom(below limit: Int) {
        entries.withLock { entries in
            guard entries.all.count >= limit else { return }
            let patient = entries.all.filter { $0.value.waiting != nil }
                .min { ($0.value.waiting!, $0.key) < ($1.value.waiting!, $1.key) }
            guard let (number, entry) = patient ?? entries.all.min(by: { $0.key < $1.key }) else { return }
            // Counts no more, even if its thread takes a moment to end.
            entries.all[number] = nil
            cut(entry)
        }
    }

    private func cut(_ entry: Entry) { shutdown(entry.socket, Int32(SHUT_RDWR)) }
}
