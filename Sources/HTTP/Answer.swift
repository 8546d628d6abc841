public import Work

/// What a request gets. Conditions and ranges are the listener's: an answer 200 to a GET that has an `ETag` becomes 304 where
/// the client has it already, and one from a file or from bytes becomes 206 or 416 where a part was asked for.
///
///     Answer(.text("hello"), type: "text/plain; charset=utf-8")
public struct Answer: Sendable {
    public enum Body: Sendable {
        case bytes([UInt8])
        case file(ServedFile)
        /// Written while it is sent, by a closure that is cancelled when the client hangs up. With `length` it is known how many
        /// bytes that will be.
        case stream(length: Int?, @Sendable (BodyWriter) async throws -> Void)

        public static let nothing = Body.bytes([])
        public static func text(_ text: String) -> Body { .bytes(Array(text.utf8)) }
    }

    public var status: Int
    public var headers: Headers
    public var body: Body

    public init(status: Int = 200, _ body: Body = .nothing, type: String? = nil, headers: Headers = Headers()) {
        (self.status, self.body, self.headers) = (status, body, headers)
        if let type { self.headers["Content-Type"] = type }
    }

    /// A stream of events for an `EventSource`. A comment goes out whenever nothing else has for `heartbeat`, so that a client
    /// that is gone is noticed. The stream ends when `body` returns or throws; the client then comes again after a second.
    public static func events(
        heartbeat: Duration = .seconds(15), by time: TimeSource = .system,
        _ body: @escaping @Sendable (EventWriter) async throws -> Void
    ) -> Answer {
        let stream = Body.stream(length: nil) { writer in
            let events = EventWriter(writer)
            try await writer.write(Array("retry: 1000\n\n".utf8))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await body(events) }
                group.addTask {
                    while true {
                        try await time.sleep(for: heartbeat)
                        try await writer.write(Array(":\n\n".utf8))
                    }
                }
                defer { group.cancelAll() }
                try await group.next()
            }
        }
        return Answer(
            stream, type: "text/event-stream; charset=utf-8",
            headers: ["Cache-Control": "no-store", "X-Accel-Buffering": "no"])
    }
}

/// Writes events of a stream.
public struct EventWriter: Sendable {
    private let writer: BodyWriter

    init(_ writer: BodyWriter) { self.writer = writer }

    /// - Parameters:
    ///   - name: what the client listens for (nil: `message`); one word.
    ///   - id: what a client that comes again says as `Last-Event-ID`.
    ///   - isTaken: return only when the event is on its way, so that whoever sends states sends the newest one next.
    public func send(
        _ data: String, name: String? = nil, id: String? = nil, isTaken: Bool = false
    ) async throws {
        var text = ""
        if let name { text += "event: \(name)\n" }
        if let id { text += "id: \(id)\n" }
        for line in data.split(separator: "\n", omittingEmptySubsequences: false) { text += "data: \(line)\n" }
        try await writer.write(Array((text + "\n").utf8), room: isTaken ? 1 : BodyWriter.room)
    }
}
