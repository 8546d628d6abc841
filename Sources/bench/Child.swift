internal import Foundation
internal import Glibc

/// What a finished process used.
struct Usage {
    /// User and system time of all its threads, ms.
    var cpu: Double
    /// From start to end, ms.
    var wall: Double
    /// Greatest resident set, MB of 1,000,000 bytes.
    var peak: Double
    var output: String
    /// 0, or a status that the caller accepts.
    var status: Int32
}

/// Another program, run to its end.
enum Child {
    /// Runs `program` with its stdout kept and its stderr passed on. A status other than those accepted is an error.
    ///
    /// Linux hands the peak of the process that starts another on to it (`exec` folds the old memory map's high-water
    /// mark into `ru_maxrss`), so `peak` means something only while this process is the smaller one.
    static func run(
        _ program: String, _ arguments: [String], accepting accepted: Set<Int32> = [0]
    ) throws(BenchError) -> Usage {
        let name = URL(filePath: program).lastPathComponent
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw .notStarted(name, reason(errno)) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        posix_spawn_file_actions_addclose(&actions, ends[1])
        var argv = ([program] + arguments).map { strdup($0) } + [nil]
        var envp = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in argv + envp { free(text) } }

        let began = Clock.wall()
        var pid: pid_t = 0
        let status = posix_spawnp(&pid, program, &actions, nil, &argv, &envp)
        close(ends[1])
        let outlet = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        guard status == 0 else { throw .notStarted(name, reason(status)) }
        let output = (try? outlet.readToEnd()) ?? Data()
        var ended: Int32 = 0
        var usage = rusage()
        while wait4(pid, &ended, 0, &usage) < 0 && errno == EINTR {}
        let wall = Clock.wall() - began
        // The status word of wait(2): a signal in the low seven bits, the exit status in the byte above.
        guard ended & 0x7f == 0 else { throw .failed(name, arguments, "signal \(ended & 0x7f)") }
        let exit = ended >> 8 & 0xff
        guard accepted.contains(exit) else { throw .failed(name, arguments, "status \(exit)") }
        return Usage(
            cpu: ms(usage.ru_utime) + ms(usage.ru_stime), wall: wall, peak: Double(usage.ru_maxrss) * 1024 / 1e6,
            output: String(decoding: output, as: UTF8.self), status: exit)
    }

    private static func ms(_ time: timeval) -> Double { Double(time.tv_sec) * 1e3 + Double(time.tv_usec) / 1e3 }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
