public import Faults
public import Files
import Glibc
import Work

/// The digits by which an operator is known at the guests' screen. They are the booth's, not an event's, and lie hashed in
/// `$XDG_CONFIG_HOME/boothkit/pin`.
///
///     try OperatorPIN(folder: settingsFolder()).set("2468")
public struct OperatorPIN: Sendable {
    public static let lengths = 4...12
    private let folder: String

    /// - Parameter folder: `$XDG_CONFIG_HOME/boothkit`.
    public init(folder: String) { self.folder = folder }

    public var path: String { folder + "/pin" }

    /// Takes the place of the one before. Blocks.
    public func set(_ digits: String) throws(PINError) {
        guard Self.lengths.contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw .notDigits
        }
        do throws(FilesError) {
            try makeFolder(folder)
            try writeDurably(Array((SaltedHash(of: digits).description + "\n").utf8), to: path, isSecret: true)
        } catch { throw .file(error) }
    }

    /// Whether these are the digits; nil: none were ever set, or what lies there is no hash. Blocks.
    func matches(_ digits: String) -> Bool? {
        guard let bytes = try? readAll(path, limit: 1_024) else { return nil }
        return SaltedHash(String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace })?.matches(digits)
    }
}

public enum PINError: Fault, Equatable {
    case notDigits
    case file(FilesError)

    public var report: FaultReport {
        switch self {
        case .notDigits:
            FaultReport(
                "a PIN has 4 to 12 digits and nothing else", remedy: "choose one that guests will not guess",
                status: .usage)
        case .file(let error): error.report
        }
    }
}
