import CCurl
import Glibc
import Synchronization
import Work

/// One exchange on its way. What others say and ask goes through `state`; all else belongs to the wire's thread, where libcurl
/// calls back. That is why it may be shared.
final class Transfer: @unchecked Sendable {
    let order: Order
    private let time: TimeSource
    private let mailbox: WireMailbox

    private struct State {
        var continuation: CheckedContinuation<Landing, Never>?
        var began: TimeSource.Instant?
        var isConnected = false
        var moved: TimeSource.Instant?
        var cut: Landing.End?
        var isOver = false
        var watch: Task<Void, Never>?
    }

    private let state = Mutex(State())
    /// What it holds while libcurl works on it.
    var hold = TransferHold()

    init(_ order: Order, _ time: TimeSource, _ mailbox: WireMailbox) {
        (self.order, self.time, self.mailbox) = (order, time, mailbox)
    }

    func wait(by continuation: CheckedContinuation<Landing, Never>) {
        state.withLock { $0.continuation = continuation }
    }

    /// Ends it for this reason, unless it has ended, or is about to for another one.
    func cut(_ reason: Landing.End) {
        let isFirst = state.withLock { state in
            guard !state.isOver, state.cut == nil else { return false }
            state.cut = reason
            return true
        }
        if isFirst { mailbox.post(.end(self)) }
    }

    var isCut: Bool { state.withLock { $0.cut != nil } }

    var isConnected: Bool { state.withLock { $0.isConnected } }

    /// A connection stands, and the request is about to go out.
    func noteConnection() { state.withLock { ($0.isConnected, $0.moved) = (true, time.now) } }

    func noteMovement() { state.withLock { $0.moved = time.now } }

    /// False when it was cancelled before.
    func begin() -> Bool {
        hold.began = .now
        let isFirst = state.withLock { state in
            guard state.cut == nil else { return false }
            state.began = time.now
            return true
        }
        guard isFirst else { return false }
        let watch = Task { await self.watch() }
        state.withLock { $0.watch = watch }
        return true
    }

    /// Gives how it ended to whoever waits; nil: it was cut before it began.
    func land(_ landing: Landing? = nil) {
        let (continuation, watch, cut) = state.withLock { state in
            state.isOver = true
            defer { (state.continuation, state.watch) = (nil, nil) }
            return (state.continuation, state.watch, state.cut)
        }
        watch?.cancel()
        var landing = landing ?? Landing(end: .cancelled)
        // One that was complete when its end was asked for is complete.
        if let cut, landing.end != .answered { landing.end = cut }
        continuation?.resume(returning: landing)
    }

    /// Ends a transfer of which nothing is heard. libcurl's own limits are no use for that: the one of low speed works on a
    /// moving average, so that it comes seconds late after something was uploaded.
    private func watch() async {
        while let (end, reason) = patience {
            guard time.now < end else { return cut(reason) }
            do throws(CancellationError) { try await time.sleep(until: end) } catch { return }
        }
    }

    /// When it has waited long enough, and how it ends then; nil when it is over.
    private var patience: (TimeSource.Instant, Landing.End)? {
        state.withLock { state in
            guard !state.isOver, state.cut == nil, let began = state.began else { return nil }
            let all = (began + order.limits.all, Landing.End.late)
            let next =
                state.isConnected
                ? ((state.moved ?? began) + order.limits.silence, Landing.End.stalled)
                : (began + order.limits.connecting, .notConnected)
            return next.0 < all.0 ? next : all
        }
    }
}
