import CMicroHTTPD
import Glibc
import Synchronization
import Work

// What the daemon calls, on its own threads. All are functions of no actor.

let calls = booth_http_calls(
    accept: { context, _, _ in
        let core = core(context)
        core.connections.makeRoom(below: core.limits.connections)
        return .YES
    },
    connection: { context, connection, place, what in
        guard let connection, let place else { return }
        let core = core(context)
        if what == .CONNECTION_NOTIFY_STARTED {
            let socket = booth_http_socket(connection)
            let one = Connection(socket, number: core.connections.add(socket, at: core.time.now), of: core)
            place.pointee = Unmanaged.passRetained(one).toOpaque()
        } else if let one = place.pointee {
            core.connections.remove(Unmanaged<Connection>.fromOpaque(one).takeRetainedValue().number)
            place.pointee = nil
        }
    },
    target: { _, text, connection in
        let text = text.map { String(cString: $0) } ?? ""
        connection?.connection?.target.withLock { $0 = text }
        return Unmanaged.passRetained(Exchange(target: text)).toOpaque()
    },
    handle: { context, connection, _, method, _, piece, size, place in
        guard let connection, let method, let size, let exchange = place?.pointee else { return .NO }
        return core(context).handle(
            Unmanaged<Exchange>.fromOpaque(exchange).takeUnretainedValue(), String(cString: method), connection,
            UnsafeRawBufferPointer(start: piece, count: size.pointee), size)
    },
    completed: { context, connection, place, _ in
        guard let connection, let exchange = place?.pointee else { return }
        Unmanaged<Exchange>.fromOpaque(exchange).release()
        place?.pointee = nil
        if let number = connection.number { core(context).connections.waits(number, since: core(context).time.now) }
    })

private func core(_ context: UnsafeMutableRawPointer?) -> Core {
    Unmanaged<Core>.fromOpaque(context!).takeUnretainedValue()
}

extension OpaquePointer {
    /// The connection that such a pointer of the daemon's stands for.
    var connection: Connection? {
        booth_http_context(self).map { Unmanaged<Connection>.fromOpaque($0).takeUnretainedValue() }
    }
    fileprivate var number: Int? { connection?.number }
}

extension Core {
    /// Called once when the head is there, once for each piece of a body, and once when all is there.
    fileprivate func handle(
        _ exchange: Exchange, _ method: String, _ connection: OpaquePointer, _ piece: UnsafeRawBufferPointer,
        _ size: UnsafeMutablePointer<Int>
    ) -> MHD_Result {
        if exchange.isFresh {
            exchange.isFresh = false
            let headers = Headers(of: connection)
            exchange.refusal = exchange.target.utf8.count > limits.head ? .targetTooLong : refusal(headers)
            guard headers["Content-Length"].flatMap({ Int($0) }) ?? 0 <= Self.dropped else {
                return queue(refuse(.bodyTooLarge, exchange.target), nil, connection)
            }
            return .YES
        }
        guard piece.isEmpty else {
            size.pointee = 0
            exchange.received += piece.count
            guard exchange.received <= limits.body else {
                (exchange.body, exchange.refusal) = ([], exchange.refusal ?? .bodyTooLarge)
                return exchange.received <= Self.dropped ? .YES : .NO
            }
            exchange.body += piece
            return .YES
        }
        guard let one = connection.connection else { return .NO }
        connections.answers(one.number)
        guard exchange.refusal == nil, let target = Target(exchange.target) else {
            return queue(refuse(exchange.refusal ?? .badRequest, exchange.target), nil, connection)
        }
        let request = Request(
            method, path: target.path, query: target.query, headers: Headers(of: connection), body: exchange.body,
            peer: one.peer, local: one.local, isSecure: isSecure)
        let (answer, part) = answer(request).conditioned(by: request)
        return queue(answer, part, connection, isHead: method == "HEAD")
    }

    /// A body that is too long is read up to here, since a client that is cut while it sends sees no answer.
    private static let dropped = 1 << 20

    private func refusal(_ headers: Headers) -> Refusal? {
        // Two lengths, or two hosts, are read in one way here and perhaps in another by a proxy.
        let lengths = headers.count(of: "Content-Length") + headers.count(of: "Transfer-Encoding")
        if lengths > 1 || headers.count(of: "Host") > 1 { return .badRequest }
        return headers.fields.reduce(0) { $0 + $1.0.utf8.count + $1.1.utf8.count + 4 } > limits.head
            ? .headersTooLong : nil
    }
}

extension Headers {
    fileprivate init(of connection: OpaquePointer) {
        self.init()
        withUnsafeMutablePointer(to: &self) { pointer in
            _ = MHD_get_connection_values(
                connection, .HEADER_KIND,
                { headers, _, name, value in
                    let headers = headers!.assumingMemoryBound(to: Headers.self)
                    if let name { headers.pointee.add(String(cString: name), value.map { String(cString: $0) } ?? "") }
                    return .YES
                }, pointer)
        }
    }
}
