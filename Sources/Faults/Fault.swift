/// What every error of this project can say of itself. Each module has one error type, and that type answers `report` with
/// one table of its cases, so that the problem, its remedy and the exit status of a case stand side by side.
///
///     extension CardError: Fault {
///         public var report: FaultReport {
///             switch self {
///             case .full(let path):
///                 FaultReport("\(path): the card is full", remedy: "put another card in", status: .ioError)
///             }
///         }
///     }
public protocol Fault: Error, CustomStringConvertible {
    var report: FaultReport { get }
}

/// The parts of an error. Whoever shows one chooses among them; nobody takes a sentence apart.
public struct FaultReport: Equatable, Sendable {
    /// What is wrong and where: the path, the number or the name that it concerns. No full stop at the end.
    public var problem: String
    /// What an operator can do about it; nil when the problem says it all.
    public var remedy: String?
    /// What a guest is told, kindly and without names of files or devices; nil: guests need not know.
    public var guest: String?
    public var status: ExitStatus

    public init(_ problem: String, remedy: String? = nil, guest: String? = nil, status: ExitStatus) {
        (self.problem, self.remedy, self.guest, self.status) = (problem, remedy, guest, status)
    }
}

extension Fault {
    public var problem: String { report.problem }
    public var remedy: String? { report.remedy }
    public var guest: String? { report.guest }
    public var status: ExitStatus { report.status }

    /// The line that an operator reads: "the problem; the remedy".
    public var description: String {
        let report = report
        return report.remedy.map { "\(report.problem); \($0)" } ?? report.problem
    }
}
