public import StrictJSON

/// A text for guests: one for all, or one for each language.
///
///     "Touch to begin"     {"en": "Touch to begin", "de": "Zum Starten berühren"}
public enum GuestText: Equatable, Sendable {
    case same(String)
    /// By the language, or by language and country; never empty.
    case each([String: String])

    public init(_ node: JSONNode, limit: Int) throws(StrictJSONError) {
        guard case .object(let members) = node.value else {
            self = .same(try node.string(limit: limit))
            return
        }
        guard !members.isEmpty else { throw node.error(expected: "a text for at least one language") }
        self = .each(
            try node.dictionary(max: 100) { (node) throws(StrictJSONError) in try node.string(limit: limit) })
    }

    /// Of several texts that of the locale, of its language, the English one, or else the first in the order of the languages.
    public func text(in locale: String) -> String {
        switch self {
        case .same(let text): return text
        case .each(let texts):
            let language = locale.split { $0 == "-" || $0 == "_" }.first.map { $0.lowercased() } ?? "en"
            return texts[locale] ?? texts[language] ?? texts["en"] ?? all.first ?? ""
        }
    }

    /// In the order of the languages.
    public var all: [String] {
        switch self {
        case .same(let text): [text]
        case .each(let texts): texts.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    var json: JSONValue {
        switch self {
        case .same(let text): .string(text)
        case .each(let texts): .object(texts.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
        }
    }
}
