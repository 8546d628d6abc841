import Engine
import HTTP
import Sessions

/// The booth of this process, as requests of its screen find it.
public struct Booth: Sendable {
    let engine: Engine
    let site: EventSite
    let server: WebServer

    /// The session in hand, as the record has it. Nothing of another one may be seen at the screen.
    func session() async throws -> Session {
        guard let id = engine.view.now.session?.id else { throw Self.nobody }
        let session = try await site.reader.read { (contents) throws(SessionsError) in try contents.session(id) }
        try requireInHand(id)
        return session
    }

    /// What took its time may be of a session that has ended meanwhile.
    func requireInHand(_ id: String) throws(APIError) {
        guard engine.view.now.session?.id == id else { throw Self.nobody }
    }

    static let nobody = APIError(status: 404, "no session is in hand")
    static let nothing = APIError(status: 404, "there is no such picture in the session in hand")
}

extension Route {
    /// A route of the guests' screen, which is there where a booth runs in this process.
    static func screen(
        _ method: Method, _ pattern: String,
        _ work: @escaping @Sendable (Request, _ places: [String: String], Booth) async throws -> Answer
    ) -> Route {
        Route(method, pattern, .screen, .booth(work))
    }
}
