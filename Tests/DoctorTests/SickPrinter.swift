import PrintOut

/// A printer that is as a test says, and never prints. All its media are the same sheet.
struct SickPrinter: Printer {
    let name = "sick"
    var now: PrinterCondition?
    let sheet: (width: Int, height: Int)

    init(_ now: PrinterCondition?, sheet: (width: Int, height: Int) = (1240, 1844)) {
        (self.now, self.sheet) = (now, sheet)
    }

    func condition() async throws(PrintError) -> PrinterCondition {
        guard let now else { throw .serverAway(server: "station:631", reason: "no route") }
        return now
    }

    func medium(_ keyword: String, options: [PrintOption]) async throws(PrintError) -> Medium {
        Medium(keyword: keyword, width: sheet.width, height: sheet.height, dpi: 300)
    }

    func submit(
        _ document: [UInt8], as id: PrintID, on medium: Medium, options: [PrintOption]
    ) async throws(PrintError) -> Int { throw .refused(operation: "printing", queue: name, reason: "sick") }

    func job(_ number: Int) async throws(PrintError) -> PrintJob? { nil }
    func activeJobs() async throws(PrintError) -> [PrintJob] { [] }
    func jobs(named id: PrintID) async throws(PrintError) -> [PrintJob] { [] }
    func cancel(_ job: Int) async throws(PrintError) {}
    func resume() async throws(PrintError) {}
    func move(_ job: Int, to other: any Printer) async throws(PrintError) {}
}
