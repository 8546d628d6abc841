internal import Dispatch
internal import Faults
internal import Glibc
internal import Synchronization

/// Text on its way to whoever may stop reading it: a terminal after Ctrl-S, a log pipe that nobody empties. Whoever says
/// something never waits; the writing is done on a thread of its own.
///
/// Lines are kept, in order, up to a bound; of more than that the oldest go, and a line tells how many. A picture at the
/// bottom of a terminal is not kept at all: it is painted anew when there is room, so that the newest is seen and none
/// before it.
///
///     let errors = PacedWriter(to: STDERR_FILENO)
///     errors.say("booth: the printer is back\n")
///     errors.flush(within: .seconds(1))
public final class PacedWriter: Sendable {
    /// What is to be written for the lines that were said since the last time, all of them together, and for what is to be
    /// seen below them.
    public typealias Painter = @Sendable (_ lines: String) -> String

    private struct State {
        var texts: [String] = []
        var bytes = 0
        var dropped = 0
        var isTouched = false
        var isDraining = false
        var isStalled = false
        var painter: Painter?
    }

    private let bound: Int
    private let write: @Sendable (String) -> Void
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "boothkit.paced-writer")

    /// - Parameter bound: how many bytes may wait to be written.
    public convenience init(to descriptor: Int32, bound: Int = 1 << 20) {
        // An error concerns this text only: a disk that was full may have room for the next one.
        self.init(bound: bound) { text in _ = writeAll(text, to: descriptor) }
    }

    /// - Parameter write: gets one text at a time and may block.
    public init(bound: Int = 1 << 20, _ write: @escaping @Sendable (String) -> Void) {
        (self.bound, self.write) = (bound, write)
    }

    /// Whole lines, with their ends.
    public func say(_ text: String) {
        guard !text.isEmpty else { return }
        change { state in
            state.texts.append(text)
            state.bytes += text.utf8.count
            var surplus = 0
            while state.bytes > bound, surplus < state.texts.count - 1 {
                state.bytes -= state.texts[surplus].utf8.count
                state.dropped += state.texts[surplus].utf8.count { $0 == UInt8(ascii: "\n") }
                surplus += 1
            }
            state.texts.removeFirst(surplus)
        }
    }

    /// Who paints from now on; nil: lines are written as they are.
    public func paint(by painter: Painter?) { state.withLock { $0.painter = painter } }

    /// What the painter would paint has changed.
    public func touch() { change { $0.isTouched = true } }

    /// Waits until all that was said before is written; false when `limit` has passed first. Blocks.
    @discardableResult
    public func flush(within limit: Duration) -> Bool {
        assertOffPool()
        let isThrough = DispatchSemaphore(value: 0)
        queue.async { isThrough.signal() }
        let (seconds, fraction) = limit.components
        let wait = DispatchTimeInterval.milliseconds(Int(seconds * 1000 + fraction / 1_000_000_000_000_000))
        guard isThrough.wait(timeout: .now() + wait) == .timedOut else { return true }
        state.withLock { $0.isStalled = true }
        return false
    }

    /// A flush was in vain, and nothing has been written since.
    public var isStalled: Bool { state.withLock { $0.isStalled } }

    private func change(_ body: (inout State) -> Void) {
        let begins = state.withLock { state in
            body(&state)
            defer { state.isDraining = true }
            return !state.isDraining
        }
        if begins { queue.async { self.drain() } }
    }

    private func drain() {
        while let (lines, painter) = next() {
            let text = painter.map { $0(lines) } ?? lines
            if !text.isEmpty { write(text) }
            state.withLock { $0.isStalled = false }
        }
    }

    /// The lines that wait, and who paints; nil when there is nothing to do.
    private func next() -> (String, Painter?)? {
        state.withLock { state in
            guard !state.texts.isEmpty || state.isTouched else {
                state.isDraining = false
                return nil
            }
            let (count, one) = (state.dropped, state.dropped == 1)
            let notice = count == 0 ? "" : "… \(counted(count, "line")) \(one ? "was" : "were") dropped\n"
            defer { (state.texts, state.bytes, state.dropped, state.isTouched) = ([], 0, 0, false) }
            return (notice + state.texts.joined(), state.painter)
        }
    }
}

/// Writes all of `text`; 0, or the `errno` that stopped it. Blocks for as long as the reader does not read.
public func writeAll(_ text: String, to descriptor: Int32) -> Int32 {
    assertOffPool()
    var text = text
    return text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                // Somebody who shares the descriptor made it non-blocking.
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }
}
