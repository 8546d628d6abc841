import Foundation
import Rigs
import StrictJSON
import Testing

@testable import Delivery

/// The schemas that editors use say what the decoders do.
@Suite struct SchemaTests {
    private static func schema(_ name: String) throws -> JSONValue {
        let url = URL(filePath: Programs.root + "/recipes/\(name).schema.json")
        return try JSONValue(parsing: Array(Data(contentsOf: url)), document: name)
    }

    private static func keys(_ value: JSONValue?) -> [String] {
        if case .object(let members)? = value { members.map(\.key) } else { [] }
    }

    private static func strings(_ value: JSONValue?) -> [String] {
        guard case .array(let elements)? = value else { return [] }
        return elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    private static let samples: [String: JSONValue] = [
        "name": "a", "parallel": 8, "lan": true, "ca": "/ca.pem", "user": "u", "secret": "s", "kBps": 5,
        "host": "h.example",
        "port": 25, "from": "B <b@x.example>", "security": "none", "recipe": "webhook", "base": "http://x.example/",
        "values": ["a": "b"], "maySendTwice": true, "remote": "drive:Party", "path": "/x", "through": "b",
    ]

    @Test(arguments: ["smtp", "recipe", "rclone", "folder", "pages"])
    func `Destinations are what their schema says`(kind: String) throws {
        let definition = try #require(try Self.schema("destinations")[member: "$defs"]?[member: kind])
        let keys = Self.keys(definition[member: "properties"])
        func isGood(_ keys: [String]) -> Bool {
            let one = JSONValue.object(keys.map { .init($0, $0 == "kind" ? .string(kind) : Self.samples[$0] ?? .null) })
            let other: JSONValue = ["name": "b", "kind": "folder", "path": "/y"]
            let document: JSONValue = ["destinations": [one, other]]
            return (try? DestinationList(parsing: Array(document.text().utf8))) != nil
        }
        #expect(isGood(keys))
        for key in Self.strings(definition[member: "required"]) {
            #expect(!isGood(keys.filter { $0 != key }), "\(key)")
        }
        for key in Self.samples.keys where !keys.contains(key) { #expect(!isGood(keys + [key]), "\(key)") }
    }

    @Test func `Recipes are what their schema says`() throws {
        let schema = try Self.schema("recipe")
        let step: [String: JSONValue] = [
            "headers": ["A": "b"], "json": ["a": "{key}"], "form": ["a": "b"], "file": true, "good": [200],
            "answer": "json",
            "fail": "/error", "take": ["a": "/b"], "sameSize": true, "optOut": ["at": "/code", "is": ["21610"]],
        ]
        let verbs = ["get", "head", "post", "put", "move", "mkcol", "delete"]
        let keys = Self.keys(schema[member: "$defs"]?[member: "step"]?[member: "properties"])
        #expect(Set(keys) == Set(step.keys).union(verbs))
        func isGood(_ recipe: JSONValue) -> Bool {
            (try? Recipe(JSONNode(recipe, at: .document("x")), name: "x")) != nil
        }
        for verb in verbs {
            for (key, value) in step {
                let one = JSONValue.object([.init(verb, "{base}x"), .init(key, value)])
                #expect(isGood(["kinds": ["sms"], "steps": [one]]), "\(verb) \(key)")
            }
        }
        #expect(!isGood(["kinds": ["sms"], "steps": [["post": "{base}", "other": 1]]]))
        let one: JSONValue = ["get": "{base}"]
        let top: [String: JSONValue] = [
            "$schema": "x", "about": "x", "kinds": ["sms"], "key": "K", "maySendTwice": true, "steps": [one],
            "media": [one],
            "folder": [one], "remove": [one], "probe": [one], "find": one, "read": one,
        ]
        #expect(Set(Self.keys(schema[member: "properties"])) == Set(top.keys))
        #expect(isGood(top.object))
        #expect(!isGood(top.merging(["other": 1]) { $1 }.object))
        let kinds = Self.strings(schema[member: "properties"]?[member: "kinds"]?[member: "items"]?[member: "enum"])
        for kind in kinds { #expect(isGood(["kinds": [.string(kind)], "steps": [one]])) }
        #expect(Set(kinds) == Set(Item.Kind.allCases.map(\.rawValue)).subtracting(["page", "removal"]))
    }

    @Test func `The example of the README can be read`() throws {
        let text = try String(contentsOfFile: Programs.root + "/recipes/README.md", encoding: .utf8)
        let blocks = text.split(separator: "```json\n").dropFirst().map {
            String($0.prefix(upTo: $0.firstRange(of: "```")!.lowerBound))
        }
        #expect(blocks.count == 2)
        let list = try DestinationList(parsing: Array(blocks[0].utf8))
        #expect(Set(list.all.map(\.kindWord)) == ["smtp", "recipe", "rclone", "folder", "pages"])
        _ = try Recipe(JSONNode(parsing: Array(blocks[1].utf8), document: "README.md"), name: "own")
    }
}
