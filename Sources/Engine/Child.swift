import Glibc
import Synchronization

/// A program that runs for a while, in a process group of its own, so that what it starts ends with it.
final class Child: Sendable {
    private let words: [String]
    private let folder: String
    private let environment: [String: String]
    private let group = Mutex<pid_t>(0)

    init(_ words: [String], in folder: String, adding environment: [String: String]) {
        (self.words, self.folder, self.environment) = (words, folder, environment)
    }

    /// Starts it, waits for its end, and ends it when `limit` has passed. Gives a word for the record ("done", "failed with 3",
    /// "timed out", …) and the first 4 kB of what it printed. Blocks.
    func run(within limit: Duration) -> (result: String, output: String) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return ("not started", "") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        defer { close(ends[0]) }
        let started = spawn(writingTo: ends[1])
        close(ends[1])
        guard let process = started else {
            return ("not started", "cannot be started: \(String(cString: strerror(errno)))")
        }
        var output: [UInt8] = []
        let end = ContinuousClock.now + limit
        var (status, wasEnded, isOpen): (Int32, Bool, Bool) = (0, false, true)
        while waitpid(process, &status, WNOHANG) == 0 {
            // Of one that has closed its output nothing more comes, and poll would return at once.
            var ready = pollfd(fd: isOpen ? ends[0] : -1, events: Int16(POLLIN), revents: 0)
            poll(&ready, 1, 20)
            if isOpen { isOpen = Self.drain(ends[0], into: &output) }
            if !wasEnded, ContinuousClock.now >= end {
                wasEnded = true
                self.end()
            }
        }
        _ = Self.drain(ends[0], into: &output)
        // Whatever it left behind in its group.
        self.end()
        group.withLock { $0 = 0 }
        let code = (status >> 8) & 0xff
        let result =
            wasEnded
            ? "timed out" : status & 0x7f != 0 ? "ended by a signal" : code == 0 ? "done" : "failed with \(code)"
        return (result, String(decoding: output, as: UTF8.self))
    }

    func end() { group.withLock { if $0 > 0 { kill(-$0, SIGKILL) } } }

    private func spawn(writingTo descriptor: Int32) -> pid_t? {
        var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, descriptor, 1)
        posix_spawn_file_actions_adddup2(&actions, descriptor, 2)
        // Threads of Dispatch block signals, and the ignored SIGPIPE would be handed down.
        var (none, standard) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigemptyset(&standard)
        sigaddset(&standard, SIGPIPE)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &standard)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var inherited: [String] = []
        var entry = environ
        while let text = entry.pointee {
            inherited.append(String(cString: text))
            entry += 1
        }
        let all =
            inherited.filter { line in !environment.keys.contains { line.hasPrefix($0 + "=") } }
            + environment.map { "\($0.key)=\($0.value)" }
        // The shell is there to change the folder; it becomes the program.
        let line = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder] + words
        var (arguments, variables) = (line.map { strdup($0) } + [nil], all.map { strdup($0) } + [nil])
        defer { for text in arguments + variables { free(text) } }
        return group.withLock { group in
            var process: pid_t = 0
            let code = posix_spawn(&process, line[0], &actions, &attributes, &arguments, &variables)
            guard code == 0 else {
                errno = code
                return nil
            }
            group = process
            return process
        }
    }

    /// False at the end.
    private static func drain(_ descriptor: Int32, into output: inout [UInt8]) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return count < 0 }
            output += buffer.prefix(count).prefix(max(0, 4096 - output.count))
        }
    }
}
