import Faults
import Testing

@testable import StrictJSON

@Suite struct ParserTests {
    private func parse(_ text: String) throws(StrictJSONError) -> JSONValue {
        try JSONValue(parsing: Array(text.utf8), document: "d.json")
    }

    private static let good: [(String, JSONValue)] = [
        ("null", .null), (" true ", true), ("false\n", false), ("0", 0), ("-0.5", -0.5), ("1e3", 1000),
        ("1.5E-2", 0.015), ("9007199254740993", .number(9_007_199_254_740_992)), ("[]", []), ("{ }", [:]),
        ("[1, [2,\t3]\r\n]", [1, [2, 3]]), (#"{"b":1, "a":{"c":null}}"#, ["b": 1, "a": ["c": .null]]),
        (#""""#, ""), (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{c}\n\r\t"), (#""\u00e9\u20AC""#, "é€"),
        (#""\ud83c\uDF89 🎉""#, "🎉 🎉"), (#""\u0000""#, "\0"),
    ]

    @Test(arguments: good)
    func `takes what RFC 8259 allows`(text: String, value: JSONValue) throws {
        #expect(try parse(text) == value)
    }

    @Test(arguments: [
        ("", 1, 1, "expected a value, found the end"),
        ("{\n  \"a\": 1,\n}", 2, 9, "a comma that nothing follows; remove it"),
        ("[1,]", 1, 3, "a comma that nothing follows; remove it"),
        ("[,]", 1, 2, "expected a value, found \",\""),
        ("[1 2]", 1, 3, "a comma is missing here, before what comes next"),
        ("{\"a\" 1}", 1, 6, "expected \":\" after the key, found \"1\""),
        ("{\"a\":1 \"b\":2}", 1, 7, "a comma is missing here, before what comes next"),
        ("{a: 1}", 1, 2, "expected a key in quotes, found \"a\""),
        ("{\"é\": 1, \"a\": 2, \"é\": 3}", 1, 18, "the key \"é\" stands twice in the same object"),
        ("[1] x", 1, 5, "expected the end, found \"x\""),
        ("nul", 1, 1, "expected a value, found \"n\""), ("NaN", 1, 1, "expected a value, found \"N\""),
        ("// no", 1, 1, "expected a value, found \"/\""), ("'a'", 1, 1, "expected a value, found \"'\""),
        ("é", 1, 1, "expected a value, found a character that is not ASCII"),
        ("01", 1, 2, "a number cannot start with 0"), ("-", 1, 2, "expected a digit, found the end"),
        ("1.", 1, 3, "expected a digit, found the end"), ("[1e]", 1, 4, "expected a digit, found \"]\""),
        (".5", 1, 1, "expected a value, found \".\""), ("[+1]", 1, 2, "expected a value, found \"+\""),
        ("[1e999]", 1, 2, "the number is too large"),
        ("[\"abc", 1, 2, "a text without its closing quote"),
        ("\"a\nb\"", 1, 3, "a line break or control character inside a text; write it as \\n or \\u0000"),
        ("\"\\x\"", 1, 2, "an escape that does not exist; a backslash itself is written \\\\"),
        ("\"\\", 1, 2, "an escape that does not exist; a backslash itself is written \\\\"),
        ("\"\\u12G4\"", 1, 6, "expected four hexadecimal digits after \\u, found \"G\""),
        ("\"\\ud83c\"", 1, 2, "half of a surrogate pair"), ("\"\\udf89\"", 1, 2, "half of a surrogate pair"),
        ("\"\\ud83c\\u0041\"", 1, 2, "half of a surrogate pair"),
        // What is missing is missing behind the last value, not where the next one stands.
        ("{\n  \"a\": 1\n\n  \"b\": 2 }", 2, 9, "a comma is missing here, before what comes next"),
        ("{\"a\": {\n}\n\"b\": 2}", 2, 2, "a comma is missing here, before what comes next"),
        ("[\n1\n2]", 2, 2, "a comma is missing here, before what comes next"),
        ("[{}\n{}]", 1, 4, "a comma is missing here, before what comes next"),
        ("[true\nfalse]", 1, 6, "a comma is missing here, before what comes next"),
        ("{\"é\": \"ü\"\n\"b\": 2}", 1, 10, "a comma is missing here, before what comes next"),
        ("[1,\n\n]", 1, 3, "a comma that nothing follows; remove it"),
        ("{\"a\": 1\n]", 2, 1, "expected \",\" or \"}\", found \"]\""),
        ("\u{FEFF}{,", 1, 2, "expected a key in quotes, found \",\""),
        ("\u{FEFF}\u{FEFF}{}", 1, 1, "expected a value, found a character that is not ASCII"),
    ])
    func `refuses the rest, with line and column`(text: String, line: Int, column: Int, problem: String) {
        let error = #expect(throws: StrictJSONError.self) { try parse(text) }
        #expect(error?.description == "d.json: line \(line), column \(column): \(problem)")
        guard case .malformed? = error else { return #expect(Bool(false), "\(error as Any)") }
    }

    @Test(arguments: [
        [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
    ])
    func `refuses texts that are not UTF-8`(bytes: [UInt8]) {
        #expect(throws: StrictJSONError.self) { try JSONValue(parsing: bytes, document: "d") }
    }

    @Test func `a byte-order mark before the document is skipped, and one in a text is kept`() throws {
        #expect(try parse("\u{FEFF} {\"a\": 1}") == ["a": 1])
        #expect(try parse("\"\u{FEFF}a\"") == "\u{FEFF}a")
        #expect(throws: StrictJSONError.self) { try parse("\u{FEFF}") }
        let (problem, remedy) = ("the file is UTF-16", "save it as UTF-8")
        for bytes: [UInt8] in [[0xFF, 0xFE, 0x7B, 0], [0xFE, 0xFF, 0, 0x7B]] {
            #expect(
                throws: StrictJSONError.malformed(document: "d", line: 1, column: 1, problem: problem, remedy: remedy)
            ) {
                try JSONValue(parsing: bytes, document: "d")
            }
        }
    }

    @Test func `a NUL outside of a text is not the end`() {
        #expect(throws: StrictJSONError.self) { try JSONValue(parsing: [0x31, 0], document: "d") }
        #expect(throws: StrictJSONError.self) { try JSONValue(parsing: [0x22, 0, 0x22], document: "d") }
    }

    @Test func `nests as deep as the limit and no deeper`() throws {
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        _ = try parse(nested(64))
        #expect(throws: StrictJSONError.self) { try parse(nested(65)) }
        #expect(throws: StrictJSONError.self) { try parse(String(repeating: "{\"a\":", count: 1_000_000)) }
        // Beside one another is not inside one another.
        _ = try parse("[" + Array(repeating: "[]", count: 100).joined(separator: ",") + "]")
    }

    @Test func `the size is checked before anything else`() {
        #expect(throws: StrictJSONError.tooLarge(document: "d", size: 11, limit: 10)) {
            try JSONValue(parsing: Array(repeating: 0xFF, count: 11), document: "d", limit: 10)
        }
    }

    @Test func `every truncation and every changed byte ends in a value or an error`() {
        let good = Array(#"{"a":[1,-2.5e+3,"x\u00e9\ud83c\udf89\n"],"b":{"c":true,"d":null}}"#.utf8)
        for count in 0..<good.count {
            #expect(throws: StrictJSONError.self) { try JSONValue(parsing: Array(good.prefix(count)), document: "d") }
        }
        var accepted = 0
        for index in good.indices {
            for byte: UInt8 in [0, 0x22, 0x2C, 0x30, 0x5B, 0x5C, 0x7B, 0x7D, 0x80, 0xFF] {
                var bad = good
                bad[index] = byte
                if (try? JSONValue(parsing: bad, document: "d")) != nil { accepted += 1 }
            }
        }
        #expect(accepted > 0 && accepted < good.count * 3)
    }
}
