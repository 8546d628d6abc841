import Actions
import Compositor
import Darkroom
import Effects
import Files
import HTTP
import Imaging
import Sessions
import StrictJSON
import Work

extension Route {
    /// Pictures that are drawn when somebody asks for them, and kept nowhere.
    static let pictures: [Route] = [
        Route(.get, "/api/layouts/{layout}/proof", .operator, .event(drawProof)),
        Route(.get, "/api/sessions/{number}/preview", .operator, .event(drawPreview)),
        Route(.get, "/api/sessions/{number}/looks", .operator, .event(drawLook)),
        Route(.get, "/api/sessions/{number}/code", .operator, .event(drawCode)),
    ]

    /// The layout as a drawing, with what the linter found.
    @Sendable private static func drawProof(
        _ request: Request, _ places: [String: String], _ site: EventSite
    ) async throws -> Answer {
        let asked = APIRequest(path: places, query: request.query)
        _ = try asked.query()
        let name = try asked.layout()
        return try await picture(.png) { try Proof(Template(site.layout(name)), values: site.values()).drawn() }
    }

    /// The session's picture as another layout or effect would make it: `?layout=strip&effect=sepia`.
    @Sendable private static func drawPreview(
        _ request: Request, _ places: [String: String], _ site: EventSite
    ) async throws -> Answer {
        let asked = APIRequest(path: places, query: request.query)
        let (query, number) = (try asked.query("layout", "effect"), try asked.number())
        if let layout = query["layout"], !APIRequest.isName(layout) { throw SessionsError.noLayout(layout, known: []) }
        let effects = try query["effect"].map { [try ownEffect($0)] }
        let record = try await site.currentRecord()
        let session = try await record.session(number: number)
        guard let layout = query["layout"] ?? session.layout else { throw DarkroomError.noLayout(session: number) }
        let darkroom = Darkroom(record: record, library: site.installation.layouts)
        return try await picture(.jpeg) { try darkroom.preview(of: session, layout: layout, effects: effects) }
    }

    /// One of the session's captures, small, as an effect shows it: `?effect=sepia&shot=1`. Without an effect, as it was taken.
    @Sendable private static func drawLook(
        _ request: Request, _ places: [String: String], _ site: EventSite
    ) async throws -> Answer {
        let asked = APIRequest(path: places, query: request.query)
        let (query, number) = (try asked.query("effect", "shot"), try asked.number())
        let shot = try asked.int("shot", in: 1...9_999)
        let effect = try ownEffect(query["effect"] ?? "camera")
        let record = try await site.currentRecord()
        let session = try await record.session(number: number)
        guard let capture = session.selectedCaptures.first(where: { shot == nil || $0.shot == shot }) else {
            throw SessionsError.noFile(session: "#\(number)", path: shot.map { "of shot \($0)" })
        }
        let darkroom = Darkroom(record: record, library: site.installation.layouts)
        return try await picture(.jpeg) { try darkroom.look(at: capture, of: session, effect) }
    }

    /// An effect with files of the event's only.
    private static func ownEffect(_ text: String) throws -> EffectCall {
        let call = try EffectCall(parsing: text)
        guard call.isOfEvent else {
            throw APIError.unexpected("effect", "a file of the event's, as GET /api/effects has them", text)
        }
        return call
    }

    /// The QR code of a link of the session: `?token=…`, or that of the newest good one.
    @Sendable private static func drawCode(
        _ request: Request, _ places: [String: String], _ site: EventSite
    ) async throws -> Answer {
        let asked = APIRequest(path: places, query: request.query)
        let (query, number) = (try asked.query("token"), try asked.number())
        let session = try await site.reader.read { (contents) throws(SessionsError) in
            try contents.session(number: number)
        }
        let good = session.goodTokens(in: await offPool { site.event })
        guard let token = good.last(where: { (query["token"] ?? $0) == $0 }) else {
            throw APIError(status: 404, "session #\(number): has no such link that is good")
        }
        return try await picture(.png) {
            guard let base = site.event.shownBase else {
                throw APIError(
                    status: 409, "event.json has no \"linkBase\" to stand before the token",
                    remedy: "say where links lead: linkBase in the event's settings")
            }
            return try QRCode(content: base + token).image(module: 8)
        }
    }

    /// Of the same bytes a browser need not fetch twice.
    private static func picture(
        _ format: PictureFormat, _ draw: @escaping @Sendable () throws -> Image
    ) async throws -> Answer {
        let bytes = try await DrawingTurns.shared.run {
            try await offPool {
                let image = try draw()
                return format == .jpeg
                    ? try image.encoded(as: .jpeg, quality: 82, chroma: .half, metadata: Metadata())
                    : try image.encoded(as: .png, metadata: Metadata())
            }
        }
        return Answer(
            .bytes(bytes), type: format == .jpeg ? "image/jpeg" : "image/png",
            headers: ["ETag": "\"\(ContentHash(of: bytes).prefix8)\"", "Cache-Control": "no-cache"])
    }

    private enum PictureFormat { case jpeg, png }
}

extension EffectCall {
    /// Whether all files that it names lie with the event.
    var isOfEvent: Bool { files.allSatisfy { $0.hasPrefix("Assets/") && !$0.contains("/../") } }
}
