import Faults
import Sessions
import Synchronization
import Work

/// Looks every second whether somebody has set the wall clock: a time server that was late, a hand, summer time done wrong.
/// Durations do not care. What is shown by wall time moves along, and nothing is thrown away for its age until the
/// booth is started anew.
struct ClockWatch: Sendable {
    let context: Context

    func run() async {
        var offset = offset
        while (try? await context.time.sleep(for: .seconds(1))) != nil {
            let jump = self.offset - offset
            guard abs(jump) > 1_000 else { continue }
            offset += jump
            context.say("the clock was set \(jump < 0 ? "back" : "forward") by \(counted(abs(jump) / 1_000, "second"))")
            context.clock.noteJump()
            context.view.change { view in
                guard var step = view.step else { return }
                step.fireAt = step.fireAt.map { $0 + .milliseconds(jump) }
                step.deadline = step.deadline.map { $0 + .milliseconds(jump) }
                step.opensAt = step.opensAt.map { $0 + .milliseconds(jump) }
                view.step = step
            }
        }
    }

    /// Of the wall clock against the one that never jumps, in milliseconds.
    private var offset: Int { context.time.wall - Int((context.time.now - context.clock.origin) / .milliseconds(1)) }
}

/// What is known of the wall clock since the booth was opened.
final class WallClock: Sendable {
    let origin: TimeSource.Instant
    private let jumps = Mutex(0)

    init(_ time: TimeSource) { origin = time.now }

    /// Somebody has set it while the booth ran.
    var hasJumped: Bool { jumps.withLock { $0 > 0 } }
    func noteJump() { jumps.withLock { $0 += 1 } }
}
