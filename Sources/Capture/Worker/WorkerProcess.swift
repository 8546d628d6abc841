internal import Glibc
internal import Work

/// What to run as the owner of a camera.
public struct WorkerProgram: Sendable, Equatable {
    public let path: String
    public let arguments: [String]
    /// Added to the environment of this process.
    public let environment: [String: String]

    public init(path: String, arguments: [String], environment: [String: String] = [:]) {
        (self.path, self.arguments, self.environment) = (path, arguments, environment)
    }
}

/// A running worker: standard input is its end of the wire, standard output and error lead nowhere, for libraries chatter.
final class WorkerProcess: Sendable {
    let wire: Wire
    let child: Child

    init(_ program: WorkerProgram) throws(LinkError) {
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw .cannotStart(program: program.path, reason: String(cString: strerror(errno)))
        }
        wire = Wire(ends[0])
        defer { close(ends[1]) }
        // Settings of libgphoto2 are neither read nor left behind: its folder below HOME cannot exist. LC_ALL=C, because choices
        // of settings come translated otherwise. A group of its own: Ctrl-C in a terminal is for the booth, which then closes
        // the camera in order.
        child = Child(
            [program.path] + program.arguments,
            adding: program.environment.merging(["LC_ALL": "C", "HOME": "/dev/null"]) { $1 }, removing: ["LANGUAGE"],
            input: .descriptor(ends[1]))
        do throws(Child.NotStarted) { try child.start() } catch {
            throw .cannotStart(program: error.program, reason: error.reason)
        }
    }

    deinit { close(wire.descriptor) }

    /// At once: a process that is stuck in a call of a C library hears nothing but SIGKILL.
    func kill() { child.end() }

    /// Waits for the end of the process; how it ended. Blocks.
    func reap() -> Child.Outcome.End { child.finish().end }
}
