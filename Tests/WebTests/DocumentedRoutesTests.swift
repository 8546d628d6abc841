import Foundation
import Rigs
import StrictJSON
import Testing

@testable import Web

/// What is written about the routes is what there is.
@Suite struct DocumentedRoutesTests {
    /// `GET /api/sessions/{number}`, of all that programs may ask for.
    private let routes = Set(
        Route.operators.filter { route in
            ["/api/", "/media/", "/thumb/"].contains { route.pattern.hasPrefix($0) }
        }.map { "\($0.method.rawValue) \($0.pattern.replacing("...", with: ""))" })

    @Test func `openapi_json has each route once, and no other`() throws {
        let document = try JSONValue(
            parsing: Array(Data(contentsOf: URL(filePath: Programs.root + "/web/openapi.json"))),
            document: "openapi.json")
        guard case .object(let paths)? = document[member: "paths"] else { throw APIError(status: 500, "no paths") }
        var described: [String] = []
        for path in paths {
            guard case .object(let methods) = path.value else { continue }
            for method in methods {
                described.append("\(method.key.uppercased()) \(path.key)")
                let answers = method.value[member: "responses"]
                #expect(answers?[member: "401"] != nil && answers?[member: "403"] != nil, "\(path.key)")
                try expectParameters(of: method.value, in: path.key)
            }
        }
        #expect(Set(described) == routes)
        #expect(described.count == routes.count)
    }

    private func expectParameters(of method: JSONValue, in path: String) throws {
        let named = method[member: "parameters"]?.rows.filter { $0[member: "in"] == "path" }
            .compactMap { $0[member: "name"]?.text }
        let places = path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
        #expect(named ?? [] == places, "\(path)")
    }

    @Test func `WEB_md names each route`() throws {
        let text = try String(contentsOfFile: Programs.root + "/docs/WEB.md", encoding: .utf8)
        for route in routes.sorted() {
            let (method, pattern) = (route.split(separator: " ")[0], route.split(separator: " ")[1])
            let isThere = text.split(separator: "\n").contains {
                $0.hasPrefix("| \(method) |") && $0.contains("`\(pattern)`")
            }
            #expect(isThere, "\(route)")
        }
    }
}
