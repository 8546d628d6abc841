import HTTP

extension Route {
    /// The guests' screen and what it asks for: of the session in hand, and nothing of another one. docs/WEB.md describes each.
    static let guestsScreen: [Route] = page + state + media + live + codes + looks

    private static let page: [Route] = [
        .screen(.get, "/") { _, _, booth in
            try await booth.server.file("index.html", of: booth.server.options.pages, in: "screen")
        },
        .screen(.get, "/screen/{file...}") { _, places, booth in
            try await booth.server.file(places["file"] ?? "", of: booth.server.options.pages, in: "screen")
        },
    ]
}
