import CCups

extension PrinterCondition {
    init(_ values: [String: IPPMessage.Values]) {
        let state = values["printer-state"]?.integers.first ?? 3
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
        "job-id", "job-name", "job-state", "job-state-reasons", "job-printer-uri", "job-printer-state-message",
        "time-at-processing",
    ]

    init?(_ values: [String: IPPMessage.Values]) {
        guard let number = values["job-id"]?.integers.first,
            let state = (values["job-state"]?.integers.first).flatMap(State.init)
        else { return nil }
        self.init(
            number: number, name: values["job-name"]?.strings.first ?? "",
            queue: values["job-printer-uri"]?.strings.first?.split(separator: "/").last.map(String.init) ?? "",
            state: state, reasons: (values["job-state-reasons"]?.strings ?? []).filter { $0 != "none" },
            message: values["job-printer-state-message"]?.strings.first ?? "",
            begunAt: values["time-at-processing"]?.integers.first)
    }
}

extension Medium {
    /// All of the PPD, in its order.
    static func all(of ppd: UnsafeMutablePointer<ppd_file_t>) -> [Medium] {
        let dpi = resolution(of: ppd)
        return UnsafeBufferPointer(start: ppd.pointee.sizes, count: Int(ppd.pointee.num_sizes)).map { size in
            let keyword = withUnsafeBytes(of: size.name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            let scaling = FilterScaling(width: size.right - size.left, height: size.top - size.bottom, dpi: Float(dpi))
            let (nominal, exact) = (scaling.nominal, scaling.exact)
            return Medium(
                keyword: keyword, width: exact.width, height: exact.height, dpi: dpi, nominalWidth: nominal.width,
                nominalHeight: nominal.height)
        }
    }

    /// CUPS would take any keyword and print on the default sheet, so what the PPD does not have is refused here.
    init(
        _ keyword: String, of ppd: UnsafeMutablePointer<ppd_file_t>, queue: String, options: [PrintOption]
    ) throws(PrintError) {
        let all = Medium.all(of: ppd)
        guard let medium = all.first(where: { $0.keyword == keyword }), medium.width > 0, medium.height > 0 else {
            throw .unknownMedia(keyword, queue: queue, known: all.map(\.keyword).filter { !$0.hasPrefix("Custom") })
        }
        for option in options {
            guard let known = ppdFindOption(ppd, option.name), ppdFindChoice(known, option.value) != nil else {
                throw .unknownOption("\(option.name)=\(option.value)", queue: queue)
            }
        }
        self = medium
    }

    /// `300dpi` or `300x600dpi`, of which the first counts across the sheet.
    private static func resolution(of ppd: UnsafeMutablePointer<ppd_file_t>) -> Int {
        guard let attribute = ppdFindAttr(ppd, "DefaultResolution", nil), let value = attribute.pointee.value,
            let dpi = Int(String(cString: value).prefix { $0.isNumber }), dpi > 0
        else { return 300 }
        return dpi
    }
}
