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
    private let texts: [String: String]
    /// What the language lacks, so that guests read it in English.
    public let inEnglish: Set<String>

    /// The words of a locale, of its language, or else the English ones. A text that a language lacks is English, too.
    public init(locale: String, in places: SearchPath) throws(PagesError) {
        let parts = locale.split { $0 == "-" || $0 == "_" }.map(String.init)
        let names = [parts.joined(separator: "-"), parts.first?.lowercased() ?? "en", "en"]
        var (language, texts, own): (String?, [String: String], Set<String>) = (nil, [:], [])
        for name in names {
            guard let found = try Self.read(name, places) else { continue }
            language = language ?? name
            texts.merge(found) { own, _ in own }
            if name != "en" || language == "en" { own.formUnion(found.keys) }
        }
        guard let language else { throw .noWords(searched: places.folders) }
        (self.language, self.texts, inEnglish) = (language, texts, Set(texts.keys).subtracting(own))
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

    private static func read(_ name: String, _ places: SearchPath) throws(PagesError) -> [String: String]? {
        let found = try paging { () throws(FilesError) in try places.read(name + ".json", limit: 1_000_000) }
        guard let found else { return nil }
        do throws(StrictJSONError) {
            var texts: [String: String] = [:]
            let root = try JSONNode(parsing: found.bytes, document: found.path).object()
            _ = try root.required("language").string()
            for (section, node) in root.remaining() {
                for (key, text) in try node.dictionary(
                    max: 1_000, of: { (node) throws(StrictJSONError) in try node.string() })
                {
                    texts[section + "." + key] = text
                }
            }
            return texts
        } catch { throw .badWords(error) }
    }
}
