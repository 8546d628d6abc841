public import Faults

/// Why a document is not accepted: where, what was expected, what was found.
public enum StrictJSONError: Fault, Equatable {
    /// Not JSON. Line and column count from 1, columns in Unicode scalars.
    case malformed(document: String, line: Int, column: Int, problem: String, remedy: String? = nil)
    /// Sizes in bytes.
    case tooLarge(document: String, size: Int, limit: Int)
    case unexpected(path: JSONPath, expected: String, found: String, nearest: String?)
    /// `similar` is a key of the object that may have been meant.
    case missingKey(path: JSONPath, similar: String?)
    case unknownKey(path: JSONPath, nearest: String?, known: [String])
    /// Well-formed, but it cannot be so; the problem in the words of whoever decodes.
    case invalid(path: JSONPath, problem: String, remedy: String? = nil)
}

extension StrictJSONError {
    /// The place in the document that it is about; nil when it is about the document as a whole.
    public var path: JSONPath? {
        switch self {
        case .malformed, .tooLarge: nil
        case .unexpected(let path, _, _, _), .missingKey(let path, _), .unknownKey(let path, _, _),
            .invalid(let path, _, _):
            path
        }
    }

    public var report: FaultReport {
        switch self {
        case .malformed(let document, let line, let column, let problem, let remedy):
            .badData("\(document): line \(line), column \(column): \(problem)", remedy)
        case .tooLarge(let document, let size, let limit):
            .badData("\(document): \(size) bytes are more than the limit of \(limit)")
        case .unexpected(let path, let expected, let found, let nearest):
            .badData("\(path): expected \(expected), found \(found)", Self.suggestion(nearest))
        case .missingKey(let path, let similar):
            .badData("\(path): missing", similar.map { "is it what \"\($0)\" stands for?" })
        case .unknownKey(let path, let nearest, let known):
            .badData("\(path): unknown key", Self.suggestion(nearest) ?? Self.list(known))
        case .invalid(let path, let problem, let remedy):
            .badData("\(path): \(problem)", remedy)
        }
    }

    private static func suggestion(_ nearest: String?) -> String? { nearest.map { "did you mean \"\($0)\"?" } }

    private static func list(_ known: [String]) -> String {
        known.isEmpty ? "none is known here" : "known are \(known.sorted().joined(separator: ", "))"
    }
}
