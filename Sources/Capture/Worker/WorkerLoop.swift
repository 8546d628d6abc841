internal import Dispatch
internal import Faults
internal import Glibc
internal import StrictJSON
internal import Synchronization
internal import Work

/// What does the work in the process that owns a camera. Calls come one after the other, and may block.
package protocol WorkerBody: AnyObject {
    func answer(_ request: Request, progress: @escaping @Sendable () -> Void) throws(LinkError) -> Reply
    /// Lines to be kept by the booth.
    func takeLog() -> [String]
    /// Leaves live view, ends the session, releases the camera.
    func close()
}

/// The life of such a process: requests from standard input until it ends or SIGTERM comes; then the camera is closed, within
/// 3 s or not at all, for a call of libgphoto2 may never return.
package func workerLoop(_ body: any WorkerBody) -> Never {
    // What the booth had open is none of ours.
    for descriptor in Int32(3)..<256 { close(descriptor) }
    let wire = Wire(STDIN_FILENO)
    let inbox = Inbox()
    // Blocked in all threads, one of which waits for it: one that comes sooner than that stays pending and is not lost.
    blockTermination()
    onOwnThread("boothkit.camera.termination") {
        waitForTermination()
        inbox.end()
    }
    onOwnThread("boothkit.camera.inbox") {
        while let frame = try? wire.read(), frame.kind == .request { inbox.put(frame) }
        inbox.end()
    }
    while let frame = inbox.take() {
        let id = frame.id
        let answer: Frame
        do throws(LinkError) {
            let request: Request
            do throws(StrictJSONError) {
                request = try Request(JSONNode(frame.value, at: .document("request")))
            } catch {
                throw .refused(code: -2, text: error.description)
            }
            let pace = Pace()
            let reply = try body.answer(request) {
                if pace.isDue() { _ = wire.write(Frame(.progress, id: id)) }
            }
            answer = Frame(.reply, id: id, reply.value, bytes: reply.bytes)
        } catch {
            guard case .refused(let code, let text) = error else { break }
            answer = Frame(.failure, id: id, ["code": .integer(code), "text": .string(text)])
        }
        for line in body.takeLog() { _ = wire.write(Frame(.log, id: 0, ["line": .string(line)])) }
        guard wire.write(answer) else { break }
    }
    inbox.end()
    body.close()
    exit(0)
}

private func terminationAlone() -> sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTERM)
    return signals
}

private func blockTermination() {
    var signals = terminationAlone()
    pthread_sigmask(SIG_BLOCK, &signals, nil)
}

private func waitForTermination() {
    var (signals, received) = (terminationAlone(), Int32(0))
    sigwait(&signals, &received)
}

/// Requests on their way from the reading thread to the working one.
private final class Inbox: Sendable {
    private let frames = Mutex<(waiting: [Frame], isOver: Bool)>(([], false))
    private let signal = DispatchSemaphore(value: 0)

    func put(_ frame: Frame) {
        frames.withLock { $0.waiting.append(frame) }
        signal.signal()
    }

    /// What waits is not worked off any more.
    func end() {
        let isFirst = frames.withLock { state in
            defer { state = ([], true) }
            return !state.isOver
        }
        guard isFirst else { return }
        signal.signal()
        TimeSource.system.after(.seconds(3)) { _exit(1) }
    }

    func take() -> Frame? {
        while true {
            let (frame, isOver) = frames.withLock { state in
                (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isOver)
            }
            if isOver { return nil }
            if let frame { return frame }
            signal.wait()
        }
    }
}

/// Lets one sign of life through every 100 ms.
private final class Pace: Sendable {
    private let last = Mutex(ContinuousClock.now)

    func isDue() -> Bool {
        last.withLock { last in
            guard ContinuousClock.now - last > .milliseconds(100) else { return false }
            last = .now
            return true
        }
    }
}
