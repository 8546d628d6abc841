import Actions
import Files
import HTTP
import Sessions
import StrictJSON
import Work

extension Route {
    /// All that the operators' listener answers, in one table: documents and tests are held against it.
    public static let operators: [Route] = ofServer + guestsScreen + ofEvent + api

    /// Of the server, whatever events it serves.
    private static let ofServer: [Route] = [
        Route(.get, "/", .anyone, .server { _, _, server in redirect(server.home) }),
        // Browsers ask for it by themselves, also where somebody has yet to log in.
        Route(.get, "/favicon.ico", .anyone, .server { _, _, server in try await server.file("icon.svg") }),
        // The style of the pages that say so.
        Route(.get, "/notice.css", .anyone, .server { _, _, server in try await server.file("notice.css") }),
        Route(.get, "/login/{code}", .anyone, .server { await $2.logIn($0, code: $1["code"] ?? "") }),
        Route(.get, "/e/", .operator, .server { _, _, server in try await server.file("index.html") }),
        Route(.get, "/api/served", .operator, .server { _, _, server in Notice.json(await server.listed()) }),
        Route(
            .get, "/e/{file}", .operator, .server { _, places, server in try await server.file(places["file"] ?? "") }),
    ]

    /// Of an event; where several are served, each stands under `/e/EVENT-ID`.
    private static let ofEvent: [Route] = [
        Route(.get, "/operator", .operator, .server { _, _, _ in redirect("operator/") }),
        Route(
            .get, "/operator/{file...}", .operator,
            .server { _, places, server in try await server.page(places["file"] ?? "") }),
        Route(.get, "/media/{path...}", .operator, .event { try await $2.media($0, path: $1["path"] ?? "") }),
        Route(
            .get, "/thumb/{path...}", .operator,
            .event { _, places, site in try await site.thumb(places["path"] ?? "") }),
        Route(.get, "/api/changes", .operator, .event { request, _, site in site.changes(for: request) }),
    ]

    private static func redirect(_ place: String) -> Answer { Answer(status: 303, headers: ["Location": place]) }
}

extension WebServer {
    /// The events that are served: `{"events":[{"id","name","date","sessions","waiting","free","running",…}]}`.
    fileprivate func listed() async -> APIAnswer {
        var events: [JSONValue] = []
        for site in sites {
            let waiting = try? await site.reader.read { (contents) throws(SessionsError) in
                try contents.outboxCount(kinds: Set(OutboxItem.Kind.allCases), states: [.pending, .sending])
            }
            let (listed, free) = await offPool { (ListedEvent(site.folder), try? site.folder.freeSpace()) }
            guard case .object(let members) = listed.json else { continue }
            let more: [JSONValue.Member] = [
                .init("waiting", .integer(waiting ?? 0)), .init("free", free.map { .integer($0) } ?? .null),
            ]
            events.append(.object([.init("id", .string(site.id))] + members + more))
        }
        return APIAnswer(["events": .array(events)])
    }

    /// Where an operator begins.
    var home: String { events.areSeveral ? "/e/" : "/operator/" }

    /// The pages of operators are one document, which finds out itself what to show; what has a dot in its name is a file of its own.
    func page(_ path: String) async throws(APIError) -> Answer {
        if path.hasPrefix("text/") {
            return try await file(String(path.dropFirst(5)), of: options.texts, in: "operator")
        }
        return try await file(path.contains(".") ? path : "index.html")
    }

    func file(_ name: String) async throws(APIError) -> Answer {
        try await file(name, of: options.pages, in: "operator")
    }

    func file(
        _ name: String, of places: SearchPath, in folder: String
    ) async throws(APIError) -> Answer {
        guard name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*/) != nil else {
            throw Self.missing
        }
        let found = await offPool { try? places.read("\(folder)/\(name)", limit: 4_000_000) }
        guard let bytes = found?.bytes else { throw Self.missing }
        let tag = "\"\(ContentHash(of: bytes).prefix8)\""
        return Answer(.bytes(bytes), type: MediaType.of(name), headers: ["ETag": tag, "Cache-Control": "no-cache"])
    }

    static let missing = APIError(status: 404, "there is no such page")
}
