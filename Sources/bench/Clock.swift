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

    static func wall() -> Double { read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }
}
