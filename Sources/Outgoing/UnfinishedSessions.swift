public import Darkroom
import Faults
public import Sessions
public import Work

/// What a booth that was closed or cut off left undone, done as its next launch would, so that whoever sends without a booth sends all of it: the
/// session that was under way is closed, FinalPhotos are made that nobody came to making, and what is to be sent of both is put
/// into the outbox.
///
///     try await UnfinishedSessions(darkroom).finish { line in … }
public struct UnfinishedSessions: Sendable {
    private let darkroom: Darkroom
    private let time: TimeSource

    public init(_ darkroom: Darkroom, time: TimeSource = .system) { (self.darkroom, self.time) = (darkroom, time) }

    private var record: EventRecord { darkroom.record }
    private var now: Moment { Moment(milliseconds: time.wall) }

    /// Nothing happens while a booth runs on the event, which does it by itself.
    ///
    /// - Parameter say: hears what was done, and what could not be, a line each.
    public func finish(_ say: (String) -> Void) async throws(SessionsError) {
        let isUnderWay = try await record.active() != nil
        if !isUnderWay { guard try await !record.unfinished().isEmpty else { return } }
        let lock: EventLock
        do throws(SessionsError) {
            lock = try await time.offPool { [folder = record.folder] () throws(SessionsError) in try EventLock(folder) }
        } catch {
            guard case .engineRuns = error else { throw error }
            return
        }
        defer { withExtendedLifetime(lock) {} }
        if try await record.active() != nil, let number = try await record.launch(at: now)?.number {
            say("session #\(number) was cut off and is kept as recovered")
        }
        for session in try await record.unfinished() {
            guard let layout = session.layout, let number = session.number else { continue }
            do throws(DarkroomError) {
                var darkroom = darkroom
                (darkroom.options.finalPhoto, darkroom.options.animation) = (
                    session.lacksFinalPhoto, session.lacksMotion
                )
                let prepared = try await time.offPool { [darkroom] () throws(DarkroomError) in
                    try darkroom.prepared(layout)
                }
                let made = try await darkroom.develop(session.id, with: prepared)
                for one in made { say("session #\(number) has its \(one.kind.title) after all: \(one.path ?? "none")") }
            } catch {
                say("session #\(number): \(error)")
                continue
            }
            try await record.queue(session.id, upTo: .messages, at: now)
        }
    }
}
