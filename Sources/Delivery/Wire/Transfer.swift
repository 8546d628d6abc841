import CCurl
import Glibc
import Synchronization
import Work

/// One exchange on its way. What others ask of it goes through `state`; all else belongs to the wire's thread, where libcurl
/// calls back. That is why it may be shared.
final class Transfer: @unchecked Sendable {
    let order: Order
    let time: TimeSource
    private let mailbox: WireMailbox

    private struct State {
        var continuation: CheckedContinuation<Landing, Never>?
        var cut: Landing.End?
        var isOver = false
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

    /// Gives how it ended to whoever waits; nil: it was cut before it began.
    func land(_ landing: Landing? = nil) {
        let (continuation, cut) = state.withLock { state in
            state.isOver = true
            defer { state.continuation = nil }
            return (state.continuation, state.cut)
        }
        var landing = landing ?? Landing(end: .cancelled)
        // One that was complete when its end was asked for is complete.
        if let cut, landing.end != .answered { landing.end = cut }
        continuation?.resume(returning: landing)
    }
}

// What the wire's thread says and asks.
extension Transfer {
    /// False when it was cancelled before.
    func begin() -> Bool {
        guard !isCut else { return false }
        hold.watch = TransferHold.Watch(began: time.now)
        return true
    }

    /// A connection stands, and the request is about to go out.
    func noteConnection() {
        hold.watch.isConnected = true
        noteMovement()
    }

    func noteMovement() { hold.watch.moved = time.now }

    /// Cuts it when nothing was heard of it for too long. libcurl's own limits are no use for that: the one of low speed works on
    /// a moving average, so that it comes seconds late after something was uploaded.
    func look() {
        if let reason = hold.watch.end(by: order.limits, at: time.now) { cut(reason) }
    }
}
