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

/// What a program tells the shell when it ends with this error; one that is no fault should have been caught.
public func exitStatus(of error: any Error) -> ExitStatus { (error as? any Fault)?.status ?? .ownBug }

/// The parts of an error. Whoever shows one chooses among them; nobody takes a sentence apart.
public struct FaultReport: Equatable, Sendable {
    /// What is wrong and where: the path, the number or the name that it concerns. No full stop at the end.
    public var problem: String
    /// What an operator can do about it; nil when the problem says it all.
    public var remedy: String?
    /// nil: guests need not know.
    public var guest: GuestNotice?
    public var status: ExitStatus

    public init(_ problem: String, remedy: String? = nil, guest: GuestNotice? = nil, status: ExitStatus) {
        (self.problem, self.remedy, self.guest, self.status) = (problem, remedy, guest, status)
    }

    /// A capture, layout, parameter or document that cannot be used.
    public static func badData(_ problem: String, _ remedy: String? = nil) -> FaultReport {
        FaultReport(problem, remedy: remedy, status: .badData)
    }

    /// The same about a part of something, which `place` names: "effect lut: " before "film.cube: no such file".
    public func after(_ place: String) -> FaultReport {
        var report = self
        report.problem = place + problem
        return report
    }
}

extension Fault {
    public var problem: String { report.problem }
    public var remedy: String? { report.remedy }
    public var guest: GuestNotice? { report.guest }
    public var status: ExitStatus { report.status }

    /// The problem without the path that it begins with, for whoever names the thing otherwise.
    public func problem(without path: String) -> String {
        problem.hasPrefix(path + ": ") ? String(problem.dropFirst(path.count + 2)) : problem
    }

    /// The line that an operator reads, for whoever has named the place already: "#5: " instead of "session #5: ".
    public func description(without place: String) -> String {
        let problem = problem(without: place)
        return (remedy.map { "\(problem); \($0)" } ?? problem).onOneLine
    }

    /// The line that an operator reads: "the problem; the remedy". Names of files and words of libraries may hold anything,
    /// so it is made one line here.
    public var description: String {
        let report = report
        return (report.remedy.map { "\(report.problem); \($0)" } ?? report.problem).onOneLine
    }
}
