extension JSONValue {
    /// Objects and lists may stand in one another this deep.
    static let deepest = 64

    /// Parses a whole document as RFC 8259 has it, and strictly: no comments, no trailing commas, no key twice in an
    /// object. A byte-order mark before UTF-8, which some editors write, is skipped. `document` is the name that errors
    /// give it, `limit` its size in bytes.
    public init(
        parsing bytes: [UInt8], document: String, limit: Int = 4 << 20
    ) throws(StrictJSONError) {
        guard bytes.count <= limit else {
            throw .tooLarge(document: document, size: bytes.count, limit: limit)
        }
        var parser = Parser(bytes: bytes, document: document)
        self = try parser.whole()
    }
}

/// A recursive descent over bytes; `at` is the next one.
struct Parser {
    let bytes: [UInt8]
    let document: String
    var at: Int
    /// Where the document starts, behind a byte-order mark.
    private let start: Int
    /// Where the last key or value ended. A comma that is missing is missing there, maybe lines above the next token.
    private var end = 0
    private var depth = 0

    init(bytes: [UInt8], document: String) {
        self.bytes = bytes
        self.document = document
        start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        at = start
    }

    /// 0 stands for the end: as a byte of its own it is not allowed anywhere.
    var next: UInt8 { at < bytes.count ? bytes[at] : 0 }

    mutating func whole() throws(StrictJSONError) -> JSONValue {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw error("the file is UTF-16", remedy: "save it as UTF-8")
        }
        let value = try value()
        guard at == bytes.count else { throw error("expected the end, found \(nextNamed)") }
        return value
    }

    private mutating func value() throws(StrictJSONError) -> JSONValue {
        skipSpace()
        defer {
            end = at
            skipSpace()
        }
        switch next {
        case UInt8(ascii: "{"): return try nested { (parser) throws(StrictJSONError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { (parser) throws(StrictJSONError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t") where take("true"): return true
        case UInt8(ascii: "f") where take("false"): return false
        case UInt8(ascii: "n") where take("null"): return .null
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
            try comma(before: "}")
        }
    }

    private mutating func array() throws(StrictJSONError) -> JSONValue {
        if take("]") { return .array([]) }
        var elements: [JSONValue] = []
        while true {
            elements.append(try value())
            if take("]") { return .array(elements) }
            try comma(before: "]")
        }
    }

    /// The comma behind an element that `bracket` does not follow, and something behind the comma.
    private mutating func comma(before bracket: Character) throws(StrictJSONError) {
        let comma = at
        guard take(",") else {
            guard startsElement else { throw error("expected \",\" or \"\(bracket)\", found \(nextNamed)") }
            at = end
            throw error("a comma is missing here, before what comes next")
        }
        skipSpace()
        guard next != bracket.asciiValue else {
            at = comma
            throw error("a comma that nothing follows; remove it")
        }
    }

    /// Whether a key or a value starts here.
    private var startsElement: Bool {
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "-"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
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

    func error(_ problem: String, remedy: String? = nil) -> StrictJSONError {
        let before = bytes.prefix(at)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? start
        // Continuation bytes of UTF-8 are 10xxxxxx.
        let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        return .malformed(document: document, line: line, column: column, problem: problem, remedy: remedy)
    }
}
