public import Faults

/// What is wrong with a command line, or with the place that its results go to.
public enum TerminalError: Error, Equatable, CustomStringConvertible {
    case unknownOption(String, nearest: String?)
    /// `value` is its name in the help.
    case missingValue(option: String, value: String)
    case superfluousValue(option: String)
    case givenTwice(option: String)
    case unexpected(option: String, expected: String, found: String)
    case superfluousArgument(String)
    /// Options that do not go together, or one that is needed; in the words of the command.
    case usage(String)
    case cannotWrite(reason: String)

    public var description: String {
        switch self {
        case .unknownOption(let option, let nearest?): "\(option): unknown option; did you mean \(nearest)?"
        case .unknownOption(let option, nil): "\(option): unknown option"
        case .missingValue(let option, let value): "\(option): needs \(value)"
        case .superfluousValue(let option): "\(option): takes no value"
        case .givenTwice(let option): "\(option): given twice"
        case .unexpected(let option, let expected, let found): "\(option): expected \(expected), found \"\(found)\""
        case .superfluousArgument(let argument): "\(argument): not expected here"
        case .usage(let problem): problem
        case .cannotWrite(let reason): "the results cannot be written (\(reason)); check where they go to"
        }
    }

    public var status: ExitStatus {
        if case .cannotWrite = self { .ioError } else { .usage }
    }
}
