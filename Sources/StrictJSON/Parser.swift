extension JSONValue {
    /// Objects and lists may stand in one another this deep.
    static let deepest = 64

    /// Parses a whole document as RFC 8259 has it, and strictly: no comments, no trailing commas, UTF-8, no key twice
    /// in an object. A byte-order mark before it is passed over. `document` is the name that errors give it, `limit` its
    /// size in bytes.
    public init(
        parsing bytes: [UInt8], document: String, limit: Int = 4 << 20
    ) throws(StrictJSONError) {
        guard bytes.count <= limit else {
            throw .tooLarge(document: document, size: bytes.count, limit: limit)
        }
        // Editors on Windows write a byte-order mark.
        let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        var parser = Parser(bytes: isMarked ? Array(bytes.dropFirst(3)) : bytes, document: document)
        self = try parser.whole()
    }
}

/// A recursive descent over bytes; `at` is the next one.
struct Parser {
    let bytes: [UInt8]
    let document: String
    var at = 0
    private var depth = 0

    init(bytes: [UInt8], document: String) {
        self.bytes = bytes
        self.document = document
    }

    /// 0 stands for the end: as a byte of its own it is not allowed anywhere.
    var next: UInt8 { at < bytes.count ? bytes[at] : 0 }

    mutating func whole() throws(StrictJSONError) -> JSONValue {
        let value = try value()
        guard at == bytes.count else { throw error("expected the end, found \(nextNamed)") }
        return value
    }

    private mutating func value() throws(StrictJSONError) -> JSONValue {
        skipSpace()
        defer { skipSpace() }
        switch next {
        case UInt8(ascii: "{"): return try nested { (parser) throws(StrictJSONError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { (parser) throws(StrictJSONError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t") where take("true"): return true
        case UInt8(ascii: "f") where take("false"): return false
        case UInt8(ascii: "n") where take("null"): return nil
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw error("expected a value, found \(nextNamed)")
        }
    }

    private mutating func nested(
        _ body: (inout Parser) throws(StrictJSONError) -> JSONValue
    ) throws(StrictJSONError) -> JSONValue {
        guard depth < JSONValue.deepest else { throw error("nested deeper than \(JSONValue.deepest) levels") }
        depth += 1
        defer { depth -= 1 }
        at += 1
        skipSpace()
        return try body(&self)
    }

    private mutating func object() throws(StrictJSONError) -> JSONValue {
        if take("}") { return .object([]) }
        var members: [JSONValue.Member] = []
        var keys: Set<String> = []
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw error("expected a key in quotes, found \(nextNamed)") }
            let start = at
            let key = try string()
            guard keys.insert(key).inserted else {
                at = start
                throw error("the key \(JSONValue.string(key).found) stands twice in the same object")
            }
            skipSpace()
            guard take(":") else { throw error("expected \":\" after the key, found \(nextNamed)") }
            members.append(JSONValue.Member(key, try value()))
            if take("}") { return .object(members) }
            guard take(",") else { throw error("expected \",\" or \"}\", found \(nextNamed)") }
        }
    }

    private mutating func array() throws(StrictJSONError) -> JSONValue {
        if take("]") { return .array([]) }
        var elements: [JSONValue] = []
        while true {
            elements.append(try value())
            if take("]") { return .array(elements) }
            guard take(",") else { throw error("expected \",\" or \"]\", found \(nextNamed)") }
        }
    }

    private mutating func skipSpace() {
        while next == UInt8(ascii: " ") || next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r")
            || next == UInt8(ascii: "\t")
        {
            at += 1
        }
    }

    private mutating func take(_ word: StaticString) -> Bool {
        let matches = word.withUTF8Buffer { bytes[at...].starts(with: $0) }
        if matches { at += word.utf8CodeUnitCount }
        return matches
    }

    /// What stands at `at`, for errors.
    var nextNamed: String {
        guard at < bytes.count else { return "the end" }
        guard (0x21...0x7E).contains(bytes[at]) else {
            return bytes[at] < 0x80 ? "a control character" : "a character that is not ASCII"
        }
        return "\"\(Character(Unicode.Scalar(bytes[at])))\""
    }

    func error(_ problem: String) -> StrictJSONError {
        let before = bytes.prefix(at)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        // Continuation bytes of UTF-8 are 10xxxxxx.
        let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        return .malformed(document: document, line: line, column: column, problem: problem)
    }
}
