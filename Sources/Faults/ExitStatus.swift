import Glibc

/// What a command tells the shell. Beyond 0 and 1 the numbers are those of sysexits.h.
public enum ExitStatus: Int32, Sendable {
    case done = 0
    /// Done in part, or something differs or failed.
    case failed = 1
    case usage = 64
    /// A capture, layout, parameter or document that cannot be used.
    case badData = 65
    case inputMissing = 66
    /// A camera or print server that is not there now.
    case notThere = 69
    case ownBug = 70
    case cannotCreate = 73
    /// Reading or writing failed, or the disk is full.
    case ioError = 74
    case tryAgain = 75
    case permission = 77
    /// A queue or medium that is not configured.
    case configuration = 78

    public func exit() -> Never { Glibc.exit(rawValue) }
}
