package import HTTP

extension RawClient {
    package convenience init(_ address: Address) throws { try self.init(address.host, address.port) }

    /// One request on a connection of its own.
    package static func ask(_ address: Address, _ request: String) async throws -> (
        status: Int, head: String, body: String
    ) {
        let client = try RawClient(address)
        client.say(request)
        return parts(of: await client.heard())
    }

    package static func get(
        _ address: Address, _ target: String, _ more: String = ""
    ) async throws -> (status: Int, head: String, body: String) {
        try await ask(address, "GET \(target) HTTP/1.1\r\nHost: \(address)\r\nConnection: close\r\n\(more)\r\n")
    }
}
