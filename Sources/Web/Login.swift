import HTTP
import Work

extension WebServer {
    /// The first who opens an invitation is an operator from then on. That is the one thing which a mere GET changes.
    func logIn(_ request: Request, code: String) async -> Answer {
        let client = access.client(of: request)
        if let wait = logins.wait(client) {
            var answer = await page(.tooManyLinks, 429, for: request)
            answer.headers["Retry-After"] = "\(max(1, Int((wait / .seconds(1)).rounded(.up))))"
            return answer
        }
        let value: String? = await offPool { [secret] in secret.use(code) ? try? secret.value() : nil }
        guard let value else {
            logins.count(client)
            return await page(.usedLink, 403, for: request)
        }
        var answer = await page(.loggedIn, 200, for: request)
        answer.headers["Set-Cookie"] = secret.field(value, isSecure: access.isSecure(request))
        // Only a page of this server leads on with the cookie, which no other site's link would bring.
        answer.headers["Refresh"] = "1; url=\(home)"
        return answer
    }
}
