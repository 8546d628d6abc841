internal import Glibc
internal import Synchronization

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
    let pid: pid_t
    let wire: Wire
    private let isReaped = Mutex(false)

    init(_ program: WorkerProgram) throws(LinkError) {
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw .cannotStart(program: program.path, reason: String(cString: strerror(errno)))
        }
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A group of its own: Ctrl-C in a terminal is for the booth, which then closes the camera in order.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        var argv = ([program.path] + program.arguments).map { strdup($0) } + [nil]
        var envp = Self.environment(program).map { strdup($0) } + [nil]
        defer { for text in argv + envp { free(text) } }
        var number: pid_t = 0
        let code = posix_spawn(&number, program.path, &actions, &attributes, &argv, &envp)
        guard code == 0 else {
            close(ends[0])
            throw .cannotStart(program: program.path, reason: String(cString: strerror(code)))
        }
        (pid, wire) = (number, Wire(ends[0]))
    }

    deinit { close(wire.descriptor) }

    /// Settings of libgphoto2 are neither read nor left behind: its folder below HOME cannot exist. LC_ALL=C, because choices of
    /// settings come translated otherwise.
    private static func environment(_ program: WorkerProgram) -> [String] {
        var all: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let sides = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if sides.count == 2 { all[String(sides[0])] = String(sides[1]) }
            entry += 1
        }
        all.merge(program.environment) { $1 }
        all["LC_ALL"] = "C"
        all["LANGUAGE"] = nil
        all["HOME"] = "/dev/null"
        return all.map { "\($0.key)=\($0.value)" }
    }

    /// SIGKILL: a process that is stuck in a call of a C library hears nothing else. Never after it was reaped, when the
    /// number may be somebody else's.
    func kill() {
        isReaped.withLock { if !$0 { _ = Glibc.kill(pid, SIGKILL) } }
    }

    /// Waits for the end of the process; how it ended.
    func reap() -> String {
        var info = siginfo_t()
        // Waits without reaping, so that `kill` is not locked out meanwhile.
        while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) < 0 && errno == EINTR {}
        var status: Int32 = 0
        isReaped.withLock { reaped in
            while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
            reaped = true
        }
        return status & 0x7f == 0 ? "status \(status >> 8 & 0xff)" : "signal \(status & 0x7f)"
    }
}
