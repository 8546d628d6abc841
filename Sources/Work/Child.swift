public import Faults
internal import Glibc
internal import Synchronization

/// A program that is run once, in a process group of its own, so that what it starts ends with it. Of this process it gets
/// the descriptors that it is given, no signal mask, and SIGPIPE as it was by default.
///
///     let child = Child(["rclone", "copy", path, "remote:"], adding: ["LC_ALL": "C"], output: .captured(4096))
///     let outcome = await child.result(within: .seconds(30))
///     if outcome.end != .exited(0) { say("rclone: \(outcome.end)") }
public final class Child: Sendable {
    /// What it reads.
    public enum Input: Sendable {
        case nothing
        /// Stays the caller's, who may close it once the child is started.
        case descriptor(Int32)
    }

    /// Where it writes.
    public enum Output: Sendable, Equatable {
        /// Of what it writes, the first bytes are kept, at most so many; the rest is read and dropped.
        case captured(Int)
        /// To where this process writes.
        case passedOn
        /// Stays the caller's.
        case descriptor(Int32)
        case dropped
        /// For standard error: to where standard output goes.
        case joined
    }

    /// It could not be started.
    public struct NotStarted: Fault, Equatable {
        public let program: String
        public let reason: String

        public var report: FaultReport {
            FaultReport("\(program): it cannot be started (\(reason))", remedy: "install it", status: .configuration)
        }
    }

    /// What it may use; the kernel ends it when it takes more processor time, and gives it no more memory.
    public struct Limits: Sendable {
        /// Seconds of all of its threads.
        public var processor: Int?
        /// Bytes of address space.
        public var memory: Int?

        /// By how much it stands back behind others for the processor: 0, or up to 19.
        public var niceness: Int

        public init(processor: Int? = nil, memory: Int? = nil, niceness: Int = 0) {
            (self.processor, self.memory, self.niceness) = (processor, memory, niceness)
        }
    }

    let words: [String]
    let limits: Limits
    let folder: String?
    let added: [String: String]
    let removed: Set<String>
    let (input, output, errors): (Input, Output, Output)
    private let state = Mutex(State.fresh)

    private enum State {
        case fresh
        /// With why its end was asked for, if it was.
        case running(Running, ending: Outcome.End?)
        case over(Outcome.End)
    }

    struct Running: Sendable {
        let process: pid_t
        let streams: Streams
        let began = ContinuousClock.now
    }

    /// - Parameters:
    ///   - words: the program, a path or a name that is looked up in PATH, and its arguments.
    ///   - folder: where it runs; a relative path of a program begins there.
    public init(
        _ words: [String], in folder: String? = nil, adding added: [String: String] = [:],
        removing removed: Set<String> = [], input: Input = .nothing, output: Output = .dropped,
        errors: Output = .joined, limits: Limits = Limits()
    ) {
        precondition(!words.isEmpty, "a child needs a program")
        (self.words, self.folder, self.added, self.removed, self.limits) = (words, folder, added, removed, limits)
        (self.input, self.output, self.errors) = (input, output, errors)
    }

    /// Starts it. One whose end was asked for already is not started. Whoever starts it must call `finish`.
    public func start() throws(NotStarted) {
        assertOffPool()
        let failure: NotStarted? = state.withLock { state in
            guard case .fresh = state else { return nil }
            do throws(NotStarted) {
                state = .running(try spawn(), ending: nil)
                return nil
            } catch {
                state = .over(.notStarted(error.reason))
                return error
            }
        }
        if let failure { throw failure }
    }

    /// Waits for its end, and ends it when `limit` has passed since its start. What it has left behind in its group is ended,
    /// then it is reaped. Blocks.
    public func finish(within limit: Duration? = nil) -> Outcome {
        assertOffPool()
        let now = state.withLock { $0 }
        guard case .running(let running, _) = now else {
            guard case .over(let end) = now else { return Outcome(end: .ended) }
            return Outcome(end: end)
        }
        var reader = Reader(running.streams)
        if !reader.waitForEnd(until: limit.map { running.began + $0 }) {
            end(as: .timedOut)
            _ = reader.waitForEnd(until: nil)
        }
        return state.withLock { state in
            // Still unreaped, the leader keeps the number of its group from being somebody else's.
            kill(-running.process, SIGKILL)
            reader.drain()
            var (status, usage): (Int32, rusage) = (0, rusage())
            while wait4(running.process, &status, 0, &usage) < 0 && errno == EINTR {}
            var end = Outcome.End(status: status)
            if case .running(_, let reason?) = state, case .signalled = end { end = reason }
            state = .over(end)
            return Outcome(
                end: end, output: reader.output, errors: reader.errors, usage: .init(usage, wall: .now - running.began))
        }
    }

    /// Starts it and waits for its end. Blocks.
    public func run(within limit: Duration? = nil) -> Outcome {
        do throws(NotStarted) { try start() } catch { return Outcome(end: .notStarted(error.reason)) }
        return finish(within: limit)
    }

    /// Runs it while others run; it is ended when `limit` has passed by `time`, or when the caller is cancelled.
    public func result(within limit: Duration? = nil, by time: TimeSource = .system) async -> Outcome {
        let timer = limit.map { time.after($0) { self.end(as: .timedOut) } }
        defer { timer?.cancel() }
        return await withTaskCancellationHandler {
            await offPool { self.run() }
        } onCancel: {
            end()
        }
    }

    /// Ends it with all that it has started, at once (SIGKILL). One that was not started yet never will be.
    public func end() { end(as: .ended) }

    /// Sends the leader a signal, as a shell or systemd would. Nothing happens before its start and after its end.
    package func send(_ signal: Int32) {
        state.withLock { if case .running(let running, _) = $0 { kill(running.process, signal) } }
    }

    /// Asks it and all of its group to end (SIGTERM). Nothing happens before its start and after its end.
    public func askToEnd() {
        state.withLock { if case .running(let running, _) = $0 { kill(-running.process, SIGTERM) } }
    }

    private func end(as reason: Outcome.End) {
        state.withLock { state in
            switch state {
            case .fresh: state = .over(reason)
            case .running(let running, nil):
                state = .running(running, ending: reason)
                kill(-running.process, SIGKILL)
            case .running, .over: break
            }
        }
    }
}
