public import Faults

/// What is wrong with a command line, or with the place that its results go to.
public enum TerminalError: Fault, Equatable {
    case unknownOption(String, nearest: String?)
    /// `value` is its name in the help.
    case missingValue(option: String, value: String)
    case superfluousValue(option: String)
    case givenTwice(option: String)
    case unexpected(option: String, expected: String, found: String)
    case superfluousArgument(String)
    /// Options that do not go together, or one that is needed; in the words of the command.
    case usage(String, remedy: String? = nil)
    case cannotWrite(reason: String)
}

extension TerminalError {
    public var report: FaultReport {
        switch self {
        case .unknownOption(let option, let nearest):
            Self.usage("\(option): unknown option", nearest.map { "did you mean \($0)?" })
        case .missingValue(let option, let value): Self.usage("\(option): needs \(value)")
        case .superfluousValue(let option): Self.usage("\(option): takes no value")
        case .givenTwice(let option): Self.usage("\(option): given twice")
        case .unexpected(let option, let expected, let found):
            Self.usage("\(option): expected \(expected), found \"\(found)\"")
        case .superfluousArgument(let argument): Self.usage("\(argument): not expected here")
        case .usage(let problem, let remedy): Self.usage(problem, remedy)
        case .cannotWrite(let reason):
            FaultReport(
                "the results cannot be written (\(reason))", remedy: "check where they go to", status: .ioError)
        }
    }

    private static func usage(_ problem: String, _ remedy: String? = nil) -> FaultReport {
        FaultReport(problem, remedy: remedy, status: .usage)
    }
}
