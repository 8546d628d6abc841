import CCups
import Synchronization

/// A queue, or a class of queues, of a CUPS server.
public struct CupsPrinter: Printer {
    public let name: String
    public let server: PrintServer
    private let spelling: Spelling

    /// Throws `unknownQueue` for a name that no queue can have.
    public init(queue: String, server: PrintServer = .standard) throws(PrintError) {
        // CUPS' own rule: printable, without slashes, number sign, question mark, quotes and space.
        let allowed = queue.unicodeScalars.allSatisfy {
            $0 > " " && $0 != "\u{7f}" && !"/#?'\"\\".unicodeScalars.contains($0)
        }
        guard allowed, !queue.isEmpty, queue.utf8.count <= 127 else { throw .unknownQueue(queue, known: []) }
        (name, self.server, spelling) = (queue, server, Spelling(queue))
    }

    /// The queue's name as the server writes it. Unicode has two spellings of "ü"; Swift's strings do not tell them apart,
    /// and CUPS does.
    private final class Spelling: Sendable {
        private let text: Mutex<String>

        init(_ text: String) { self.text = Mutex(text) }

        var now: String { text.withLock { $0 } }

        /// Whether one of `known` is the same name in another spelling, which counts from now on.
        func changes(to known: [String]) -> Bool {
            text.withLock { text in
                guard let other = known.first(where: { $0 == text && !$0.utf8.elementsEqual(text.utf8) }) else {
                    return false
                }
                text = other
                return true
            }
        }
    }

    /// Of the server as a whole.
    static let everything = (name: "printer-uri", value: "ipp://localhost/")
    var uri: (name: String, value: String) { ("printer-uri", Self.uri(ofQueue: spelling.now)) }
    static func uri(ofJob number: Int) -> (name: String, value: String) {
        ("job-uri", "ipp://localhost/jobs/\(number)")
    }

    /// With all but plain ASCII escaped: `ipp://localhost/printers/Fotob%C3%BCro`.
    private static func uri(ofQueue name: String) -> String {
        var uri = [CChar](repeating: 0, count: Int(HTTP_MAX_URI))
        httpAssembleURI(
            HTTP_URI_CODING_ALL, &uri, Int32(uri.count), "ipp", nil, "localhost", 0, "/printers/\(name)")
        return String(decoding: uri.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The names of all queues and classes of `server`.
    public static func queues(of server: PrintServer) async throws(PrintError) -> [String] {
        try await server.connected { (connection) throws(PrintError) in try queues(connection) }
    }

    private static func queues(_ connection: CupsConnection) throws(PrintError) -> [String] {
        let request = IPPMessage(IPP_OP_CUPS_GET_PRINTERS)
        request.request(["printer-name"])
        return try connection.ask(request).objects(IPP_TAG_PRINTER).compactMap { $0["printer-name"]?.strings.first }
            .sorted()
    }

    public func condition() async throws(PrintError) -> PrinterCondition {
        try await server.connected { (connection) throws(PrintError) in
            guard let condition = try PrinterCondition(attributes(connection)) else {
                throw .serverAway(server: "\(server)", reason: "an answer without the state of queue \(name)")
            }
            return condition
        }
    }

    private func attributes(_ connection: CupsConnection) throws(PrintError) -> [String: IPPMessage.Values] {
        try attributes(
            [
                "printer-state", "printer-state-reasons", "printer-state-message", "printer-is-accepting-jobs",
                "printer-make-and-model", "marker-message", "member-names", "queued-job-count",
            ], connection)
    }

    func attributes(
        _ names: [String], _ connection: CupsConnection
    ) throws(PrintError) -> [String: IPPMessage.Values] {
        let request = IPPMessage(IPP_OP_GET_PRINTER_ATTRIBUTES, uri: uri)
        request.request(names)
        let answer = try connection.ask(request)
        if answer.status == IPP_STATUS_ERROR_NOT_FOUND, spelling.changes(to: try Self.queues(connection)) {
            return try attributes(names, connection)
        }
        return try checked(answer, "asking for its state", connection).objects(IPP_TAG_PRINTER).first ?? [:]
    }

    public func medium(_ keyword: String, options: [PrintOption]) async throws(PrintError) -> Medium {
        try await server.connected { (connection) throws(PrintError) in
            let members = try members(connection)
            var medium = try description(members[0], connection).medium(keyword, options: options, queue: members[0])
            // A class has no media of its own: all of its members must take the same pixels.
            for other in members.dropFirst() {
                var its = try description(other, connection).medium(keyword, options: options, queue: other)
                // What one of them must be told, the others may be told.
                for choice in its.choices where !medium.choices.contains(where: { $0.name == choice.name }) {
                    medium.choices.append(choice)
                }
                its.choices = medium.choices
                guard its == medium else { throw .unlikeMembers(queue: name, media: keyword, [members[0], other]) }
            }
            return medium
        }
    }

    /// The media keywords of the queue, or of the first member of a class, with their pixels.
    public func media() async throws(PrintError) -> [Medium] {
        try await server.connected { (connection) throws(PrintError) in
            try description(members(connection)[0], connection).media
        }
    }

    /// The members of a class; else the queue itself. At least one.
    private func members(_ connection: CupsConnection) throws(PrintError) -> [String] {
        let members = try attributes(connection)["member-names"]?.strings ?? []
        return members.isEmpty ? [spelling.now] : members
    }

    /// A driver that cannot be read says nothing about its media: it is asked again, or not there now.
    private func description(_ queue: String, _ connection: CupsConnection) throws(PrintError) -> DriverDescription {
        guard let bytes = try connection.file(at: "/printers/\(queue).ppd") else {
            if try attributes(connection)["printer-make-and-model"]?.strings.first?.hasSuffix("Raw Printer") ?? false {
                throw .noDriver(queue: queue)
            }
            throw .serverAway(server: "\(server)", reason: "the driver of queue \(queue) is not there")
        }
        guard let description = DriverDescription(ppd: bytes) else {
            throw .serverAway(server: "\(server)", reason: "the driver of queue \(queue) cannot be read")
        }
        return description
    }

    /// Options of the driver whose defaults somebody has changed, but for `options`, which every print says.
    func changedDefaults(besides options: [PrintOption]) async throws(PrintError) -> [DriverDescription.Change] {
        try await server.connected { (connection) throws(PrintError) in
            try description(spelling.now, connection).changes(besides: options)
        }
    }

    public func resume() async throws(PrintError) {
        try await server.connected { (connection) throws(PrintError) in
            try find(connection)
            _ = try checked(connection.ask(IPPMessage(IPP_OP_RESUME_PRINTER, uri: uri)), "resuming", connection)
        }
    }

    /// Throws `unknownQueue` where there is none; of one that is there `uri` is right from now on.
    func find(_ connection: CupsConnection) throws(PrintError) {
        _ = try attributes(["printer-name"], connection)
    }

    func checked(
        _ answer: IPPMessage, _ doing: String, _ connection: CupsConnection
    ) throws(PrintError) -> IPPMessage {
        if answer.isSuccessful { return answer }
        switch answer.status {
        case IPP_STATUS_ERROR_NOT_FOUND where doing.contains("job "):
            throw .refused(operation: doing, queue: name, reason: answer.reason)
        case IPP_STATUS_ERROR_NOT_FOUND: throw .unknownQueue(name, known: try Self.queues(connection))
        case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS: throw .rejecting(queue: name, reason: answer.reason)
        case IPP_STATUS_ERROR_NOT_AUTHORIZED, IPP_STATUS_ERROR_NOT_AUTHENTICATED, IPP_STATUS_ERROR_FORBIDDEN,
            IPP_STATUS_ERROR_CUPS_AUTHENTICATION_CANCELED:
            throw .notPermitted(operation: doing, queue: name)
        default: throw .refused(operation: doing, queue: name, reason: answer.reason)
        }
    }
}
