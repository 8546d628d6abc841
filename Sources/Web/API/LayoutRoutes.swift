import Actions
import Compositor
import Effects
import Faults
import Files
import Sessions
import StrictJSON
import Work

extension Route {
    static let layouts: [Route] = [
        .api(.get, "/api/layouts", listLayouts),
        .api(.post, "/api/layouts", addLayout),
        .api(.get, "/api/layouts/{layout}", showLayout),
        .api(.delete, "/api/layouts/{layout}", removeLayout),
        .api(.get, "/api/effects", listEffects),
    ]

    /// Those of the event first, in its order; then those that it might have.
    private static func listLayouts(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        _ = try request.query()
        let rows = await offPool {
            let own = site.event.layouts
            let others = site.installation.layouts.names.filter { !own.contains($0) }
            return (own + others).map { summary(of: $0, site, isOwn: own.contains($0)) }
        }
        return APIAnswer(["layouts": .array(rows)])
    }

    /// With what the linter has to say of it.
    private static func showLayout(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        _ = try request.query()
        let name = try request.layout()
        let row = try await offPool {
            let isOwn = site.event.layouts.contains(name)
            let findings = try Lint(Template(site.layout(name)), values: site.values()).findings
            guard case .object(let members) = summary(of: name, site, isOwn: isOwn) else { return JSONValue.null }
            let flaws = findings.map { finding -> JSONValue in
                .object(present: [
                    "place": .string(finding.place), "problem": .string(finding.flaw.problem),
                    "remedy": finding.flaw.remedy.map { .string($0) },
                ])
            }
            return .object(members + [.init("flaws", .array(flaws))])
        }
        return APIAnswer(row)
    }

    private static func summary(of name: String, _ site: EventSite, isOwn: Bool) -> JSONValue {
        do {
            let layout = try site.layout(name)
            return [
                "name": .string(name), "event": .bool(isOwn), "paper": .string(layout.paper.name),
                "captures": .integer(layout.capturesNeeded), "animation": .bool(layout.animation != nil),
            ]
        } catch {
            // It is there, and says why it cannot be used.
            return ["name": .string(name), "event": .bool(isOwn), "error": .string("\(error)")]
        }
    }

    private static func addLayout(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        let keys = try request.node.object()
        let node = try keys.required("layout")
        let name = try node.string(limit: 200)
        try keys.finish()
        guard APIRequest.isName(name) else {
            throw node.error(expected: "the name of a layout, as GET /api/layouts has it")
        }
        let event = try await offPool { try EventEditor(site.folder, site.installation).addLayouts([name]) }
        return APIAnswer(["layouts": .array(event.layouts.map { .string($0) })])
    }

    private static func removeLayout(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        let editor = EventEditor(site.folder, site.installation)
        let (event, kept) = try await editor.removeLayout(request.layout(), of: site.record)
        return APIAnswer([
            "layouts": .array(event.layouts.map { .string($0) }), "sessions": .integer(kept),
        ])
    }

    private static func listEffects(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        _ = try request.query()
        let backgrounds = try await offPool { () throws(FilesError) in
            let folder = site.folder.path + "/Assets"
            guard FileIdentity(folder) != nil else { return [String]() }
            return try entries(ofFolder: folder).filter { !$0.hasPrefix(".") }.sorted().map { "Assets/" + $0 }
        }
        let installed = await offPool { Effect.all.filter(\.isInstalled) }
        let effects = installed.map { effect -> JSONValue in
            [
                "name": .string(effect.name), "group": .string(effect.group.rawValue),
                "summary": .string(effect.summary),
            ]
        }
        return APIAnswer([
            "effects": .array(effects), "backgrounds": .array(backgrounds.map { .string($0) }),
        ])
    }
}

extension APIRequest {
    static func isName(_ name: String) -> Bool { !name.isEmpty && !name.hasPrefix(".") && !name.contains("/") }

    /// The name of a layout in the path; never a path itself.
    func layout() throws -> String {
        let name = path["layout"] ?? ""
        guard Self.isName(name) else { throw SessionsError.noLayout(name, known: []) }
        return name
    }
}

extension EventSite {
    /// The event's own, or that of the installation.
    func layout(_ name: String) throws(CompositorError) -> Layout {
        try installation.layouts.layout(name, keptIn: folder.layouts).layout
    }

    /// What its tokens stand for in this event.
    func values() throws -> Values {
        var values = Values()
        let event = event
        try values.set("event.name", to: event.name)
        try values.set("event.date", to: event.date)
        for (key, text) in event.values { try values.set("value." + key, to: text) }
        // As long as a token is.
        if let base = event.shownBase { try values.set("share.url", to: base + "0123456789abcdefghijkl") }
        return values
    }
}
