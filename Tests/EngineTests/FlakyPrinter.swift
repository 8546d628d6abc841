import Foundation
import PrintOut

/// A folder whose print server is away until it comes back.
final class FlakyPrinter: Printer {
    private let printer: FilePrinter
    private let away = NSLock()
    nonisolated(unsafe) private var isAway = true

    init(_ printer: FilePrinter) { self.printer = printer }

    var name: String { printer.name }
    func comeBack() { away.withLock { isAway = false } }

    private func reached() throws(PrintError) -> FilePrinter {
        guard !away.withLock({ isAway }) else { throw .serverAway(server: "test", reason: "no route") }
        return printer
    }

    func condition() async throws(PrintError) -> PrinterCondition { try await reached().condition() }
    func medium(_ keyword: String, options: [PrintOption]) async throws(PrintError) -> Medium {
        try await reached().medium(keyword, options: options)
    }
    func submit(
        _ document: [UInt8], as id: PrintID, on medium: Medium, options: [PrintOption]
    ) async throws(PrintError) -> Int { try await reached().submit(document, as: id, on: medium, options: options) }
    func job(_ number: Int) async throws(PrintError) -> PrintJob? { try await reached().job(number) }
    func activeJobs() async throws(PrintError) -> [PrintJob] { try await reached().activeJobs() }
    func jobs(named id: PrintID) async throws(PrintError) -> [PrintJob] { try await reached().jobs(named: id) }
    func cancel(_ job: Int) async throws(PrintError) { try await reached().cancel(job) }
    func resume() async throws(PrintError) {}
    func move(_ job: Int, to other: any Printer) async throws(PrintError) { try await reached().move(job, to: other) }
}
