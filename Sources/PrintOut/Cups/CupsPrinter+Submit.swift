import CCups

extension CupsPrinter {
    public func submit(
        _ document: [UInt8], as id: PrintID, on medium: Medium, options: [PrintOption]
    ) async throws(PrintError) -> Int {
        let saved = try await server.connected { (connection) throws(PrintError) in
            // Most servers remember what became of a job, so that a print does without.
            try? subscribe(connection)
            return try savedOptions(connection)
        }
        return try await server.connected(sends: true) { (connection) throws(PrintError) in
            let request = IPPMessage(IPP_OP_PRINT_JOB, uri: uri)
            request.add(IPP_TAG_NAME, "job-name", id.text)
            request.add(IPP_TAG_MIMETYPE, "document-format", CUPS_FORMAT_JPEG)
            request.addJob(on: medium, options: options, ignoring: saved.map(\.name))
            let answer = try connection.ask(request, document: document)
            if answer.isBusy { throw .full(queue: name, reason: answer.reason) }
            guard
                let number = try checked(answer, "printing", connection).objects(IPP_TAG_JOB).first?["job-id"]?
                    .integers.first
            else { throw .replyLost(server: "\(server)", reason: "an answer without a job") }
            // A server may put pages around a job although none were asked for.
            let sheets = try? attributes(ofJob: number, connection)["job-sheets"]?.strings
            if sheets?.contains(where: { $0 != "none" }) ?? false {
                _ = try? connection.ask(IPPMessage(IPP_OP_CANCEL_JOB, uri: Self.uri(ofJob: number)))
                throw .bannerPages(queue: name)
            }
            return number
        }
    }

    /// What somebody has saved for the queue: with `lpadmin -o NAME-default=VALUE`, or in a dialogue that does the same.
    /// The server gives each of them to a job that does not have it.
    private func savedOptions(_ connection: CupsConnection) throws(PrintError) -> [PrintOption] {
        try attributes(["printer-defaults"], connection).compactMap { key, values in
            guard key.hasSuffix("-default"), !key.hasPrefix("notify-"), key != "document-format-default" else {
                return nil
            }
            return PrintOption(name: String(key.dropLast(8)), value: values.text)
        }.sorted { $0.name < $1.name }
    }

    /// Of the saved options, those that were not there when the queue was made. Prints leave them out.
    func ignoredOptions() async throws(PrintError) -> [PrintOption] {
        let saved = try await server.connected { (connection) throws(PrintError) in try savedOptions(connection) }
        return saved.filter { option in
            switch option.name {
            case "job-cancel-after", "job-priority", "print-color-mode", "print-quality", "media", "media-col",
                "output-bin", "printer-resolution", "sides", "finishings", "print-content-optimize", "print-scaling":
                false
            case "copies", "number-up": option.value != "1"
            case "job-hold-until": option.value != "no-hold"
            case "job-sheets": option.value != "none,none" && option.value != "none"
            case "orientation-requested": !option.value.isEmpty
            default: true
            }
        }
    }
}

extension IPPMessage {
    /// What makes a job one sheet that is printed as its document is, whatever has been saved for the queue.
    ///
    /// An attribute without a value takes the place of a saved option: the server adds no default where the job has the
    /// attribute, and the filters are given none that has no value. So it holds for options that nobody here knows, too,
    /// and for those such as ppi and page-label that change a print whatever they say.
    fileprivate func addJob(on medium: Medium, options: [PrintOption], ignoring saved: [String]) {
        add(IPP_TAG_KEYWORD, "media", medium.keyword, in: IPP_TAG_JOB)
        add("copies", 1, in: IPP_TAG_JOB)
        add(IPP_TAG_KEYWORD, "job-sheets", "none", in: IPP_TAG_JOB)
        add(IPP_TAG_KEYWORD, "job-hold-until", "no-hold", in: IPP_TAG_JOB)
        // In seconds. Without it MaxJobTime cancels a job that waits for paper, and 0 is at once.
        add("job-cancel-after", 365 * 86_400, in: IPP_TAG_JOB)
        var said: Set = ["media", "copies", "job-sheets", "job-hold-until", "job-cancel-after", "job-priority"]
        for option in options + medium.choices where said.insert(option.name).inserted {
            add(IPP_TAG_NAME, option.name, option.value, in: IPP_TAG_JOB)
        }
        // Where either of these is, value or not, the server does not look at media.
        if saved.contains("PageSize") || saved.contains("PageRegion"), said.insert("PageSize").inserted {
            add(IPP_TAG_NAME, "PageSize", medium.keyword, in: IPP_TAG_JOB)
        }
        for name in saved where said.insert(name).inserted { addNoValue(name, in: IPP_TAG_JOB) }
    }

    /// The server takes no more jobs at this moment, say by MaxJobsPerPrinter.
    fileprivate var isBusy: Bool {
        switch status {
        case IPP_STATUS_ERROR_NOT_POSSIBLE, IPP_STATUS_ERROR_BUSY, IPP_STATUS_ERROR_TEMPORARY,
            IPP_STATUS_ERROR_SERVICE_UNAVAILABLE, IPP_STATUS_ERROR_TOO_MANY_JOBS, IPP_STATUS_ERROR_INTERNAL:
            true
        default: false
        }
    }
}

extension IPPMessage.Values {
    /// As an operator would write it.
    fileprivate var text: String {
        if !strings.isEmpty { return strings.joined(separator: ",") }
        if !integers.isEmpty { return integers.map(String.init).joined(separator: ",") }
        return isBoolean ? "\(bool)" : ""
    }
}
