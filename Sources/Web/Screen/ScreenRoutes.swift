import Files
import HTTP
import Work

extension Route {
    /// The guests' screen and what it asks for: of the session in hand, and nothing of another one. docs/WEB.md describes each.
    static let guestsScreen: [Route] = page + state + media + live + codes + looks

    private static let page: [Route] = [
        .screen(.get, "/") { _, _, booth in
            let pages = booth.server.options.pages
            var answer = try await booth.server.file("index.html", of: pages, in: "screen")
            // All modules are asked for at once, instead of one layer of imports after the other.
            let modules = await offPool { pages.names(in: "screen") + pages.names(in: "screen/screens") }
            let links = modules.filter { $0.hasSuffix(".js") }.map { "</\($0)>; rel=modulepreload" }
            answer.headers["Link"] = links.isEmpty ? nil : links.joined(separator: ", ")
            return answer
        },
        .screen(.get, "/screen/{file...}") { _, places, booth in
            try await booth.server.file(places["file"] ?? "", of: booth.server.options.pages, in: "screen")
        },
    ]
}
