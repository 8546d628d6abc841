internal import CProcess
internal import Glibc

extension Child {
    /// What a running child is watched by.
    struct Streams: Sendable {
        /// A descriptor that can be read once the process has ended (pidfd_open).
        var end: Int32 = -1
        /// The reading ends of what is captured.
        var output: Captured?
        var errors: Captured?

        struct Captured: Sendable {
            let descriptor: Int32
            let limit: Int
        }

        func close() {
            for one in [end, output?.descriptor ?? -1, errors?.descriptor ?? -1] where one >= 0 { Glibc.close(one) }
        }
    }

    func spawn() throws(NotStarted) -> Running {
        var (streams, writing) = (Streams(), [Int32]())
        defer { for end in writing { close(end) } }
        do throws(NotStarted) {
            let out = try outlet(output, STDOUT_FILENO, &streams.output, &writing)
            let err = errors == .joined ? out : try outlet(errors, STDERR_FILENO, &streams.errors, &writing)
            let process = try launch(out, err)
            limit(process)
            streams.end = pidfd_open(process, 0)
            guard streams.end >= 0 else {
                let code = errno
                kill(-process, SIGKILL)
                waitpid(process, nil, 0)
                throw failed(code)
            }
            return Running(process: process, streams: streams)
        } catch {
            streams.close()
            throw error
        }
    }

    /// A moment after its beginning, which is as good: neither is used up by then.
    private func limit(_ process: pid_t) {
        func set(_ resource: UInt32, _ most: Int?) {
            guard let most else { return }
            var limit = rlimit(rlim_cur: rlim_t(most), rlim_max: rlim_t(most))
            _ = cprocess_limit(process, resource, &limit, nil)
        }
        set(RLIMIT_CPU.rawValue, limits.processor)
        set(RLIMIT_AS.rawValue, limits.memory)
        // It has one thread yet; those that it makes take this over.
        if limits.niceness > 0 { _ = cprocess_priority(0, UInt32(process), Int32(limits.niceness)) }
    }

    /// Where a stream of the child goes; -1: nowhere.
    private func outlet(
        _ output: Output, _ own: Int32, _ captured: inout Streams.Captured?, _ writing: inout [Int32]
    ) throws(NotStarted) -> Int32 {
        switch output {
        case .dropped: return -1
        case .descriptor(let given): return given
        case .passedOn, .joined: return own
        case .captured(let limit):
            var ends: [Int32] = [0, 0]
            guard pipe2(&ends, O_CLOEXEC) == 0 else { throw failed(errno) }
            // Of the reading end only: the child is to wait like everybody else.
            _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
            captured = Streams.Captured(descriptor: ends[0], limit: limit)
            writing.append(ends[1])
            return ends[1]
        }
    }

    private func launch(_ output: Int32, _ errors: Int32) throws(NotStarted) -> pid_t {
        var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        let source: Int32 = if case .descriptor(let given) = input { given } else { -1 }
        for (stream, from) in [(STDIN_FILENO, source), (STDOUT_FILENO, output), (STDERR_FILENO, errors)] {
            if from < 0 {
                posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", stream == 0 ? O_RDONLY : O_WRONLY, 0)
            } else {
                posix_spawn_file_actions_adddup2(&actions, from, stream)
            }
        }
        // What a library has opened without O_CLOEXEC is none of the child's.
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)
        if let folder { posix_spawn_file_actions_addchdir_np(&actions, folder) }
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
        func launched(_ words: [String]) -> (pid_t, Int32) {
            var argv = words.map { strdup($0) } + [nil]
            var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
            defer { for text in argv + envp { free(text) } }
            var process: pid_t = 0
            let code = posix_spawnp(&process, words[0], &actions, &attributes, &argv, &envp)
            return (process, code)
        }
        var (process, code) = launched(words)
        // A script without its "#!" line is one of the shell's, as everywhere.
        if code == ENOEXEC, words[0].contains("/") { (process, code) = launched(["/bin/sh"] + words) }
        guard code == 0 else { throw failed(code) }
        return process
    }

    private func failed(_ code: Int32) -> NotStarted {
        // Of a folder that is not there the code says the same as of a program.
        if let folder, access(folder, X_OK) != 0 {
            return NotStarted(program: words[0], reason: "\(folder): \(String(cString: strerror(errno)))")
        }
        return NotStarted(program: words[0], reason: String(cString: strerror(code)))
    }

    private var environment: [String: String] {
        var all: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let sides = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if sides.count == 2, !removed.contains(String(sides[0])) { all[String(sides[0])] = String(sides[1]) }
            entry += 1
        }
        return all.merging(added) { $1 }
    }
}
