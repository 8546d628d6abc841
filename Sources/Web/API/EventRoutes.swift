import Actions
import Faults
import Files
import Sessions
import StrictJSON
import Work

extension Route {
    static let settings: [Route] = [
        .api(.get, "/api/event", showEvent),
        .api(.put, "/api/event", changeEvent),
        .api(.get, "/api/event/settings", listSettings),
        .api(.post, "/api/event/duplicate", duplicateEvent),
    ]

    private static func showEvent(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        _ = try request.query()
        let folder = site.folder
        let (bytes, document) = try await offPool {
            let bytes = try readAll(folder.settings, limit: 1_000_000)
            return (bytes, try JSONValue(parsing: bytes, document: "event.json"))
        }
        return APIAnswer(document, headers: ["ETag": tag(ContentHash(of: bytes))])
    }

    private static func tag(_ hash: ContentHash) -> String { "\"\(hash)\"" }

    /// All of event.json, as it was given and with what is to be different.
    private static func changeEvent(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        guard let match = request.ifMatch else {
            throw APIError(
                status: 428, "the header If-Match is missing",
                remedy: "send the ETag that GET /api/event has given, so that nobody's change is lost")
        }
        guard let body = request.body else { throw APIError(status: 422, "event.json: there is no body") }
        let hash = match == "*" ? nil : match.replacing("W/", with: "").filter { $0 != "\"" }
        let editor = EventEditor(site.folder, site.installation)
        do {
            let (before, event, bytes, isRunning) = try await offPool {
                let before = try? Event(in: editor.folder)
                let event = try editor.replace(by: body, ifStill: hash)
                let bytes = try readAll(editor.folder.settings, limit: 1_000_000)
                return (before, event, bytes, EventLock.isHeld(editor.folder))
            }
            let advice = event.adviceOnLinks(in: site.folder).map { "\($0.found); \($0.remedy)" }
            let document: JSONValue = .object(present: [
                "event": event.json, "changed": .array(changes(from: before, to: event, isRunning)),
                "advice": advice.map { .string($0) },
            ])
            return APIAnswer(document, headers: ["ETag": tag(ContentHash(of: bytes))])
        } catch SessionsError.changedMeanwhile(let path) {
            let report = SessionsError.changedMeanwhile(path: path).report
            throw APIError(status: 412, report.problem, remedy: report.remedy)
        } catch {
            // What the body names and is not there is a fault of the body.
            let known = APIError(error)
            guard known.status == 404 else { throw error }
            var flaw = APIError(status: 422, known.problem, remedy: known.remedy)
            flaw.field = known.field ?? "layouts"
            throw flaw
        }
    }

    private static func changes(from former: Event?, to event: Event, _ isRunning: Bool) -> [JSONValue] {
        var keys = former.map { event.changes(since: $0) } ?? []
        // Nobody can tell what a file that could not be read has said.
        if former == nil, case .object(let members) = event.json { keys = members.map(\.key) }
        return keys.map { key in
            ["key": .string(key), "applies": .string(applies(key, isRunning).rawValue)]
        }
    }

    private static func applies(_ key: String, _ isRunning: Bool) -> Event.Applies {
        isRunning ? Event.applies(key) : .now
    }

    private static func listSettings(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        _ = try request.query()
        let folder = site.folder
        let isRunning = await offPool { EventLock.isHeld(folder) }
        let settings = Event.settings.map { key -> JSONValue in
            ["key": .string(key), "applies": .string(applies(key, isRunning).rawValue)]
        }
        return APIAnswer(["running": .bool(isRunning), "settings": .array(settings)])
    }

    /// A new event beside this one, with its settings and layouts and without its sessions.
    private static func duplicateEvent(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        let keys = try request.node.object()
        let name = try keys.required("name").string(limit: 200)
        let date = try keys.optional("date")?.string(limit: 200)
        let node = try keys.required("folder")
        let folder = try node.string(limit: 200)
        try keys.finish()
        guard folder.wholeMatch(of: /[\p{L}\p{N}][\p{L}\p{N} ._-]*/) != nil else {
            throw node.error(expected: "the name of a folder: letters, digits, blanks, dots, - and _")
        }
        guard !name.allSatisfy(\.isWhitespace) else {
            throw try keys.required("name").error(expected: "what the event is called")
        }
        let parts = site.folder.path.split(separator: "/", omittingEmptySubsequences: false)
        let isNamed = parts.last.map { $0 != "." && $0 != ".." } ?? false
        let beside = isNamed ? parts.dropLast().map { $0 + "/" }.joined() : site.folder.path + "/../"
        let target = EventFolder(beside + folder)
        let event = try await EventEditor(target, site.installation).duplicate(site.folder, name: name, date: date)
        let isServed = (try? await request.serve(target)) ?? false
        return APIAnswer(
            status: 201,
            .object(present: [
                "id": .string(event.id), "name": .string(event.name), "path": .string(target.path),
                "served": .bool(isServed),
                "remedy": isServed ? nil : .string("serve it: booth web \(target.argument) --web PORT"),
            ]))
    }
}
