import Engine
import HTTP
import Work

import struct Engine.Refusal

extension Route {
    /// The camera's live view, frame by frame: whoever has shown one asks for the next, so that nothing piles up.
    static let live: [Route] = [
        .screen(.get, "/api/live") { request, _, booth in
            let asked = APIRequest(query: request.query)
            _ = try asked.query("after", "choice")
            let known = try asked.int("after", in: 0 ... .max) ?? 0
            let choice = try asked.int("choice", in: 1...1_000)
            let frame: (number: Int, jpeg: [UInt8])?
            do throws(Refusal) { frame = try await booth.engine.liveFrame(after: known, choice: choice) } catch {
                throw APIError(status: 404, error.words)
            }
            guard let frame else { return Answer(status: 204) }
            return Answer(.bytes(frame.jpeg), type: "image/jpeg", headers: ["X-Frame": "\(frame.number)"])
        }
    ]
}
