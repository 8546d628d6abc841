internal import StrictJSON
internal import Synchronization
internal import Work

/// A process that owns one camera, seen from the booth. A request that is not answered in time ends the process; so does
/// anything on the wire that no worker says.
final class WorkerLink: Link {
    private struct Pending {
        let id: UInt32
        let deadline: Duration
        var lastSign: TimeSource.Instant
        let end: TimeSource.Instant
        /// nil when the one who asked has gone; the answer is still awaited, for the camera is busy with it.
        var continuation: CheckedContinuation<Result<Reply, LinkError>, Never>?
    }

    private struct State {
        var nextID: UInt32 = 1
        var pending: [Pending] = []
        var cancelledEarly: Set<UInt32> = []
        var ended: LinkError?
        var log = RingLog()
        var flood = FloodGauge()
    }

    private let child: WorkerProcess
    private let time: TimeSource
    private let state = Mutex(State())
    /// However much progress there is, a request ends after this many deadlines.
    private static let patience = 8

    init(_ program: WorkerProgram, time: TimeSource = .system) throws(LinkError) {
        self.time = time
        child = try WorkerProcess(program)
        onOwnThread("boothkit.camera") { [self] in listen() }
    }

    var log: [String] { state.withLock { $0.log.lines } }

    func end() { close(.ended("ended by the booth")) }

    func ask(_ request: Request, within deadline: Duration) async throws(LinkError) -> Reply {
        let id = state.withLock { state in
            defer { state.nextID += 1 }
            return state.nextID
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let refusal: LinkError? = state.withLock { state in
                    if let ended = state.ended { return ended }
                    if state.cancelledEarly.remove(id) != nil { return .cancelled }
                    let now = time.now
                    state.pending.append(
                        Pending(
                            id: id, deadline: deadline, lastSign: now, end: now + deadline * Self.patience,
                            continuation: continuation))
                    return nil
                }
                if let refusal { return continuation.resume(returning: .failure(refusal)) }
                watch(id, for: deadline)
                // The worker reads at once; requests that pile up unread are those of one that hangs.
                if !child.wire.write(Frame(.request, id: id, request.json), waits: false) {
                    close(.ended("it takes no requests"))
                }
            }
        } onCancel: {
            cancel(id)
        }
        _ = state.withLock { $0.cancelledEarly.remove(id) }
        return try result.get()
    }

    private func cancel(_ id: UInt32) {
        let continuation = state.withLock { state in
            guard let index = state.pending.firstIndex(where: { $0.id == id }) else {
                state.cancelledEarly.insert(id)
                return CheckedContinuation<Result<Reply, LinkError>, Never>?.none
            }
            return state.pending[index].continuation.take()
        }
        continuation?.resume(returning: .failure(.cancelled))
    }

    /// Ends everything when request `id` has shown no sign of life for its deadline.
    private func watch(_ id: UInt32, for duration: Duration) {
        time.after(duration) { [weak self] in
            guard let self else { return }
            let rest: Duration? = state.withLock { state in
                guard let one = state.pending.first(where: { $0.id == id }) else { return nil }
                return min(one.lastSign + one.deadline, one.end) - time.now
            }
            guard let rest else { return }
            rest > .milliseconds(1) ? watch(id, for: rest) : close(.timedOut)
        }
    }

    private func close(_ reason: LinkError) {
        let orphans = state.withLock { state in
            state.ended = state.ended ?? reason
            defer { state.pending = [] }
            return state.pending
        }
        child.kill()
        for one in orphans { one.continuation?.resume(returning: .failure(reason)) }
    }

    /// On a thread of its own until the process is gone and reaped.
    private func listen() {
        var reason = LinkError.ended("its process ended")
        do throws(Frame.Garbage) {
            while let frame = try child.wire.read() {
                guard take(frame) else {
                    reason = .ended("its process sent more than anybody asked for")
                    break
                }
            }
        } catch {
            reason = .ended("its process sent nonsense")
        }
        close(reason)
        let cause = child.reap()
        state.withLock { $0.log.add("the camera's process ended: \(cause)") }
    }

    /// False when there is too much of it.
    private func take(_ frame: Frame) -> Bool {
        var answered: (CheckedContinuation<Result<Reply, LinkError>, Never>?, Result<Reply, LinkError>)?
        let isFine = state.withLock { state in
            let index = state.pending.firstIndex { $0.id == frame.id }
            switch frame.kind {
            case .reply, .failure:
                guard let index else { return state.flood.allows(frame, at: time.now) }
                let one = state.pending.remove(at: index)
                answered = (one.continuation, Self.result(frame))
                return true
            case .progress:
                if let index { state.pending[index].lastSign = time.now }
                return state.flood.allows(frame, at: time.now)
            case .log:
                if case .object(let members) = frame.value, case .string(let line)? = members.first?.value {
                    state.log.add(line)
                }
                return state.flood.allows(frame, at: time.now)
            case .request:
                return false
            }
        }
        if let (continuation, result) = answered { continuation?.resume(returning: result) }
        return isFine
    }

    private static func result(_ frame: Frame) -> Result<Reply, LinkError> {
        guard frame.kind == .failure else { return .success(Reply(frame.value, bytes: frame.bytes)) }
        let node = JSONNode(frame.value, at: .document("camera"))
        guard let keys = try? node.object(), let code = try? keys.required("code").int(in: -100_000...0),
            let text = try? keys.required("text").string(limit: 16_384)
        else { return .failure(.refused(code: -1, text: "")) }
        return .failure(.refused(code: code, text: text))
    }
}

/// The newest lines of a log, each cut to a sane length.
struct RingLog: Sendable {
    private(set) var lines: [String] = []

    mutating func add(_ line: String) {
        if lines.count >= 200 { lines.removeFirst(lines.count - 199) }
        lines.append(String(line.unicodeScalars.prefix(300).map { $0.value < 32 ? " " : Character($0) }))
    }
}

/// How much comes unasked: more than 500 frames or 32 MB within a second is a worker gone mad.
struct FloodGauge: Sendable {
    private var began: TimeSource.Instant?
    private var frames = 0
    private var bytes = 0

    mutating func allows(_ frame: Frame, at now: TimeSource.Instant) -> Bool {
        if began.map({ now - $0 > .seconds(1) }) ?? true { (began, frames, bytes) = (now, 0, 0) }
        frames += 1
        bytes += frame.bytes.count
        return frames <= 500 && bytes <= 32 << 20
    }
}
