import HTTP
import Work

extension WebServer {
    /// The first who opens an invitation is an operator from then on. That is the one thing which a mere GET changes.
    func logIn(_ request: Request, code: String) async -> Answer {
        let client = access.client(of: request)
        if let wait = logins.wait(client) {
            var answer = Notice.page(429, "Too many wrong links.", ["Wait for half a minute, then open the right one."])
            answer.headers["Retry-After"] = "\(max(1, Int((wait / .seconds(1)).rounded(.up))))"
            return answer
        }
        let value: String? = await offPool { [secret] in secret.use(code) ? try? secret.value() : nil }
        guard let value else {
            logins.count(client)
            return Notice.page(
                403, "This link does not log in.",
                [
                    "It was used already, is older than ten minutes, or was never made.",
                    "Booth web login EVENT prints another one.",
                ])
        }
        var answer = Notice.page(200, "You are logged in.", ["This browser is known as an operator's from now on."])
        answer.headers["Set-Cookie"] = secret.field(value, isSecure: request.isSecure)
        // Only a page of this server leads on with the cookie, which no other site's link would bring.
        answer.headers["Refresh"] = "1; url=\(home)"
        return answer
    }
}
