public import Faults
public import Files
import StrictJSON

/// What guests read, in one language: `web/text/LANG.json`.
///
///     let words = try Words(locale: "de-AT", in: .standard("web/text", program: program))
///     words["gallery.title", ["event": "Emma & Noah"]]     // "Eure Bilder – Emma & Noah"
public struct Words: Sendable {
    /// As HTML has it: "de".
    public let language: String
    /// As its own speakers call it: "Deutsch".
    public let name: String
    /// Whether the language is written from right to left.
    public var isRightToLeft: Bool { ["ar", "fa", "he", "ur"].contains(language.prefix { $0 != "-" }) }
    private let texts: [String: String]
    /// Whether somebody whose language it is has read the words.
    public let isReviewed: Bool
    /// What the language lacks, so that guests read it in English.
    public let inEnglish: Set<String>

    /// The words of a locale, of its language, or else the English ones. A text that a language lacks is English, too.
    ///
    /// - Parameter own: what an event says in other words, by their places; those of operators' pages, which begin with
    ///   `operator.`, must exist and are not for guests.
    public init(locale: String, in places: SearchPath, own: [String: String] = [:]) throws(PagesError) {
        let parts = locale.split { $0 == "-" || $0 == "_" }.map(String.init)
        let names = [parts.joined(separator: "-"), parts.first?.lowercased() ?? "en", "en"]
        var (first, texts, translated): (Document?, [String: String], Set<String>) = (nil, [:], [])
        for name in names {
            guard let found = try Document(name, places) else { continue }
            first = first ?? found
            texts.merge(found.texts) { own, _ in own }
            if name != "en" || first?.language == "en" { translated.formUnion(found.texts.keys) }
        }
        guard let first else { throw .noWords(searched: places.folders) }
        inEnglish = Set(texts.keys).subtracting(translated)
        try Self.requireOperators(own.keys, in: places)
        for (key, text) in own.sorted(by: { $0.key < $1.key }) where !key.hasPrefix(Self.operators) {
            guard texts.updateValue(text, forKey: key) != nil else {
                throw .noSuchWords(key, nearest: nearest(to: key, among: texts.keys.filter { $0 != key }.sorted()))
            }
        }
        (language, name, isReviewed, self.texts) = (first.language, first.name, first.isReviewed, texts)
    }

    /// All languages that guests may choose from, by the names of their files, with an event's own words.
    public static func all(in places: SearchPath, own: [String: String] = [:]) throws(PagesError) -> [String: Words] {
        var all: [String: Words] = [:]
        for name in places.documents { all[name] = try Words(locale: name, in: places, own: own) }
        return all
    }

    private static let operators = "operator."

    private static func requireOperators(
        _ own: Dictionary<String, String>.Keys, in places: SearchPath
    ) throws(PagesError) {
        let keys = own.filter { $0.hasPrefix(operators) }.sorted()
        guard !keys.isEmpty, let known = try Document("operator/en", places)?.texts.keys else { return }
        for key in keys where !known.contains(String(key.dropFirst(operators.count))) {
            let near = nearest(to: String(key.dropFirst(operators.count)), among: known.sorted())
            throw .noSuchWords(key, nearest: near.map { operators + $0 })
        }
    }

    /// A text by its place in the file, with values for what stands in braces. One that is in no file is its own name.
    public subscript(_ key: String, _ values: [String: String] = [:]) -> String {
        var (text, rest) = ("", (texts[key] ?? key)[...])
        // In one pass, so that a value which looks like a place stays as it is.
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: start)..<end])
            text += rest[..<start] + (values[name] ?? String(rest[start...end]))
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
    }

    /// What guests are told of something that does not go as it should.
    public subscript(_ notice: GuestNotice) -> String { self[notice.key] }

    public func has(_ key: String) -> Bool { texts[key] != nil }

    /// All that the files of this language and of English have.
    public var keys: Set<String> { Set(texts.keys) }

    /// One file of words.
    private struct Document {
        let language: String
        let name: String
        var isReviewed = true
        var texts: [String: String] = [:]

        /// nil: there is none of this name.
        init?(_ name: String, _ places: SearchPath) throws(PagesError) {
            let found = try paging { () throws(FilesError) in try places.read(name + ".json", limit: 1_000_000) }
            guard let found else { return nil }
            language = name
            do throws(StrictJSONError) {
                let root = try JSONNode(parsing: found.bytes, document: found.path).object()
                self.name = try root.required("language").string()
                isReviewed = try root.optional("reviewed")?.bool() ?? true
                for (section, node) in root.remaining() {
                    for (key, text) in try node.dictionary(
                        max: 1_000, of: { (node) throws(StrictJSONError) in try node.string() })
                    {
                        texts[section + "." + key] = text
                    }
                }
            } catch { throw .badWords(error) }
        }
    }
}
