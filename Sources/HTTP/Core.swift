import CMicroHTTPD
import Glibc
import Synchronization
import Work

/// What the daemon's threads share. They know it by a pointer, so that it outlives the daemon.
final class Core: Sendable {
    let limits: Limits
    let time: TimeSource
    let isSecure: Bool
    let refuse: @Sendable (Refusal, String) -> Answer
    let handler: @Sendable (Request) async -> Answer
    let connections = Connections()
    private let state = Mutex(State())

    private struct State {
        /// Sound: it is used by `stop` alone, once.
        nonisolated(unsafe) var daemon: OpaquePointer?
        var isStopping = false
        var next = 0
        /// Those whose threads wait for a handler or for a piece of a body; each call ends one of them.
        var waiting: [Int: @Sendable () -> Void] = [:]
    }

    init(
        limits: Limits, time: TimeSource, isSecure: Bool, refuse: @escaping @Sendable (Refusal, String) -> Answer,
        handler: @escaping @Sendable (Request) async -> Answer
    ) {
        (self.limits, self.time, self.isSecure, self.refuse, self.handler) = (limits, time, isSecure, refuse, handler)
    }

    /// Takes the socket over when it gives true.
    func start(_ socket: Int32, _ certificate: Certificate?) -> Bool {
        var options = booth_http_options()
        options.listener = socket
        // Room for those that are cut and still ending.
        options.connections = UInt32(limits.connections + 64)
        options.timeout = UInt32(max(1, limits.silence / .seconds(1)))
        // With room for what is kept of each header, and for the head of the answer.
        options.memory = limits.head + 32_768
        options.stack = 512 * 1024
        let context = Unmanaged.passUnretained(self).toOpaque()
        let daemon: OpaquePointer?
        if let certificate {
            daemon = certificate.certificate.withCString { pem in
                certificate.key.withCString { key in
                    (options.certificate, options.key) = (pem, key)
                    return booth_http_start(options, calls, context)
                }
            }
        } else {
            daemon = booth_http_start(options, calls, context)
        }
        state.withLock { $0.daemon = daemon }
        return daemon != nil
    }

    /// Blocks until all threads have ended.
    func stop() {
        let (daemon, waiting) = state.withLock { state in
            state.isStopping = true
            defer { (state.daemon, state.waiting) = (nil, [:]) }
            return (state.daemon, Array(state.waiting.values))
        }
        // The daemon waits for threads, which wait for these.
        for end in waiting { end() }
        if let daemon { MHD_stop_daemon(daemon) }
    }

    /// `end` is called when the listener stops, which may be at once.
    func wait(endingBy end: @escaping @Sendable () -> Void) -> Int {
        let number: Int? = state.withLock { state in
            guard !state.isStopping else { return nil }
            state.next += 1
            state.waiting[state.next] = end
            return state.next
        }
        if number == nil { end() }
        return number ?? 0
    }

    func waited(_ number: Int) { state.withLock { $0.waiting[number] = nil } }

    /// What the handler makes of it. The calling thread waits; it is the connection's own.
    func answer(_ request: Request) -> Answer {
        let promise = Promise()
        let target = "/" + request.path.joined(separator: "/")
        let task = Task { promise.give(await handler(request)) }
        let number = wait { [refuse] in
            task.cancel()
            promise.give(refuse(.unavailable, target))
        }
        defer { waited(number) }
        return promise.wait() ?? refuse(.unavailable, target)
    }
}
