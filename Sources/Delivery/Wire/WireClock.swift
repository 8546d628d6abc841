import Synchronization
import Work

/// Has the wire's thread look twice a second, while something is under way, whether it has waited long enough. One task for all:
/// a sleep for each transfer would stay in memory until its time has come, long after the transfer has ended.
final class WireClock: Sendable {
    private struct State {
        var isNeeded = false
        var ticking: Task<Void, Never>?
    }

    private let state = Mutex(State())
    private let mailbox: WireMailbox
    private let time: TimeSource

    init(_ mailbox: WireMailbox, _ time: TimeSource) { (self.mailbox, self.time) = (mailbox, time) }

    func isNeeded(_ isNeeded: Bool) {
        state.withLock { state in
            state.isNeeded = isNeeded
            guard isNeeded, state.ticking == nil else { return }
            state.ticking = Task { await self.tick() }
        }
    }

    func stop() { state.withLock { $0.ticking }?.cancel() }

    private func tick() async {
        while goesOn() {
            do throws(CancellationError) { try await time.sleep(for: .milliseconds(500)) } catch { return }
            mailbox.post(.look)
        }
    }

    private func goesOn() -> Bool {
        state.withLock { state in
            if !state.isNeeded { state.ticking = nil }
            return state.isNeeded
        }
    }
}
