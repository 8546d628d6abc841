import Faults
import Files
import Foundation
import StrictJSON
import Testing

@testable import Pages

@Suite struct WordsTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pages-\(UUID().uuidString)").path
    static let shipped = URL(filePath: #filePath).appending(path: "../../../web/text").standardized.path

    private func put(_ text: String, at name: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
    }

    private func words(_ locale: String) throws -> Words { try Words(locale: locale, in: SearchPath([folder])) }

    @Test func `The words of a locale stand before those of its language, and English fills what they lack`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try put(#"{"language":"English","gallery":{"a":"one","b":"two","c":"{x} of {y}"}}"#, at: "en.json")
        try put(#"{"language":"Deutsch","gallery":{"a":"eins","b":"zwei"}}"#, at: "de.json")
        try put(#"{"language":"Deutsch","gallery":{"b":"zwo"}}"#, at: "de-AT.json")
        let austrian = try words("de_AT")
        #expect(
            [austrian["gallery.a"], austrian["gallery.b"], austrian["gallery.c"]] == ["eins", "zwo", "{x} of {y}"])
        #expect(austrian.language == "de-AT")
        #expect(try words("de-CH").language == "de")
        #expect(try words("fr").language == "en")
        #expect(austrian.inEnglish == ["gallery.c"])
        #expect(try words("en").inEnglish.isEmpty)
        // A value that looks like a place stays as it is.
        #expect(austrian["gallery.c", ["x": "{y}", "y": "2"]] == "{y} of 2")
        #expect(austrian["gallery.none"] == "gallery.none")
    }

    @Test func `An event says it in its own words, and a place that does not exist is told`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try put(#"{"language":"English","gallery":{"save":"Save"}}"#, at: "en.json")
        func words(_ own: [String: String]) throws -> Words {
            try Words(locale: "en", in: SearchPath([folder]), own: own)
        }
        #expect(try words(["gallery.save": "Keep it", "operator.x": "y"])["gallery.save"] == "Keep it")
        let error = #expect(throws: PagesError.noSuchWords("gallery.sav", nearest: "gallery.save")) {
            try words(["gallery.sav": "Keep it"])
        }
        #expect(error?.description.contains("words.gallery.sav") == true && error?.status == .badData)
    }

    @Test func `Words that cannot be read, or are nowhere, are told`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(throws: PagesError.noWords(searched: [folder])) { try words("en") }
        try put(#"{"language":"English","gallery":{"a":1}}"#, at: "en.json")
        let error = #expect(throws: PagesError.self) { try words("en") }
        #expect(error?.description.contains("en.json: gallery.a: expected a text") == true)
        #expect(error?.status == .badData)
    }

    @Test func `Every language has the same words, and the same values in them`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.shipped).filter { $0.hasSuffix(".json") }
        #expect(Set(files).isSuperset(of: GuestPageTests.languages.map { $0 + ".json" }))
        func texts(_ file: String) throws -> [String: Set<String>] {
            var texts: [String: Set<String>] = [:]
            let bytes = Array(try Data(contentsOf: URL(filePath: Self.shipped + "/" + file)))
            guard case .object(let sections) = try JSONValue(parsing: bytes, document: file) else { return [:] }
            for section in sections {
                guard case .object(let members) = section.value else { continue }
                for member in members {
                    guard case .string(let text) = member.value else { continue }
                    texts["\(section.key).\(member.key)"] = Set(text.matches(of: /\{[a-z]+\}/).map { String($0.0) })
                }
            }
            return texts
        }
        let english = try texts("en.json")
        for file in files { #expect(try texts(file) == english, "\(file)") }
    }
}

/// Pages of operators say nothing that is not in a file of words.
@Suite struct OperatorWordsTests {
    private static let web = URL(filePath: #filePath).appending(path: "../../../web").standardized

    private static func texts(_ language: String) throws -> [String: String] {
        let file = web.appending(path: "text/operator/\(language).json")
        let sections = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
        var texts: [String: String] = [:]
        for (section, words) in sections {
            for (key, text) in words as? [String: String] ?? [:] { texts["\(section).\(key)"] = text }
        }
        return texts
    }

    private static let scripts: [(name: String, text: String)] = {
        let folder = web.appending(path: "operator")
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".js") }.map { name in
            (name, (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? "")
        }
    }()

    @Test(arguments: ["de", "fr", "es"]) func `Every language has the same words, and the same values in them`(
        language: String
    ) throws {
        func values(_ texts: [String: String]) -> [String: Set<String>] {
            texts.mapValues { Set($0.matches(of: /\{[a-zA-Z]+\}/).map { String($0.0) }) }
        }
        let (own, english) = (values(try Self.texts(language)), values(try Self.texts("en")))
        #expect(Set(own.keys) == Set(english.keys))
        for (key, places) in own { #expect(places == english[key], "\(key)") }
    }

    @Test func `Every word that a page asks for is there`() throws {
        let texts = try Self.texts("en")
        #expect(Self.scripts.count > 15)
        for (name, text) in Self.scripts {
            for match in text.matches(of: /\bt\("([a-zA-Z.]+)"/) {
                #expect(texts[String(match.1)] != nil, "\(name): \(match.1)")
            }
            for match in text.matches(of: /\bn\("([a-zA-Z.]+)"/) {
                #expect(texts[match.1 + "One"] != nil && texts[match.1 + "Other"] != nil, "\(name): \(match.1)")
            }
        }
    }

    @Test func `No page holds a word of its own`() throws {
        let document = try String(contentsOf: Self.web.appending(path: "operator/index.html"), encoding: .utf8)
        #expect(document.firstMatch(of: />[^<\n]*[A-Za-z][^<\n]*</) == nil)
        for (name, text) in Self.scripts {
            let code = text.split(separator: "\n").filter { !$0.trimmingPrefix(while: \.isWhitespace).hasPrefix("//") }
            for line in code where !line.contains("throw new Error") && !line.contains("offered =") {
                // A sentence, or a word with a capital, as people write them and programs do not.
                let found = line.firstMatch(of: /"[A-Z][a-z]+( [a-z]+)+[.?!]?"|, "[A-Z][a-z]{2,}"\)/)
                #expect(found == nil, "\(name): \(line)")
            }
        }
    }
}
