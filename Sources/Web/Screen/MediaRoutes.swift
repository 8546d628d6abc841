import Darkroom
import Engine
import Files
import HTTP
import Sessions
import Work

extension Route {
    /// Pictures of the session in hand.
    static let media: [Route] = [
        .screen(.get, "/api/preview", showPreview), .screen(.get, "/api/shots/{shot}", showShot),
        .screen(.get, "/api/motion", showMotion), .screen(.get, "/api/choices/{choice}", showChoice),
    ]

    /// The composed picture that the guest is looking at, and then the FinalPhoto.
    @Sendable private static func showPreview(
        _ request: Request, _ places: [String: String], _ booth: Booth
    ) async throws -> Answer {
        // The page names the drawing, so that each has an address of its own.
        _ = try APIRequest(query: request.query).query("of")
        if let preview = booth.engine.preview {
            return Answer(.bytes(preview.jpeg), type: "image/jpeg", headers: ["ETag": "\"\(preview.id)\""])
        }
        let session = try await booth.session()
        guard let final = session.renditions.last(where: { $0.kind == .final && $0.state == .ready }) else {
            throw Booth.nothing
        }
        return try await booth.file(of: final, in: session)
    }

    /// A picture, by the press of the shutter that took it and, where one was taken anew, by its identity. It is made smaller by whoever makes all small pictures,
    /// one after the other, so that many who ask make one decode.
    @Sendable private static func showShot(
        _ request: Request, _ places: [String: String], _ booth: Booth
    ) async throws -> Answer {
        let identity = try APIRequest(query: request.query).query("of")["of"].flatMap { Int($0) }
        guard let shot = places["shot"].flatMap({ Int($0) }) else { throw Booth.nothing }
        let session = try await booth.session()
        let taken = session.pictures.filter { $0.shot == shot }
        guard
            let capture = taken.first(where: { $0.id == identity && !$0.isRaw })
                ?? taken.last(where: { !$0.isRaw }) ?? taken.last
        else { throw Booth.nothing }
        guard let file = await booth.site.thumbs.file(ReducedPicture(of: capture.path, .shown)) else {
            throw Booth.nothing
        }
        try booth.requireInHand(session.id)
        return Answer(
            .file(file), type: "image/jpeg", headers: ["ETag": "\"s\(capture.sha256.prefix(31))\""])
    }

    /// A layout that can be chosen, with the guests' own last picture in it.
    @Sendable private static func showChoice(
        _ request: Request, _ places: [String: String], _ booth: Booth
    ) async throws -> Answer {
        _ = try APIRequest(query: request.query).query("of")
        let view = booth.engine.view.now
        guard let number = places["choice"].flatMap({ Int($0) }), let session = view.session, let step = view.step,
            step.choices.indices.contains(number - 1)
        else { throw Booth.nothing }
        let key = "\(step.entry) \(session.captures.last?.id ?? 0) \(number)"
        let engine = booth.engine
        let jpeg = try await booth.site.choices.picture(key, of: session.id) { try await engine.choice(number) }
        try booth.requireInHand(session.id)
        guard let jpeg else { throw Booth.nothing }
        return Answer(.bytes(jpeg), type: "image/jpeg", headers: ["ETag": "\"\(ContentHash(of: jpeg).prefix8)\""])
    }

    /// The session's moving picture, once it is there.
    @Sendable private static func showMotion(
        _ request: Request, _ places: [String: String], _ booth: Booth
    ) async throws -> Answer {
        _ = try APIRequest(query: request.query).query("of")
        let session = try await booth.session()
        guard let motion = session.motion else { throw Booth.nothing }
        return try await booth.file(of: motion, in: session)
    }
}

extension Booth {
    fileprivate func file(of rendition: Rendition, in session: Session) async throws(APIError) -> Answer {
        let place = rendition.path.map { site.folder.absolute($0) }
        guard let place, let file = await offPool({ try? ServedFile(place) }) else { throw Self.nothing }
        try requireInHand(session.id)
        let tag = rendition.sha256.map { $0.prefix(32) } ?? ""
        return Answer(.file(file), type: MediaType.of(place), headers: ["ETag": "\"\(tag)\""])
    }
}
