import Dispatch
import Synchronization
public import Work

/// How the programs that decode and encode are run: ffmpeg of this machine, each in a process of its own that can be ended at any
/// moment, with limits on what it may use. The programs' names are values, so that tests can put others in their place.
public struct Tools: Sendable {
    public var ffmpeg = "ffmpeg"
    public var ffprobe = "ffprobe"
    /// How long nothing may come out of one, or go into it, before it counts as hanging.
    public var patience = Duration.seconds(60)
    /// Each one's processor time and memory. They stand back behind all else that runs, so that no film slows the next capture; where
    /// nothing else runs, that costs nothing.
    public var limits = Child.Limits(processor: 1_200, memory: 6 << 30, niceness: 10)

    /// Asked all the time: once it is so, what runs is ended, and the film with it.
    public var isStopped: @Sendable () -> Bool = { false }

    public init() {}

    /// Nothing that asks, and no file but those that are named.
    static let quiet = ["-nostdin", "-protocol_whitelist", "file,pipe"]

    /// They keep the memory of a frame for the next one, in place of asking the kernel for each of its pages anew.
    static let environment = [
        "MALLOC_MMAP_THRESHOLD_": "\(32 << 20)", "MALLOC_TRIM_THRESHOLD_": "\(1 << 30)",
    ]

    /// Whatever fails once an end is asked for fails because of that.
    func stoppable<Value>(_ path: String, _ body: () throws(MotionError) -> Value) throws(MotionError) -> Value {
        do throws(MotionError) { return try body() } catch { throw isStopped() ? .stopped(path: path) : error }
    }

    func check(started outcome: Child.Outcome, _ program: String) throws(MotionError) {
        if case .notStarted = outcome.end { throw .notInstalled(program: program) }
    }
}

/// A child that runs beside the thread that feeds it or reads from it. It is ended when nobody has this any more.
final class RunningTool: Sendable {
    private let child: Child
    private let ending = Ending()

    private final class Ending: Sendable {
        let outcome = Mutex<Child.Outcome?>(nil)
        let group = DispatchGroup()
    }

    /// Throws when the program is not there. `pipes` are those whose other ends it has.
    init(_ child: Child, _ program: String, pipes: [ChildPipe]) throws(MotionError) {
        self.child = child
        do throws(Child.NotStarted) { try child.start() } catch { throw .notInstalled(program: program) }
        for pipe in pipes { pipe.started() }
        ending.group.enter()
        onOwnThread("boothkit.motion") { [child, ending] in
            let result = child.finish()
            ending.outcome.withLock { $0 = result }
            ending.group.leave()
        }
    }

    deinit { child.end() }

    func end() { child.end() }

    /// Waits for its end, and ends it when it takes longer than `tools` allow or when an end is asked for.
    func finish(_ tools: Tools) -> Child.Outcome {
        let end = ContinuousClock.now + tools.patience
        while ending.group.wait(timeout: .now() + 0.2) == .timedOut {
            if tools.isStopped() || ContinuousClock.now > end { child.end() }
        }
        return ending.outcome.withLock { $0! }
    }
}

extension Child.Outcome {
    /// Why it failed, in one line: the last thing that it said, or how it ended.
    var complaint: String {
        let lines = String(decoding: errors, as: UTF8.self).split(whereSeparator: \.isNewline)
            .filter { !$0.contains("[info]") }
        let last = lines.last.map { line in
            // "[mov,mp4 @ 0x55…] [error] moov atom not found": without the addresses, which differ from run to run.
            line.split(separator: "]").last.map { String($0.drop { $0 == " " }) } ?? String(line)
        }
        switch end {
        case .exited: return last ?? "\(end)"
        default: return "\(end)"
        }
    }

    var said: String { String(decoding: errors, as: UTF8.self) }
}

extension ChildPipe {
    /// `stage` and `path` are what an error names.
    static func opened(_ own: Own, for stage: String, of path: String, _ tools: Tools) throws(MotionError) -> ChildPipe
    {
        guard let pipe = ChildPipe(own, isStopped: tools.isStopped) else {
            throw .failed(stage: stage, path: path, reason: "too many open files")
        }
        return pipe
    }
}
