/// A text with `{tokens}`, parsed once so that an unknown one is an error before anything is rendered.
public struct Tokens: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case literal(String)
        /// `present`: what stands there instead of a value that is not missing.
        case token(key: String, format: String?, present: String?, fallback: String)
    }

    let parts: [Part]

    /// Of every token, as often as it stands there.
    var keys: [String] { parts.compactMap { if case .token(let key, _, _, _) = $0 { key } else { nil } } }

    /// Throws what an editor of the layout should read.
    init(parsing text: String) throws(TokenError) {
        var parts: [Part] = []
        var literal = ""
        var rest = Substring(text)
        while let character = rest.popFirst() {
            switch character {
            case "{" where rest.first == "{", "}" where rest.first == "}":
                literal.append(character)
                rest.removeFirst()
            case "{":
                guard let end = rest.firstIndex(of: "}") else {
                    throw TokenError(problem: "\"{\" without \"}\"", remedy: "write {{ for a brace")
                }
                if !literal.isEmpty { parts.append(.literal(literal)) }
                literal = ""
                parts.append(try Self.token(rest[..<end]))
                rest = rest[rest.index(after: end)...]
            case "}":
                throw TokenError(problem: "\"}\" without \"{\"", remedy: "write }} for a brace")
            default: literal.append(character)
            }
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        self.parts = parts
    }

    private static func token(_ text: Substring) throws(TokenError) -> Part {
        // KEY, KEY|MISSING, KEY?PRESENT or KEY?PRESENT|MISSING.
        let end = text.firstIndex { $0 == "?" || $0 == "|" } ?? text.endIndex
        let isCondition = text[end...].first == "?"
        let halves = text[end...].dropFirst().split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let named = text[..<end].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let key = named.first.map(String.init) ?? ""
        let format = named.count > 1 ? String(named[1]) : nil
        guard Values.isToken(key) else {
            throw TokenError(problem: "unknown token {\(key)}", remedy: "there are \(Values.tokenNames)")
        }
        if format != nil, key != "date", key != "time" { throw TokenError(problem: "{\(key)} takes no format") }
        if format == "" {
            throw TokenError(problem: "{\(key):} has no pattern", remedy: "write one as in {date:d MMMM yyyy}")
        }
        guard isCondition else {
            return .token(key: key, format: format, present: nil, fallback: String(text[end...].dropFirst()))
        }
        return .token(
            key: key, format: format, present: halves.first.map(String.init) ?? "",
            fallback: halves.count > 1 ? String(halves[1]) : "")
    }

    /// Whether it has a date or time that nothing stands in for when there is none.
    var leavesDateOut: Bool {
        parts.contains {
            if case .token("date", _, _, "") = $0 { return true }
            if case .token("time", _, _, "") = $0 { return true }
            return false
        }
    }

    /// The text with every token replaced. A missing value gives the token's fallback, empty unless stated.
    func resolved(with values: Values) -> String {
        parts.map { part in
            switch part {
            case .literal(let text): return text
            case .token(let key, let format, let present, let fallback):
                let value = values.text(for: key, format: format)
                return value.isEmpty ? fallback : present ?? value
            }
        }.joined()
    }
}

struct TokenError: Error {
    let problem: String
    var remedy: String?
}
