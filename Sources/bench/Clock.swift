internal import Glibc

/// Clocks in milliseconds.
enum Clock {
    /// CPU time of this process, all threads.
    static func cpu() -> Double { read(CLOCK_PROCESS_CPUTIME_ID) }

    /// CPU time that `body` takes.
    static func processor(_ body: () throws -> Void) rethrows -> Double {
        let start = cpu()
        try body()
        return cpu() - start
    }

    /// CPU time of this process and of the children that have ended.
    static func withChildren() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
        return cpu() + milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime)
    }

    private static func milliseconds(_ time: timeval) -> Double {
        Double(time.tv_sec) * 1e3 + Double(time.tv_usec) / 1e3
    }

    static func wall() -> Double { read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }
}
