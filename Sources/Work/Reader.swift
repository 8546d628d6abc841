internal import Glibc

/// Reads what a child writes until it has ended.
struct Reader {
    private var streams: Child.Streams
    private(set) var output: [UInt8] = []
    private(set) var errors: [UInt8] = []

    init(_ streams: Child.Streams) { self.streams = streams }

    /// True when the process has ended; it is not reaped. False when the time is over.
    mutating func waitForEnd(until end: ContinuousClock.Instant?) -> Bool {
        while true {
            // Of a stream that was closed nothing more comes; poll passes over a negative descriptor.
            var ready = [streams.end, streams.output?.descriptor ?? -1, streams.errors?.descriptor ?? -1].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            guard poll(&ready, 3, Self.milliseconds(until: end)) >= 0 else { continue }
            if ready[1].revents | ready[2].revents != 0 { read() }
            if ready[0].revents != 0 { return true }
            if let end, .now >= end { return false }
        }
    }

    /// Takes the rest of what was written, and closes everything.
    mutating func drain() {
        read()
        streams.close()
    }

    private mutating func read() {
        Self.read(&streams.output, into: &output)
        Self.read(&streams.errors, into: &errors)
    }

    /// Closes it at its end.
    private static func read(_ stream: inout Child.Streams.Captured?, into kept: inout [UInt8]) {
        guard let open = stream else { return }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        // At most so much at a time: one that never stops must not keep its own end from being seen.
        for _ in 0..<64 {
            let count = Glibc.read(open.descriptor, &buffer, buffer.count)
            if count > 0 {
                kept += buffer.prefix(min(count, max(0, open.limit - kept.count)))
            } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                close(open.descriptor)
                stream = nil
                return
            } else if errno == EAGAIN {
                return
            }
        }
    }

    /// For poll, rounded up; at most a minute at a time.
    private static func milliseconds(until end: ContinuousClock.Instant?) -> Int32 {
        guard let end else { return -1 }
        return Int32(min(60_000, max(0, ((end - .now) / .milliseconds(1)).rounded(.up))))
    }
}
