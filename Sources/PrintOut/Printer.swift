/// Where prints go: a queue of a print server, or a folder. What blocks, does so on threads of its own, and every call
/// ends within a bound.
public protocol Printer: Sendable {
    var name: String { get }

    func condition() async throws(PrintError) -> PrinterCondition
    /// The exact pixels of `keyword`; throws `unknownMedia` when this printer has no such media, or lacks one of
    /// `options`.
    func medium(_ keyword: String, options: [PrintOption]) async throws(PrintError) -> Medium
    /// Hands over a JPEG of exactly the medium's pixels and returns the job's number. Called once for an id.
    func submit(
        _ document: [UInt8], as id: PrintID, on medium: Medium, options: [PrintOption]
    ) async throws(PrintError) -> Int
    /// nil when the server does not know the number.
    func job(_ number: Int) async throws(PrintError) -> PrintJob?
    /// The jobs of this queue that are not finished, in the order in which they will print.
    func activeJobs() async throws(PrintError) -> [PrintJob]
    /// The jobs, finished ones included, that carry the id as their name, on any queue of the server; also those of which
    /// the server knows no more than how they ended.
    func jobs(named id: PrintID) async throws(PrintError) -> [PrintJob]
    func cancel(_ job: Int) async throws(PrintError)
    func resume() async throws(PrintError)
    /// Moves a job to another queue of the same server.
    func move(_ job: Int, to other: any Printer) async throws(PrintError)
    /// Breaks when the server goes away; nil where none can be had.
    func lifeline() async -> Lifeline?
}

extension Printer {
    public func lifeline() async -> Lifeline? { nil }

    /// The job of the id, by its number where that is still its own: numbers begin anew after a server's spool was wiped,
    /// and then the number is another print's. Where the server hides names, the number has to do.
    func job(_ number: Int, of id: PrintID) async throws(PrintError) -> PrintJob? {
        let job = try await job(number)
        if let job, job.name == id.text { return job }
        if let found = try await jobs(named: id).first { return found }
        return job?.name == nil ? job : nil
    }
}

/// A sheet as the driver knows it.
public struct Medium: Hashable, Sendable {
    /// What the queue calls it: `w288h432-div2`.
    public var keyword: String
    /// What reaches the driver pixel by pixel, portrait.
    public var width: Int
    public var height: Int
    public var dpi: Int
    /// The imageable area of the PPD: the same, or a pixel more where the filter's arithmetic loses one.
    public var nominalWidth: Int
    public var nominalHeight: Int
    /// What a job must say besides, because the driver's present defaults would change the picture.
    var choices: [PrintOption] = []

    public init(
        keyword: String, width: Int, height: Int, dpi: Int, nominalWidth: Int? = nil, nominalHeight: Int? = nil
    ) {
        (self.keyword, self.width, self.height, self.dpi) = (keyword, width, height, dpi)
        (self.nominalWidth, self.nominalHeight) = (nominalWidth ?? width, nominalHeight ?? height)
    }
}

/// A choice of the driver beyond the medium, such as the overcoat.
public struct PrintOption: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(name: String, value: String) { (self.name, self.value) = (name, value) }
}

/// What a printer says about itself now.
public struct PrinterCondition: Equatable, Sendable {
    public enum State: String, Sendable { case idle, processing, stopped }

    public var state: State
    public var isAccepting: Bool
    /// printer-state-reasons. Those of a finished job may stay behind on an idle printer, so they count only while it works.
    public var reasons: [String]
    public var message: String
    public var model: String
    /// Of a class; empty for a single printer.
    public var members: [String]
    public var jobs: Int
    /// As the driver reports it.
    public var printsLeft: Int?

    public init(
        state: State, isAccepting: Bool = true, reasons: [String] = [], message: String = "", model: String = "",
        members: [String] = [], jobs: Int = 0, printsLeft: Int? = nil
    ) {
        (self.state, self.isAccepting, self.reasons, self.message) = (state, isAccepting, reasons, message)
        (self.model, self.members, self.jobs, self.printsLeft) = (model, members, jobs, printsLeft)
    }
}

extension PrinterCondition {
    /// What keeps it from printing now.
    public var attention: Attention? {
        if let obstacle = Obstacle(self).attention { return obstacle }
        return state == .processing ? Attention(reasons: reasons, message: message) : nil
    }
}

/// A job as the server tells of it.
public struct PrintJob: Equatable, Sendable {
    /// RFC 8011 §5.3.7; the raw values are its own.
    public enum State: Int, Sendable {
        case pending = 3
        case held, processing, stopped, cancelled, aborted, completed
    }

    public var number: Int
    /// nil where the server does not tell it.
    public var name: String?
    public var state: State
    public var reasons: [String]
    public var message: String
    /// When it last began to be printed, in seconds since 1970 of the server's clock.
    public var begunAt: Int?

    public init(
        number: Int, name: String?, state: State, reasons: [String] = [], message: String = "", begunAt: Int? = nil
    ) {
        (self.number, self.name, self.state) = (number, name, state)
        (self.reasons, self.message, self.begunAt) = (reasons, message, begunAt)
    }
}
