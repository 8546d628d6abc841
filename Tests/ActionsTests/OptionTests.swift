import Foundation
import Rigs
import StrictJSON
import Testing

@testable import Actions

/// What can be said to a command can be said to its route, and the other way round.
@Suite struct OptionTests {
    /// What concerns a terminal, a file of the shell's or the choice of sessions.
    private static let ofShell: Set<String> = [
        "json", "quiet", "help", "yes", "output", "state", "from", "to", "with-effect", "text", "attention",
    ]

    private static let values: [String: JSONValue] = [
        "layout": "strip", "item": "Captures/000001-1-aa.jpg", "queue": "rx1", "copies": 2, "effect": ["sepia"],
        "email": "anna@example.org", "sms": "+4915112345678", "consent": "on paper",
        "trim": [0.5, 8],
    ]

    private func camel(_ option: String) -> String {
        let parts = option.split(separator: "-")
        return String(parts[0]) + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// The long options of a command that are about what it does, by their keys.
    private func keys(_ verb: String) async -> Set<String> {
        let run = await Programs.blocking { Programs.run(Programs.folder + "/booth", ["sessions", verb, "--help"]) }
        let options = run.out.split(separator: "\n").compactMap { line in
            line.firstMatch(of: /^ +(?:-[a-z], )?--([a-z][a-z-]*)/).map { String($0.1) }
        }
        // Of share, it is about the file of -o.
        let others = verb == "share" ? Self.ofShell.union(["force"]) : Self.ofShell
        return Set(options).subtracting(others).reduce(into: []) { $0.insert(camel($1)) }
    }

    @Test(arguments: SessionAction.names)
    func `A command and its route have the same options`(verb: String) async throws {
        let keys = await keys(verb)
        let document = try JSONValue(
            parsing: Array(Data(contentsOf: URL(filePath: Programs.root + "/web/openapi.json"))), document: "openapi")
        let body = document[member: "paths"]?[member: "/api/sessions/{number}/\(verb)"]?[member: "post"]?[
            member: "requestBody"]?[member: "content"]?[member: "application/json"]?[member: "schema"]
        guard case .object(let described)? = body?[member: "properties"] else {
            throw StrictJSONError.invalid(path: .document("openapi"), problem: "no body for \(verb)")
        }
        #expect(Set(described.map(\.key)) == keys)
        for key in keys {
            var request: [JSONValue.Member] = [.init(key, Self.values[key] ?? true)]
            if verb == "rerun", key != "effect" { request.append(.init("effect", ["sepia"])) }
            #expect(throws: Never.self) {
                try SessionAction(verb, JSONNode(.object(request), at: .document("request")))
            }
        }
    }
}
