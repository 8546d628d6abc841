import Foundation
import Rigs

/// The English words as no language has them: two fifths longer, with accents on every vowel, in brackets. What does not fit shows on
/// a page that is made of them; what is cut lacks a bracket; what was never to be translated has no accents.
enum Pseudo {
    /// Writes the words of guests and operators in place of the English ones.
    static func write(to folder: String) throws {
        for name in ["en.json", "operator/en.json"] {
            let data = try Data(contentsOf: URL(filePath: Programs.root + "/web/text/" + name))
            let file = URL(filePath: folder + "/" + name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            let words = try JSONSerialization.jsonObject(with: data)
            try JSONSerialization.data(withJSONObject: turned(words, key: "")).write(to: file)
        }
    }

    private static func turned(_ words: Any, key: String) -> Any {
        if let section = words as? [String: Any] {
            return Dictionary(uniqueKeysWithValues: section.map { ($0, turned($1, key: $0)) })
        }
        guard let text = words as? String, !["language", "$schema"].contains(key) else { return words }
        return turned(text)
    }

    static func turned(_ text: String) -> String {
        let accents: [Character: Character] = [
            "a": "á", "e": "ë", "i": "ï", "o": "ö", "u": "ü", "y": "ÿ", "A": "Å", "E": "É", "I": "Î", "O": "Ø",
            "U": "Ü", "c": "ç",
            "n": "ñ", "s": "š",
        ]
        var (turned, isPlace, length) = ("", false, 0)
        for character in text {
            if character == "{" { isPlace = true }
            turned.append(isPlace ? character : accents[character] ?? character)
            length += isPlace ? 0 : 1
            if character == "}" { isPlace = false }
        }
        // Languages grow by words, as a rule, and German by a long one.
        let more = Array(repeating: "ïp", count: max(1, Int((Double(length) * 0.4 / 3).rounded(.up)))).joined(
            separator: length > 12 ? " " : "")
        return "[\(turned) \(more)]"
    }
}
