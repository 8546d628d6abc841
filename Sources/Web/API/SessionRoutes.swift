import Actions
import Effects
import Faults
import Sessions
import StrictJSON
import Work

extension Route {
    static let sessions: [Route] =
        [
            .api(.get, "/api/sessions", listSessions),
            .api(.post, "/api/sessions/bulk", changeSessions),
            .api(.get, "/api/sessions/{number}", showSession),
        ]
        + SessionAction.names.map { name in
            .api(.post, "/api/sessions/{number}/\(name)") { request, site in
                try await changeSession(name, request, site)
            }
        } + [
            .api(.get, "/api/jobs", listJobs),
            .api(.get, "/api/jobs/{job}", showJob),
        ]

    /// Newest first; the objects are those of sessions.json, with `thumb`.
    private static func listSessions(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        let limit = try request.int("limit", in: 1...1_000) ?? 50
        let before = try request.int("before", in: 1...(1 << 53))
        let filter = try await request.filter(of: site.folder)
        let page = try await site.search.page(filter, before: before, limit: limit)
        var text = "{\"sessions\":["
        for (index, session) in page.sessions.enumerated() {
            // The line is an object as it stands.
            text += (index > 0 ? ",\n" : "\n") + session.json.dropLast()
            text += ",\"thumb\":\(thumb(session.picture, request).text())}"
        }
        return APIAnswer(encoded: text + "],\"total\":\(page.total),\"revision\":\(page.revision)}")
    }

    private static func thumb(_ path: String?, _ request: APIRequest) -> JSONValue {
        path.map { .string(request.base + "/thumb/" + $0.percentEncoded) } ?? .null
    }

    private static func showSession(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        _ = try request.query()
        let number = try request.number()
        let session = try await site.reader.read { (contents) throws(SessionsError) in
            try contents.session(number: number)
        }
        guard case .object(let members) = session.row else { return APIAnswer(.null) }
        let picture = session.guestsPicture?.path ?? session.selectedCaptures.first?.path
        return APIAnswer(.object(members + [.init("thumb", thumb(picture, request))]))
    }

    private static func changeSession(
        _ name: String, _ request: APIRequest, _ site: EventSite
    ) async throws -> APIAnswer {
        let number = try request.number()
        let action = try SessionAction(name, request.node)
        try await require(action, request.node, site)
        if let job = site.jobs.same(action, on: "\(number)") { return try await answer(to: action, job, site) }
        try site.jobs.requireFree([number], for: action)
        // One that is not there is told at once, and not by a job; nor does that wait behind what is being written.
        _ = try await site.reader.read { (contents) throws(SessionsError) in try contents.session(number: number) }
        let record = try await site.currentRecord()
        let job = try site.jobs.begin(action, on: [number], of: record, in: site.installation)
        return try await answer(to: action, job, site)
    }

    /// What an action names has to be there, and to be the event's or the installation's: a page says nothing of other files of the
    /// booth's disk. It is told at once, and not by a job.
    private static func require(_ action: SessionAction, _ node: JSONNode, _ site: EventSite) async throws {
        try await offPool {
            let keys = try node.object()
            if let layout = action.layout {
                guard APIRequest.isName(layout) else { throw SessionsError.noLayout(layout, known: []) }
                _ = try site.layout(layout)
            }
            for text in action.effects {
                guard try EffectCall(parsing: text).isOfEvent else {
                    throw try keys.required("effect").error(
                        expected: "a file of the event's, as GET /api/effects has them among \"backgrounds\"")
                }
            }
            let own = site.event.destinations(of: .print)
            if let queue = action.queue,
                queue.split(separator: ",").contains(where: { $0.hasPrefix("file:") && !own.contains(String($0)) })
            {
                throw try keys.required("queue").error(expected: "a printer, as GET /api/printers has them")
            }
        }
    }

    /// What is done in a moment is waited for.
    private static func answer(to action: SessionAction, _ job: Jobs.Job, _ site: EventSite) async throws -> APIAnswer {
        guard !action.isLong, let ended = await site.jobs.end(of: job.id) else {
            return APIAnswer(status: 202, job.json)
        }
        if let error = ended.error { throw JobFailure(report: error) }
        return APIAnswer(ended.result?.first ?? .null)
    }

    /// Always a job: `{"action":"delete","numbers":"40..60"}`.
    private static func changeSessions(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        let keys = try request.node.object()
        let name = try keys.required("action").oneOf(SessionAction.names)
        var filter = SessionFilter()
        var named: [Int] = []
        if let node = keys.optional("numbers") { (filter.numbers, named) = try numbers(node) }
        if let node = keys.optional("before") {
            guard let moment = Moment(try node.string()) else {
                throw node.error(expected: "a time such as \"2026-06-14T18:00:00.000Z\"")
            }
            filter.startedBefore = moment
        } else {
            _ = try keys.required("numbers")
        }
        let action = try SessionAction(name, keys)
        try keys.finish()
        try await require(action, request.node, site)
        let words = "\(keys.optional("numbers")?.value.text() ?? "") \(keys.optional("before")?.value.text() ?? "")"
        if let job = site.jobs.same(action, on: words) { return APIAnswer(status: 202, job.json) }
        let record = try await site.currentRecord()
        let found = try await record.numbers(filter)
        if let missing = named.first(where: { !found.contains($0) }), filter.startedBefore == nil {
            throw SessionsError.noSession("#\(missing)")
        }
        guard !found.isEmpty else { throw ActionError.nothingChosen }
        let job = try site.jobs.begin(action, on: found, asked: words, of: record, in: site.installation)
        return APIAnswer(status: 202, job.json)
    }

    /// "47", "40..60", "all", and several of them; with those that were named one by one.
    private static func numbers(
        _ node: JSONNode
    ) throws(StrictJSONError) -> (ranges: [ClosedRange<Int>], named: [Int]) {
        let words = try node.string().split { $0 == " " || $0 == "," }.map(String.init)
        guard words.count <= 1_000 else { throw node.error("more than 1,000 numbers and ranges") }
        var ranges: [ClosedRange<Int>] = []
        for word in words {
            if word == "all" { return ([], []) }
            guard let range = ClosedRange(numbers: word) else {
                throw node.error(expected: "numbers of sessions such as \"47\", \"40..60\", \"3,5,9..12\" or \"all\"")
            }
            ranges.append(range)
        }
        guard !ranges.isEmpty else { throw node.error(expected: "numbers of sessions, or \"all\"") }
        return (ranges, Set(ranges.filter { $0.count == 1 }.map(\.lowerBound)).sorted())
    }

    private static func listJobs(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        _ = try request.query()
        return APIAnswer(["jobs": .array(site.jobs.all.map(\.summary))])
    }

    private static func showJob(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        _ = try request.query()
        let id = request.path["job"] ?? ""
        guard let job = site.jobs[id] else { throw ActionError.noJob(id) }
        return APIAnswer(job.json)
    }
}

/// What a job that was waited for has failed with.
private struct JobFailure: Fault { let report: FaultReport }

extension APIRequest {
    /// Which sessions are meant, by the query.
    func filter(of folder: EventFolder) async throws -> SessionFilter {
        let query = try query("limit", "before", "state", "from", "to", "effect", "q", "attention")
        var filter = SessionFilter()
        if let state = query["state"] {
            guard let known = Session.State(rawValue: state) else {
                throw APIError.unexpected("state", "active or finished", state)
            }
            filter.state = known
        }
        (filter.from, filter.to) = (try day("from"), try day("to"))
        (filter.effect, filter.text) = (query["effect"], query["q"].flatMap { $0.isEmpty ? nil : $0 })
        if let attention = query["attention"] {
            guard ["0", "1"].contains(attention) else { throw APIError.unexpected("attention", "0 or 1", attention) }
            if attention == "1" {
                filter.attention = try await offPool { () throws(SessionsError) in try Attention(in: folder) }
            }
        }
        return filter
    }

    private func day(_ key: String) throws(APIError) -> Moment? {
        guard let text = query[key] else { return nil }
        guard let day = Moment(day: text) else { throw .unexpected(key, "a day such as 2026-06-14", text) }
        return day
    }
}

extension String {
    /// For a path in an address: all but letters, digits and what is plain there, and slashes.
    var percentEncoded: String {
        var text = ""
        for byte in utf8 {
            let scalar = Unicode.Scalar(byte)
            let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            if isPlain || "/-._~".unicodeScalars.contains(scalar) {
                text.unicodeScalars.append(scalar)
            } else {
                text += "%" + byte.padded(to: 2, radix: 16).uppercased()
            }
        }
        return text
    }
}
