import CCups

extension PrinterCondition {
    /// nil when the state is missing.
    init?(_ values: [String: IPPMessage.Values]) {
        guard let state = values["printer-state"]?.integers.first else { return nil }
        self.init(
            state: state == 5 ? .stopped : state == 4 ? .processing : .idle,
            isAccepting: values["printer-is-accepting-jobs"]?.bool ?? true,
            reasons: (values["printer-state-reasons"]?.strings ?? []).filter { $0 != "none" },
            message: values["printer-state-message"]?.strings.first ?? "",
            model: values["printer-make-and-model"]?.strings.first ?? "",
            members: values["member-names"]?.strings ?? [], jobs: values["queued-job-count"]?.integers.first ?? 0,
            printsLeft: (values["marker-message"]?.strings.first).flatMap(Self.printsLeft))
    }

    /// Gutenprint's backends say `"698 native prints remaining on 4x6 media"`.
    static func printsLeft(_ message: String) -> Int? {
        guard message.contains("prints remaining") else { return nil }
        return Int(message.drop { !$0.isNumber }.prefix { $0.isNumber })
    }
}

extension PrintJob {
    static let attributes = [
        "job-id", "job-name", "job-state", "job-state-reasons", "job-printer-state-message", "time-at-processing",
    ]

    init?(_ values: [String: IPPMessage.Values]) {
        guard let number = values["job-id"]?.integers.first,
            let state = (values["job-state"]?.integers.first).flatMap(State.init)
        else { return nil }
        self.init(
            number: number, name: values["job-name"]?.strings.first, state: state,
            reasons: (values["job-state-reasons"]?.strings ?? []).filter { $0 != "none" },
            message: values["job-printer-state-message"]?.strings.first ?? "",
            begunAt: values["time-at-processing"]?.integers.first)
    }
}
