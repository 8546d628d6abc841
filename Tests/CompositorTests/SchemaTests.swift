import Foundation
import StrictJSON
import Testing

@testable import Compositor

/// The schema that editors use says what the decoder does: the same keys, required ones, words, limits and defaults.
@Suite struct SchemaTests {
    private let scratch = try! Scratch()
    private static let schema = try! JSONValue(
        parsing: Array(Data(contentsOf: URL(filePath: Project.layouts + "/layout.schema.json"))), document: "schema")

    /// An object of the schema, and where it stands in a layout: `@` is replaced by its members.
    struct Place: Sendable, CustomTestStringConvertible {
        var definition: [String]
        var layout: String
        /// Members by key that make it whole; the required ones, and others that they need.
        var base: [String: String]
        /// What the schema shares with other places, but does not allow here.
        var without: Set<String> = []
        var testDescription: String { definition.joined(separator: ".") }
    }

    private static let box = ["x": "1", "y": "1", "w": "50", "h": "50"]
    private static func withBox(_ more: [String: String] = [:]) -> [String: String] { box.merging(more) { $1 } }
    private static let wholeBox = #""x": 1, "y": 1, "w": 50, "h": 50"#

    private static let places = [
        Place(definition: [], layout: "{ @ }", base: ["paper": #""2x6""#]),
        Place(
            definition: ["paper"], layout: #"{ "paper": { @ } }"#, base: ["width": "600", "height": "1800"]),
        Place(
            definition: ["paper", "bleed"], layout: #"{ "paper": { "width": 50, "height": 50, "bleed": { @ } } }"#,
            base: ["x": "1", "y": "1"]),
        Place(
            definition: ["paper", "imposition"],
            layout: #"{ "paper": { "width": 100, "height": 150, "imposition": { @ } } }"#, base: ["sheet": #""4x6""#]),
        Place(definition: ["background"], layout: #"{ "paper": "4x6", "background": { @ } }"#, base: [:]),
        Place(
            definition: ["background", "gradient"], layout: #"{ "paper": "4x6", "background": { "gradient": { @ } } }"#,
            base: ["from": ##""#fff""##, "to": ##""#000""##]),
        Place(definition: ["slot"], layout: #"{ "paper": "4x6", "slots": [{ @ }] }"#, base: box),
        Place(
            definition: ["standing"],
            layout: #"{ "paper": "4x6", "animation": { "width": 99, "height": 99, "slot": { @ } } }"#,
            base: [:], without: ["capture", "picture"]),
        Place(
            definition: ["standing", "focus"],
            layout: #"{ "paper": "4x6", "slots": [{ \#(wholeBox), "focus": { @ } }] }"#,
            base: ["x": "0", "y": "1"]),
        Place(
            definition: ["standing", "shape"],
            layout: #"{ "paper": "4x6", "slots": [{ \#(wholeBox), "shape": { @ } }] }"#,
            base: ["mask": #""a.png""#]),
        Place(
            definition: ["line"], layout: #"{ "paper": "4x6", "slots": [{ \#(wholeBox), "border": { @ } }] }"#,
            base: ["width": "1"]),
        Place(
            definition: ["shadow"], layout: #"{ "paper": "4x6", "slots": [{ \#(wholeBox), "shadow": { @ } }] }"#,
            base: [:]),
        Place(
            definition: ["overlay"], layout: #"{ "paper": "4x6", "overlays": [{ @ }] }"#, base: ["picture": #""a.png""#]
        ),
        Place(definition: ["drawing"], layout: #"{ "paper": "4x6", "drawings": [{ @ }] }"#, base: box),
        Place(
            definition: ["text"], layout: #"{ "paper": "4x6", "texts": [{ @ }] }"#, base: withBox(["text": #""a""#])),
        Place(
            definition: ["text", "font"],
            layout: #"{ "paper": "4x6", "texts": [{ "text": "a", \#(wholeBox), "font": { @ } }] }"#,
            base: ["family": #""Lato""#]),
        Place(
            definition: ["text", "spacing"],
            layout: #"{ "paper": "4x6", "texts": [{ "text": "a", \#(wholeBox), "spacing": { @ } }] }"#, base: [:]),
        Place(
            definition: ["code"], layout: #"{ "paper": "4x6", "codes": [{ @ }] }"#,
            base: ["content": #""a""#, "x": "1", "y": "1", "size": "99"]),
        Place(definition: ["piece"], layout: #"{ "paper": "2x6", "pieces": [{ @ }] }"#, base: [:]),
        Place(definition: ["output"], layout: #"{ "paper": "4x6", "output": { @ } }"#, base: [:]),
        Place(
            definition: ["animation"], layout: #"{ "paper": "4x6", "animation": { @ } }"#,
            base: ["width": "99", "height": "99"]),
        Place(
            definition: ["frame"],
            layout: #"{ "paper": "4x6", "animation": { "width": 99, "height": 99, "frames": [{ @ }] } }"#,
            base: ["capture": "1"]),
        Place(
            definition: ["pace"],
            layout: #"{ "paper": "4x6", "animation": { "width": 99, "height": 99, "from": "clip", "ramp": [{ @ }] } }"#,
            base: ["speed": "1"]),
        Place(
            definition: ["music"],
            layout: #"{ "paper": "4x6", "animation": { "width": 99, "height": 99, "music": { @ } } }"#,
            base: ["file": #""a.mp3""#]),
    ]

    /// The error of the layout with these members, or nil; `decoded` what it is otherwise.
    private func decoded(_ place: Place, _ members: [String: String]) throws -> String {
        let text = members.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
        var layout = try scratch.layout(place.layout.replacing("@", with: text))
        layout.source = []
        return String(describing: layout)
    }

    private func problem(_ place: Place, _ members: [String: String]) -> String? {
        do {
            _ = try decoded(place, members)
            return nil
        } catch { return "\(error)" }
    }

    @Test(arguments: places)
    func `schema and decoder know the same keys`(place: Place) throws {
        let text = try #require(problem(place, place.base.merging(["§": "1"]) { $1 }))
        let known = try #require(text.firstMatch(of: /unknown key; known are (.*)$/), "\(text)").1
        let object = try Self.object(place)
        let keys = Set(try #require(object["properties"]).keys).subtracting(place.without)
        #expect(Set(known.split(separator: ", ").map(String.init)) == keys)
        #expect(object["additionalProperties"] == .bool(false))
    }

    @Test(arguments: places)
    func `what the schema requires is what cannot be left out`(place: Place) throws {
        let object = try Self.object(place)
        var required = Set(object["required"]?.strings ?? [])
        if place.definition == ["slot"] { required.formUnion(Self.box.keys) }
        let missing = place.base.keys.filter { key in
            problem(place, place.base.filter { $0.key != key })?.hasSuffix("\(key): missing") == true
        }
        #expect(Set(missing) == required)
        if place.definition != ["background"] { #expect(problem(place, place.base) == nil) }
    }

    @Test(arguments: places)
    func `words, limits and defaults are the decoder's`(place: Place) throws {
        let object = try Self.object(place)
        for key in try #require(object["properties"]).keys where !place.without.contains(key) {
            let property = try Self.resolved(#require(object["properties"]?[key]))
            var base = place.base
            // What excludes each other.
            if key == "module" { base["size"] = nil }
            if key == "file" { base["family"] = nil }
            func accepts(_ value: String) -> Bool { problem(place, base.merging([key: value]) { $1 }) == nil }
            for word in property["enum"]?.strings ?? [] where !(key == "shape" && word == "rounded") {
                #expect(accepts("\"\(word)\""), "\(key): \(word)")
            }
            if property["enum"] != nil { #expect(!accepts("\"zzz\"")) }
            let step = property["type"] == .string("integer") ? 1 : 0.001
            for (bound, outward) in [("minimum", -step), ("maximum", step)] {
                guard case .number(let limit)? = property[bound] else { continue }
                #expect(accepts(JSONValue.number(limit).text()), "\(key): \(limit)")
                #expect(!accepts(JSONValue.number(limit + outward).text()), "\(key): \(limit + outward)")
            }
            if property["type"] == .string("integer") { #expect(!accepts("1.5"), "\(key): 1.5") }
            #expect(!accepts("null") || key == "$schema", "\(key): null")
            if let standard = object["properties"]?[key]?["default"] ?? property["default"] {
                #expect(
                    try decoded(place, base.merging([key: standard.text()]) { $1 }) == decoded(place, base),
                    "\(key): \(standard.text()) is not the default")
            }
        }
    }

    @Test(arguments: [
        "813", "-3.5", "\"12px\"", "\"12.5mm\"", "\"-1cm\"", "\"0.5in\"", "\"25%\"", "\"12\"", "\"mm\"", "\"1 mm\"",
        "true",
    ])
    func `a length of the schema is a length of the decoder`(text: String) throws {
        let place = try #require(Self.places.first { $0.definition == ["slot"] })
        let value = try JSONValue(parsing: Array(text.utf8), document: "length")
        let length = try #require(Self.schema["definitions"]?["length"]?["oneOf"])
        var matches = false
        if case .array(let choices) = length {
            for choice in choices {
                switch (value, choice["type"]) {
                case (.number, .string("number")?): matches = true
                case (.string(let text), .string("string")?):
                    let pattern = try #require(choice["pattern"]?.strings.first)
                    matches = try matches || text.firstMatch(of: Regex(pattern)) != nil
                default: break
                }
            }
        }
        #expect((problem(place, place.base.merging(["x": text]) { $1 }) == nil) == matches)
    }
}

extension SchemaTests {
    /// The object schema of a place: a definition, then properties below it.
    private static func object(_ place: Place) throws -> JSONValue {
        var node = schema
        if let name = place.definition.first {
            node = try #require(schema["definitions"]?[name] ?? schema["properties"]?[name])
        }
        for key in place.definition.dropFirst() { node = try #require(try resolved(node)["properties"]?[key]) }
        return try resolved(node)
    }

    /// References followed, and of choices the object (or the words) picked, merged with what stands beside.
    private static func resolved(_ node: JSONValue) throws -> JSONValue {
        var merged = node
        if case .string(let reference)? = node["$ref"] {
            let name = try #require(reference.split(separator: "/").last.map(String.init))
            merged = try resolved(#require(schema["definitions"]?[name]))
        }
        for list in ["allOf", "oneOf", "anyOf"] {
            guard case .array(let choices)? = node[list] else { continue }
            for choice in choices {
                let choice = try resolved(choice)
                if choice["properties"] != nil || choice["enum"] != nil { merged = merged.merging(choice) }
            }
        }
        return merged
    }
}

extension JSONValue {
    fileprivate subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    fileprivate var keys: [String] {
        guard case .object(let members) = self else { return [] }
        return members.map(\.key)
    }

    /// The texts of a list, or a text alone.
    fileprivate var strings: [String] {
        switch self {
        case .string(let text): [text]
        case .array(let values): values.flatMap(\.strings)
        default: []
        }
    }

    fileprivate func merging(_ other: JSONValue) -> JSONValue {
        guard case .object(let mine) = self, case .object(let theirs) = other else { return self }
        return .object(mine + theirs.filter { member in !mine.contains { $0.key == member.key } })
    }
}
