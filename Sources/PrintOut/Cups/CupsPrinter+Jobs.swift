import CCups

extension CupsPrinter {
    public func job(_ number: Int) async throws(PrintError) -> PrintJob? {
        try await server.connected { (connection) throws(PrintError) in
            let request = IPPMessage(IPP_OP_GET_JOB_ATTRIBUTES, uri: Self.uri(ofJob: number))
            request.request(PrintJob.attributes)
            let answer = try connection.ask(request)
            if answer.status == IPP_STATUS_ERROR_NOT_FOUND { return nil }
            let values = try checked(answer, "asking for job \(number)", connection).objects(IPP_TAG_JOB).first ?? [:]
            // By JobPrivateValues a server may tell nothing but that there is such a job.
            return PrintJob(values) ?? PrintJob(number: number, name: nil, state: .processing)
        }
    }

    /// All that the server has noted of a job.
    func attributes(ofJob number: Int) async throws(PrintError) -> [String: IPPMessage.Values] {
        try await server.connected { (connection) throws(PrintError) in try attributes(ofJob: number, connection) }
    }

    func attributes(
        ofJob number: Int, _ connection: CupsConnection
    ) throws(PrintError) -> [String: IPPMessage.Values] {
        let request = IPPMessage(IPP_OP_GET_JOB_ATTRIBUTES, uri: Self.uri(ofJob: number))
        return try checked(connection.ask(request), "asking for job \(number)", connection)
            .objects(IPP_TAG_JOB).first ?? [:]
    }

    public func activeJobs() async throws(PrintError) -> [PrintJob] {
        try await server.connected { (connection) throws(PrintError) in
            try find(connection)
            return try jobs(uri, which: "not-completed", PrintJob.attributes, connection).compactMap(PrintJob.init)
        }
    }

    public func jobs(named id: PrintID) async throws(PrintError) -> [PrintJob] {
        // A server remembers hundreds; of all but this one their names will do.
        let numbers = try await server.connected { (connection) throws(PrintError) in
            try jobs(Self.everything, which: "all", ["job-id", "job-name"], connection)
                .filter { $0["job-name"]?.strings.first == id.text }.compactMap { $0["job-id"]?.integers.first }
        }
        var found: [PrintJob] = []
        for number in numbers { if let job = try await job(number) { found.append(job) } }
        if !found.isEmpty { return found }
        return try await server.connected { (connection) throws(PrintError) in try endedJobs(named: id, connection) }
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
        try await server.connected { (connection) throws(PrintError) in
            let request = IPPMessage(IPP_OP_CANCEL_JOB, uri: Self.uri(ofJob: job))
            _ = try checked(connection.ask(request), "cancelling job \(job)", connection)
        }
    }

    public func move(_ job: Int, to other: any Printer) async throws(PrintError) {
        let target = (other as? CupsPrinter)?.uri.value ?? ""
        try await server.connected { (connection) throws(PrintError) in
            let request = IPPMessage(IPP_OP_CUPS_MOVE_JOB, uri: Self.uri(ofJob: job))
            request.add(IPP_TAG_URI, "job-printer-uri", target, in: IPP_TAG_JOB)
            _ = try checked(connection.ask(request), "moving job \(job)", connection)
        }
    }
}

/// How jobs ended, from a server that keeps no history of them (PreserveJobHistory No): it forgets a print as soon as it is
/// out. The events of a subscription outlive the job, some hundred of them; they are lost when the server starts anew.
extension CupsPrinter {
    private static let mark = "boothkit"
    private static let lease = 7 * 86_400

    /// Has the server note how jobs end from now on, on all of its queues: those of a class end on its members.
    func subscribe(_ connection: CupsConnection) throws(PrintError) {
        for subscription in try subscriptions(connection) {
            let request = IPPMessage(IPP_OP_RENEW_SUBSCRIPTION, uri: Self.everything)
            request.add("notify-subscription-id", subscription)
            request.add("notify-lease-duration", Self.lease, in: IPP_TAG_SUBSCRIPTION)
            if try connection.ask(request).isSuccessful { return }
        }
        let request = IPPMessage(IPP_OP_CREATE_PRINTER_SUBSCRIPTIONS, uri: Self.everything)
        request.add(IPP_TAG_KEYWORD, "notify-pull-method", "ippget", in: IPP_TAG_SUBSCRIPTION)
        request.add(IPP_TAG_KEYWORD, "notify-events", "job-completed", in: IPP_TAG_SUBSCRIPTION)
        request.add(mark: "notify-user-data", Self.mark, in: IPP_TAG_SUBSCRIPTION)
        request.add("notify-lease-duration", Self.lease, in: IPP_TAG_SUBSCRIPTION)
        _ = try connection.ask(request)
    }

    /// Ours, by their numbers.
    private func subscriptions(_ connection: CupsConnection) throws(PrintError) -> [Int] {
        let request = IPPMessage(IPP_OP_GET_SUBSCRIPTIONS, uri: Self.everything)
        request.add("my-subscriptions", true)
        request.request(["notify-subscription-id", "notify-user-data"])
        return try connection.ask(request).objects(IPP_TAG_SUBSCRIPTION)
            .filter { $0["notify-user-data"]?.strings == [Self.mark] }
            .compactMap { $0["notify-subscription-id"]?.integers.first }
    }

    func endedJobs(named id: PrintID, _ connection: CupsConnection) throws(PrintError) -> [PrintJob] {
        var found: [PrintJob] = []
        for subscription in try subscriptions(connection) {
            let request = IPPMessage(IPP_OP_GET_NOTIFICATIONS, uri: Self.everything)
            request.add("notify-subscription-ids", subscription)
            for event in try connection.ask(request).objects(IPP_TAG_EVENT_NOTIFICATION)
            where event["job-name"]?.strings.first == id.text {
                guard let number = event["notify-job-id"]?.integers.first,
                    let state = (event["job-state"]?.integers.first).flatMap(PrintJob.State.init)
                else { continue }
                found.append(
                    PrintJob(
                        number: number, name: id.text, state: state,
                        reasons: event["job-state-reasons"]?.strings ?? []))
            }
        }
        return found
    }
}
