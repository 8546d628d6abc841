/// Why a document is not accepted: where, what was expected, what was found.
public enum StrictJSONError: Error, Equatable, CustomStringConvertible {
    /// Not JSON. Line and column count from 1, columns in Unicode scalars.
    case malformed(document: String, line: Int, column: Int, problem: String)
    /// Sizes in bytes.
    case tooLarge(document: String, size: Int, limit: Int)
    case unexpected(path: JSONPath, expected: String, found: String, nearest: String?)
    /// `similar` is a key of the object that may have been meant.
    case missingKey(path: JSONPath, similar: String?)
    case unknownKey(path: JSONPath, nearest: String?, known: [String])
    /// Well-formed, but it cannot be so; the problem in the words of whoever decodes.
    case invalid(path: JSONPath, problem: String)

    public var description: String {
        switch self {
        case .malformed(let document, let line, let column, let problem):
            "\(document): line \(line), column \(column): \(problem)"
        case .tooLarge(let document, let size, let limit):
            "\(document): \(size) bytes are more than the limit of \(limit)"
        case .unexpected(let path, let expected, let found, let nearest):
            "\(path): expected \(expected), found \(found)" + Self.suggestion(nearest)
        case .missingKey(let path, let similar?):
            "\(path): missing; is it what \"\(similar)\" stands for?"
        case .missingKey(let path, nil):
            "\(path): missing"
        case .unknownKey(let path, let nearest?, _):
            "\(path): unknown key" + Self.suggestion(nearest)
        case .unknownKey(let path, nil, let known) where known.isEmpty:
            "\(path): unknown key; none is known here"
        case .unknownKey(let path, nil, let known):
            "\(path): unknown key; known are \(known.sorted().joined(separator: ", "))"
        case .invalid(let path, let problem):
            "\(path): \(problem)"
        }
    }

    private static func suggestion(_ nearest: String?) -> String {
        nearest.map { "; did you mean \"\($0)\"?" } ?? ""
    }
}
