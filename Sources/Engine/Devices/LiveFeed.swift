import Capture
import Synchronization
import Work

/// The newest frame of the camera's live view, for whoever asks for the next one. The camera shows its live view only while
/// somebody has asked within the last two seconds and the step in hand shows it: it heats up, and drains its battery.
///
///     if let frame = await engine.live.next(after: 41) { show(frame.jpeg) }
public final class LiveFeed: Sendable {
    public struct Frame: Sendable {
        /// Counts up over the whole launch.
        public let number: Int
        /// A whole JPEG.
        public let jpeg: [UInt8]
        /// What the booth was doing when it was taken. A frame of another step is an old one.
        let place: Place
    }

    /// How long a frame is waited for, and how long after the last wish the live view stays on.
    public static let patience = Duration.seconds(2)
    /// Between two frames while nobody has begun.
    private static let restful = Duration.milliseconds(100)

    private struct State {
        var newest: Frame?
        var count = 0
        var published: TimeSource.Instant?
        var asked: TimeSource.Instant?
        var isRunning = false
        var next = 0
        var waiting: [Int: CheckedContinuation<Frame?, Never>] = [:]
        var recorders: [Int: AsyncStream<LiveFrame>.Continuation] = [:]
    }

    private let state = Mutex(State())
    private let camera: any Camera
    private let view: PublishedView
    private let time: TimeSource

    init(_ camera: any Camera, _ view: PublishedView, _ time: TimeSource) {
        (self.camera, self.view, self.time) = (camera, view, time)
    }

    /// The newest frame that is not the one which the caller has, waited for if need be; nil: none came within two seconds, since
    /// the step shows no live view, or the camera gives none.
    /// - Parameters:
    ///   - number: that of the caller's frame; 0: none. One of another launch is any.
    ///   - skipping: so many frames after that one are passed over.
    public func next(after number: Int, skipping: Int = 0) async -> Frame? {
        await time.within(Self.patience) { [self] () -> Frame? in
            while !Task.isCancelled, await view.first(where: { $0.livePlace != nil }) != nil {
                guard let frame = await frame(otherThan: number) else { continue }
                guard frame.number <= number + skipping, frame.number > number, number > 0 else { return frame }
                if let later = await self.frame(otherThan: frame.number) { return later }
            }
            return nil
        } ?? nil
    }

    /// Whether it is still one of what the booth is doing.
    func isShown(_ frame: Frame) -> Bool { frame.place == view.now.livePlace }

    /// nil: what is waited for has changed.
    private func frame(otherThan number: Int) async -> Frame? {
        let turn = state.withLock { state in
            state.next += 1
            return state.next
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (frame, begins): (Frame??, Bool) = state.withLock { state in
                    state.asked = time.now
                    if Task.isCancelled { return (.some(nil), false) }
                    defer { state.isRunning = true }
                    if let newest = state.newest, newest.number != number, newest.place == view.now.livePlace {
                        return (.some(newest), !state.isRunning)
                    }
                    state.waiting[turn] = continuation
                    return (nil, !state.isRunning)
                }
                if let frame { continuation.resume(returning: frame) }
                if begins { Task { await run() } }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: turn) }?.resume(returning: nil)
        }
    }

    /// Has the camera show its live view until nobody wants it any more.
    private func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                for await frame in await camera.liveView() { take(frame) }
                // A camera without one, or one that was closed: who waits, waits for another.
                try? await time.sleep(for: Self.patience)
            }
            group.addTask { [self] in await untilUnwanted() }
            group.addTask { [self] in _ = await view.first { $0.livePlace == nil } }
            await group.next()
            group.cancelAll()
        }
        let left = state.withLock { state in
            (state.isRunning, state.newest) = (false, nil)
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        // They ask again, and so begin it again.
        for one in left { one.resume(returning: nil) }
    }

    private func untilUnwanted() async {
        while let asked = state.withLock({ $0.asked }), asked + Self.patience > time.now {
            guard (try? await time.sleep(until: asked + Self.patience)) != nil else { return }
        }
    }

    private func take(_ taken: LiveFrame) {
        guard let place = view.now.livePlace else { return }
        let (now, isAtRest) = (time.now, view.now.step?.word == "attract")
        for recorder in state.withLock({ Array($0.recorders.values) }) { recorder.yield(taken) }
        let (frame, waiting): (Frame?, [CheckedContinuation<Frame?, Never>]) = state.withLock { state in
            if isAtRest, let published = state.published, now - published < Self.restful { return (nil, []) }
            (state.count, state.published) = (state.count + 1, now)
            let frame = Frame(number: state.count, jpeg: taken.jpeg, place: place)
            state.newest = frame
            defer { state.waiting = [:] }
            return (frame, Array(state.waiting.values))
        }
        for one in waiting { one.resume(returning: frame) }
    }

    /// Every frame that comes from now on, none left out, as long as the camera shows its live view for somebody.
    func recorded() -> Recorded {
        // Ten seconds' worth wait while the disk is busy.
        let (stream, continuation) = AsyncStream<LiveFrame>.makeStream(bufferingPolicy: .bufferingOldest(300))
        let number = state.withLock { state in
            state.next += 1
            state.recorders[state.next] = continuation
            return state.next
        }
        return Recorded(stream: stream) { [self] in
            state.withLock { $0.recorders.removeValue(forKey: number) }?.finish()
        }
    }

    struct Recorded: Sendable {
        fileprivate let stream: AsyncStream<LiveFrame>
        let end: @Sendable () -> Void

        /// nil: none came in time.
        func next(until instant: TimeSource.Instant, _ time: TimeSource) async -> LiveFrame? {
            let stream = stream
            return await time.within(max(.zero, instant - time.now)) {
                for await frame in stream { return frame }
                return nil
            } ?? nil
        }
    }

    /// For tests: whether the camera is asked for its live view.
    var isRunning: Bool { state.withLock { $0.isRunning } }
}

extension OperatorView {
    /// What the live view is shown for now; nil: it is not. While the picture is taken nothing may be seen that was before it.
    var livePlace: Place? {
        guard guest.phase == .running, let step = guest.step, step.isLive, !step.isShooting else { return nil }
        return guest.place
    }
}
