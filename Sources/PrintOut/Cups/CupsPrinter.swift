import CCups

/// A queue, or a class of queues, of a CUPS server.
public struct CupsPrinter: Printer {
    public let name: String
    public let server: PrintServer

    /// Throws `unknownQueue` for a name that no queue can have.
    public init(queue: String, server: PrintServer = .standard) throws(PrintError) {
        // CUPS' own rule: printable, without slash, number sign, question mark, quotes and space.
        let allowed = queue.unicodeScalars.allSatisfy {
            $0 > " " && $0 != "\u{7f}" && !"/#?'\"\\%".unicodeScalars.contains($0)
        }
        guard allowed, !queue.isEmpty, queue.utf8.count <= 127 else { throw .unknownQueue(queue, known: []) }
        (name, self.server) = (queue, server)
    }

    private var uri: (name: String, value: String) { ("printer-uri", "ipp://localhost/printers/\(name)") }
    private static func uri(ofJob number: Int) -> (name: String, value: String) {
        ("job-uri", "ipp://localhost/jobs/\(number)")
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
        let request = IPPMessage(IPP_OP_GET_PRINTER_ATTRIBUTES, uri: uri)
        request.request([
            "printer-state", "printer-state-reasons", "printer-state-message", "printer-is-accepting-jobs",
            "printer-make-and-model", "marker-message", "member-names", "queued-job-count",
        ])
        return try checked(connection.ask(request), "asking for its state", connection)
            .objects(IPP_TAG_PRINTER).first ?? [:]
    }

    public func medium(_ keyword: String, options: [PrintOption]) async throws(PrintError) -> Medium {
        try await server.connected { (connection) throws(PrintError) in
            let members = try members(connection)
            let medium = try description(members[0], connection).medium(keyword, options: options, queue: members[0])
            // A class has no media of its own: all of its members must take the same pixels.
            for other in members.dropFirst() {
                guard try description(other, connection).medium(keyword, options: options, queue: other) == medium
                else {
                    throw .unlikeMembers(queue: name, media: keyword, [members[0], other])
                }
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
        return members.isEmpty ? [name] : members
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

    public func submit(
        _ document: [UInt8], as id: PrintID, on medium: Medium, options: [PrintOption]
    ) async throws(PrintError) -> Int {
        try await server.connected(sends: true) { (connection) throws(PrintError) in
            let request = IPPMessage(IPP_OP_PRINT_JOB, uri: uri)
            request.add(IPP_TAG_NAME, "job-name", id.text)
            request.add(IPP_TAG_MIMETYPE, "document-format", CUPS_FORMAT_JPEG)
            request.add(IPP_TAG_KEYWORD, "media", medium.keyword, in: IPP_TAG_JOB)
            for option in options { request.add(IPP_TAG_NAME, option.name, option.value, in: IPP_TAG_JOB) }
            let answer = try checked(connection.ask(request, document: document), "printing", connection)
            guard let number = answer.objects(IPP_TAG_JOB).first?["job-id"]?.integers.first else {
                throw .replyLost(server: "\(server)", reason: "an answer without a job")
            }
            return number
        }
    }

    public func job(_ number: Int) async throws(PrintError) -> PrintJob? {
        try await server.connected { (connection) throws(PrintError) in
            let request = IPPMessage(IPP_OP_GET_JOB_ATTRIBUTES, uri: Self.uri(ofJob: number))
            request.request(PrintJob.attributes)
            let answer = try connection.ask(request)
            if answer.status == IPP_STATUS_ERROR_NOT_FOUND { return nil }
            return try checked(answer, "asking for job \(number)", connection)
                .objects(IPP_TAG_JOB).first.flatMap(PrintJob.init)
        }
    }

    public func activeJobs() async throws(PrintError) -> [PrintJob] {
        try await server.connected { (connection) throws(PrintError) in
            try jobs(uri, which: "not-completed", PrintJob.attributes, connection).compactMap(PrintJob.init)
        }
    }

    public func jobs(named id: PrintID) async throws(PrintError) -> [PrintJob] {
        // A server remembers hundreds; of all but this one their names will do.
        let numbers = try await server.connected { (connection) throws(PrintError) in
            try jobs(("printer-uri", "ipp://localhost/"), which: "all", ["job-id", "job-name"], connection)
                .filter { $0["job-name"]?.strings.first == id.text }.compactMap { $0["job-id"]?.integers.first }
        }
        var found: [PrintJob] = []
        for number in numbers { if let job = try await job(number) { found.append(job) } }
        return found
    }

    private func jobs(
        _ uri: (name: String, value: String), which: String, _ attributes: [String], _ connection: CupsConnection
    ) throws(PrintError) -> [[String: IPPMessage.Values]] {
        let request = IPPMessage(IPP_OP_GET_JOBS, uri: uri)
        request.add(IPP_TAG_KEYWORD, "which-jobs", which)
        request.request(attributes)
        return try checked(connection.ask(request), "listing jobs", connection).objects(IPP_TAG_JOB)
    }

    public func cancel(_ job: Int) async throws(PrintError) {
        try await tell(IPP_OP_CANCEL_JOB, Self.uri(ofJob: job), "cancelling job \(job)")
    }

    public func resume() async throws(PrintError) {
        try await tell(IPP_OP_RESUME_PRINTER, uri, "resuming")
    }

    public func move(_ job: Int, to other: any Printer) async throws(PrintError) {
        try await server.connected { (connection) throws(PrintError) in
            let request = IPPMessage(IPP_OP_CUPS_MOVE_JOB, uri: Self.uri(ofJob: job))
            request.add(IPP_TAG_URI, "job-printer-uri", "ipp://localhost/printers/\(other.name)", in: IPP_TAG_JOB)
            _ = try checked(connection.ask(request), "moving job \(job)", connection)
        }
    }

    private func tell(
        _ operation: ipp_op_e, _ uri: (name: String, value: String), _ doing: String
    ) async throws(PrintError) {
        try await server.connected { (connection) throws(PrintError) in
            _ = try checked(connection.ask(IPPMessage(operation, uri: uri)), doing, connection)
        }
    }

    private func checked(
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
