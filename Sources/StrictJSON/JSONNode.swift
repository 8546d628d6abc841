public import Faults

/// A value and where it stands. Decoding asks it for what is expected; what does not fit is an error that says so.
public struct JSONNode: Sendable {
    public let value: JSONValue
    public let path: JSONPath

    public init(_ value: JSONValue, at path: JSONPath) {
        self.value = value
        self.path = path
    }

    /// A whole document; `document` is the name that errors give it, `limit` its size in bytes.
    public init(parsing bytes: [UInt8], document: String, limit: Int = 4 << 20) throws(StrictJSONError) {
        self.init(
            try JSONValue(parsing: bytes, document: document, limit: limit), at: .document(document))
    }

    /// For values of more than one form: `throw node.error(expected: "a length such as 813 or \"25%\"")`.
    public func error(expected: String, nearest: String? = nil) -> StrictJSONError {
        .unexpected(path: path, expected: expected, found: value.found, nearest: nearest)
    }

    /// Where a number or a truth value is expected. In quotes it is a text, which is easily overlooked.
    public func error(expectedUnquoted expected: String) -> StrictJSONError {
        guard case .string(let text) = value, Double(text) != nil || text == "true" || text == "false" else {
            return error(expected: expected)
        }
        let found = value.found + " in quotes, which is a text; take the quotes away"
        return .unexpected(path: path, expected: expected, found: found, nearest: nil)
    }

    /// For values that have the right form and still cannot be: `throw node.error("there is no paper \"5x8\"")`.
    public func error(_ problem: String, remedy: String? = nil) -> StrictJSONError {
        .invalid(path: path, problem: problem, remedy: remedy)
    }

    /// For values that name something which is at fault itself, a file, say.
    public func error(_ fault: some Fault) -> StrictJSONError {
        error(fault.problem, remedy: fault.remedy)
    }
}

extension JSONNode {
    /// A text of at most `limit` UTF-8 bytes. NUL is refused: C libraries would stop there.
    public func string(limit: Int = 4096) throws(StrictJSONError) -> String {
        guard case .string(let string) = value else { throw textError }
        guard string.utf8.count <= limit else { throw error("the text is longer than \(limit) bytes") }
        guard !string.utf8.contains(0) else { throw error("the text contains NUL") }
        return string
    }

    private var textError: StrictJSONError {
        switch value {
        case .number, .bool:
            .unexpected(
                path: path, expected: "a text", found: value.found + "; a text stands in quotes", nearest: nil)
        default: error(expected: "a text")
        }
    }

    public func bool() throws(StrictJSONError) -> Bool {
        guard case .bool(let bool) = value else { throw error(expectedUnquoted: "true or false") }
        return bool
    }

    public func double() throws(StrictJSONError) -> Double {
        guard case .number(let number) = value else { throw error(expectedUnquoted: "a number") }
        return number
    }

    public func double(in range: ClosedRange<Double>) throws(StrictJSONError) -> Double {
        guard case .number(let number) = value, range.contains(number) else {
            let (low, high) = (JSONValue.number(range.lowerBound).text(), JSONValue.number(range.upperBound).text())
            throw error(expectedUnquoted: "a number from \(low) to \(high)")
        }
        return number
    }

    /// A number without a fraction. The range must lie within ±2⁵³, where every whole number is exact.
    public func int(in range: ClosedRange<Int>) throws(StrictJSONError) -> Int {
        guard case .number(let number) = value, let int = Int(exactly: number), range.contains(int) else {
            throw error(expectedUnquoted: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return int
    }

    /// One of the given words. `synonyms` are other words that people use, each with the one that is meant:
    /// `["circle": "ellipse"]`; they are not taken, but answered with it.
    public func oneOf(_ words: [String], synonyms: [String: String] = [:]) throws(StrictJSONError) -> String {
        if case .string(let string) = value {
            if words.contains(string) { return string }
            let meant = synonyms[string.lowercased()] ?? nearest(to: string, among: words)
            throw error(expected: Self.list(words), nearest: meant)
        }
        throw error(expected: Self.list(words))
    }

    /// One of an enumeration's raw values.
    public func oneOf<Choice>(
        _: Choice.Type = Choice.self, synonyms: [String: String] = [:]
    ) throws(StrictJSONError) -> Choice where Choice: CaseIterable & RawRepresentable<String> {
        let word = try oneOf(Choice.allCases.map(\.rawValue), synonyms: synonyms)
        return Choice(rawValue: word)!
    }

    /// A list of at most `max` elements, each decoded by `element`: an initialiser or function, or a closure that says
    /// what it throws: `{ (node) throws(StrictJSONError) in try node.string() }`.
    public func array<Element>(
        max: Int, of element: (JSONNode) throws(StrictJSONError) -> Element
    ) throws(StrictJSONError) -> [Element] {
        guard case .array(let values) = value else { throw error(expected: "a list") }
        guard values.count <= max else { throw error("\(values.count) elements are more than the limit of \(max)") }
        var elements: [Element] = []
        for (index, value) in values.enumerated() {
            elements.append(try element(JSONNode(value, at: .index(index, in: path))))
        }
        return elements
    }

    /// An object whose keys are free, at most `max` of them.
    public func dictionary<Element>(
        max: Int, of element: (JSONNode) throws(StrictJSONError) -> Element
    ) throws(StrictJSONError) -> [String: Element] {
        let rest = try object().remaining()
        guard rest.count <= max else { throw error("\(rest.count) keys are more than the limit of \(max)") }
        var elements: [String: Element] = [:]
        for (key, node) in rest { elements[key] = try element(node) }
        return elements
    }

    /// An object, whose keys the reader gives out; call its `finish()` after the last one.
    public func object() throws(StrictJSONError) -> JSONObjectReader {
        guard case .object(let members) = value else { throw error(expected: "an object") }
        return JSONObjectReader(members, at: path)
    }

    private static func list(_ words: [String]) -> String {
        let quoted = words.map { "\"\($0)\"" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }
}
