import Engine
import HTTP
import Sessions
import StrictJSON
import Work

import struct Engine.Refusal

extension Route {
    /// What a screen for guests shows, and what guests do there: docs/CONTRACT.md.
    static let state: [Route] = [
        .screen(.get, "/api/state") { _, _, booth in Notice.json(APIAnswer(booth.engine.guestJSON)) },
        .screen(.get, "/api/events", follow), .screen(.post, "/api/commands", command),
        .screen(.post, "/api/beat", beat),
        .screen(.get, "/api/beat") { _, _, booth in
            let silent = booth.engine.screenSilence.map { JSONValue.number($0 / .seconds(1)) }
            return Notice.json(APIAnswer(.object(silent.map { [.init("silent", $0)] } ?? [])))
        },
        .screen(.post, "/api/pin", enter),
    ]

    /// The view at once and then whenever it has changed; of those who are slow, the newest wins.
    @Sendable private static func follow(
        _ request: Request, _ places: [String: String], _ booth: Booth
    ) async throws -> Answer {
        let engine = booth.engine
        return .events(by: booth.site.time) { events in
            for await view in engine.view.updates() {
                let json = view.guest.json(now: engine.now)
                try await events.send(json.text(), name: "state", id: "\(view.revision)", isTaken: true)
            }
        }
    }

    /// The same door as `booth ctl`, by which whoever stands there sees no more than guests may.
    @Sendable private static func command(
        _ request: Request, _ places: [String: String], _ booth: Booth
    ) async throws -> Answer {
        let asked = try CommandRequest(JSONNode(parsing: request.body, document: "request"))
        let view: OperatorView
        do throws(Refusal) { view = try await booth.engine.perform(asked.command, at: asked.place) } catch {
            throw error.forGuests
        }
        return Notice.json(APIAnswer(["state": view.guest.json(now: booth.engine.now)]))
    }

    @Sendable private static func beat(
        _ request: Request, _ places: [String: String], _ booth: Booth
    ) async throws -> Answer {
        let keys = try JSONNode(parsing: request.body, document: "request").object()
        let shown = try keys.required("screen").string(limit: 64)
        _ = try keys.optional("revision")?.int(in: 0 ... .max)
        try keys.finish()
        booth.engine.beat(shown, isHere: booth.server.access.isAtBooth(request))
        return Answer(status: 204)
    }

    /// An operator at the screen, whose browser is then theirs until it is closed.
    @Sendable private static func enter(
        _ request: Request, _ places: [String: String], _ booth: Booth
    ) async throws -> Answer {
        let keys = try JSONNode(parsing: request.body, document: "request").object()
        let digits = try keys.required("pin").string(limit: 64)
        try keys.finish()
        return try await booth.server.enter(digits, request)
    }
}

extension Engine {
    /// The booth's clock as a person would read it.
    nonisolated var now: Moment { Moment(milliseconds: options.time.wall) }
    nonisolated var guestJSON: JSONValue { view.now.guest.json(now: now) }
}
