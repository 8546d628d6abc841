public import Files
public import HTTP
import StrictJSON
public import Work

/// Serves events to operators and guests. Operators have all routes of the table, at one listener; guests have the pages behind
/// their links, at another one that knows nothing else.
///
///     let server = WebServer([site], options: options)
///     try await server.listen(for: .operators, at: Address(parsing: "8080"))
///     await server.run()
public final class WebServer: Sendable {
    public struct Options: Sendable {
        /// Names that stand for the operators' listener elsewhere: `--host`.
        public var names: [String] = []
        /// The HOST of `--web`, which may be a name.
        public var host: String?
        /// Where the operators' secret is kept: `$XDG_STATE_HOME/boothkit`.
        public var state: String
        /// Where the files of pages are found: `operator/…` and `guest/…`.
        public var pages: SearchPath
        /// Where the words of pages are found.
        public var texts: SearchPath
        public var time = TimeSource.system

        public init(state: String, pages: SearchPath, texts: SearchPath) {
            (self.state, self.pages, self.texts) = (state, pages, texts)
        }
    }

    public let sites: [EventSite]
    let options: Options
    let access: Access
    let secret: OperatorSecret
    let logins: Allowance
    let guests: GuestPages

    public init(_ sites: [EventSite], options: Options) {
        (self.sites, self.options) = (sites, options)
        access = Access(names: options.names, own: options.host)
        secret = OperatorSecret(folder: options.state, time: options.time)
        logins = Allowance(5, in: .seconds(30), by: options.time)
        guests = GuestPages(sites, options)
    }

    /// The answer to a request of the operators' listener.
    public func answer(_ request: Request) async -> Answer {
        var answer = await routed(request)
        Safeguards.add(to: &answer, of: .operator)
        return answer
    }

    private func routed(_ request: Request) async -> Answer {
        let isAPI = request.path.contains("api")
        guard access.knowsHost(of: request) else {
            return refusal(403, isAPI, "this booth is not called so", "open it by an address that booth web says")
        }
        guard let (path, site) = scope(of: request.path) else { return refusal(404, isAPI, "there is no such event") }
        let found = Route.operators.compactMap { route in route.places(in: path).map { (route, $0) } }
            .filter { route, _ in site != nil || !route.isOfEvent }
        guard !found.isEmpty else { return refusal(404, isAPI, "there is no such address") }
        if found.contains(where: { $0.0.role == .operator }), !(await isOperator(request)) {
            return refusal(401, isAPI, "you are not logged in", "booth web login EVENT, on the booth, prints a link")
        }
        let method = request.method == "HEAD" ? "GET" : request.method
        let isReading = method == "GET" || method == "OPTIONS"
        guard isReading || access.mayChange(request) else {
            return refusal(403, isAPI, "only the booth's own pages may change something")
        }
        guard let (route, places) = found.first(where: { $0.0.method.rawValue == method }),
            route.allowsHead || request.method != "HEAD"
        else {
            var answer = refusal(405, isAPI, "this address does not take \(request.method)")
            answer.headers["Allow"] = Set(found.map(\.0.method.rawValue)).sorted().joined(separator: ", ")
            return answer
        }
        return await run(route, request, places, site)
    }

    private func run(_ route: Route, _ request: Request, _ places: [String: String], _ site: EventSite?) async -> Answer
    {
        do {
            switch (route.work, site) {
            case (.server(let work), _): return try await work(request, places, self)
            case (.event(let work), let site?): return try await work(request, places, site)
            case (.api(let work), let site?):
                let body: JSONValue? =
                    try request.body.isEmpty ? nil : JSONValue(parsing: request.body, document: "request")
                let asked = APIRequest(
                    path: places, query: request.query, body: body, ifMatch: request.headers["If-Match"],
                    base: sites.count == 1 ? "" : "/e/\(site.id)")
                return Notice.json(try await work(asked, site))
            default: return missing
            }
        } catch {
            return Notice.json(APIError(error).answer)
        }
    }

    /// The path within an event, and the event; none where several are served and none is named. nil: there is no such event.
    private func scope(of path: [String]) -> (path: [String], site: EventSite?)? {
        if path.count > 2, path[0] == "e" {
            return sites.first { $0.id == path[1] }.map { (Array(path[2...]), $0) }
        }
        return (path, sites.count == 1 ? sites[0] : nil)
    }

    private func isOperator(_ request: Request) async -> Bool {
        guard request.cookie(OperatorSecret.cookie) != nil else { return false }
        return await offPool { [secret] in secret.isKnown(request) }
    }

    /// In JSON for /api, elsewhere as a page.
    func refusal(_ status: Int, _ isAPI: Bool, _ problem: String, _ remedy: String? = nil) -> Answer {
        guard !isAPI else { return Notice.json(APIError(status: status, problem, remedy: remedy).answer) }
        let sentence = problem.prefix(1).uppercased() + problem.dropFirst() + "."
        return Notice.page(status, sentence, remedy.map { [$0.prefix(1).uppercased() + $0.dropFirst() + "."] } ?? [])
    }
}
