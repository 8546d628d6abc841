import CMicroHTTPD
import Dispatch
import Glibc
public import Work

/// Serves HTTP/1.1 at one address until it is stopped. Each connection has a thread of its own, on which its requests are read
/// and answers are sent; handlers are asynchronous and run where tasks do, while that thread waits.
///
///     let listener = try Listener(at: Address(parsing: "8080")) { request in
///         Answer(.text("hello"), type: "text/plain; charset=utf-8")
///     }
///     print(listener.address)     // 127.0.0.1:8080
///     await listener.stop()
public final class Listener: Sendable {
    /// Where it listens, with the port that was found for 0.
    public let address: Address
    private let core: Core
    private let watch: Task<Void, Never>

    /// - Parameters:
    ///   - certificate: with one, TLS is spoken and nothing else.
    ///   - refuse: what is answered to requests that never reach the handler, by what they ask for (`/s/abc?q=x`; empty where
    ///     that is not known).
    /// Blocks.
    public init(
        at place: Address, certificate: Certificate? = nil, limits: Limits = Limits(), time: TimeSource = .system,
        refuse: @escaping @Sendable (Refusal, String) -> Answer = {
            refusal, _ in
            Answer(status: refusal.status, .text(refusal.words + "\n"), type: "text/plain; charset=utf-8")
        },
        handler: @escaping @Sendable (Request) async -> Answer
    ) throws(HTTPError) {
        let socket = try Socket.listening(at: place)
        guard let address = Connection.address(of: socket, getsockname) else {
            close(socket)
            throw .cannotListen(place, reason: "its address is not known")
        }
        self.address = address
        let core = Core(limits: limits, time: time, isSecure: certificate != nil, refuse: refuse, handler: handler)
        guard core.start(socket, certificate) else {
            close(socket)
            let problem = certificate == nil ? "no thread for it" : "the certificate and its key do not fit"
            throw .cannotListen(address, reason: problem)
        }
        self.core = core
        watch = Task {
            let step = min(.seconds(5), limits.request)
            while (try? await time.sleep(for: step)) != nil {
                core.connections.cut(waitingSince: time.now - limits.request)
            }
        }
    }

    deinit {
        watch.cancel()
        // The daemon knows the core by a pointer alone.
        let core = core
        onOwnThread { core.stop() }
    }

    /// Ends all streams and connections; handlers that have not answered are cancelled. Takes no time to speak of, also with
    /// streams that are open.
    public func stop() async {
        watch.cancel()
        await offPool { self.core.stop() }
    }

    /// How many connections there are.
    public var connections: Int { core.connections.count }
}
