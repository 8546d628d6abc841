import HTTP
import Work

extension WebServer {
    /// Five wrong ones close the door for a while, whoever tries.
    func enter(_ digits: String, _ request: Request) async throws -> Answer {
        // Counted before it is looked at, so that many at once are not more than five.
        if let wait = pins.spend(Self.door) {
            let seconds = max(1, Int((wait / .seconds(1)).rounded(.up)))
            var answer = Notice.json(
                APIError(status: 429, "too many wrong PINs", remedy: "wait \(seconds) s, then try again").answer)
            answer.headers["Retry-After"] = "\(seconds)"
            return answer
        }
        guard let isRight = await offPool({ [pin] in pin.matches(digits) }) else {
            throw APIError(status: 403, "this booth has no PIN", remedy: "booth web pin sets one")
        }
        guard isRight else { throw APIError(status: 403, "this is not the PIN") }
        pins.forget(Self.door)
        let value = try await offPool { [secret] in try secret.value() }
        var answer = Answer(status: 204)
        answer.headers["Set-Cookie"] = secret.field(value, isSecure: request.isSecure, lasts: false)
        return answer
    }

    private static let door = "pin"
}
