public import Files
public import HTTP
import Sessions
import StrictJSON
import Synchronization
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

    public var sites: [EventSite] { events.all }
    let events: ServedEvents
    let options: Options
    let access: Access
    let secret: OperatorSecret
    let logins: Allowance
    let guests: GuestPages
    /// Of pages of a few words, by language.
    let noticeWords = Mutex<[OperatorLanguage: [String: String]]>([:])

    public init(_ sites: [EventSite], options: Options) {
        (events, self.options) = (ServedEvents(sites), options)
        access = Access(names: options.names, own: options.host)
        secret = OperatorSecret(folder: options.state, time: options.time)
        logins = Allowance(5, in: .seconds(30), by: options.time)
        guests = GuestPages(events, options)
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
            return await refusal(
                of: request, isAPI, .otherName, 403, "this booth is not called so",
                "open it by an address that booth web says")
        }
        guard let (path, site) = scope(of: request.path) else {
            return await refusal(of: request, isAPI, .nothingThere, 404, "there is no such event")
        }
        let found = Route.operators.compactMap { route in route.places(in: path).map { (route, $0) } }
            .filter { route, _ in site != nil || !route.isOfEvent }
        guard !found.isEmpty || isAPI else {
            return await refusal(of: request, isAPI, .nothingThere, 404, "there is no such address")
        }
        // Who is not logged in hears nothing of which addresses there are.
        if found.isEmpty || found.contains(where: { $0.0.role == .operator }), !(await isOperator(request)) {
            return await refusal(
                of: request, isAPI, .notLoggedIn, 401, "you are not logged in",
                "booth web login EVENT, on the booth, prints a link")
        }
        guard !found.isEmpty else {
            return await refusal(of: request, isAPI, .nothingThere, 404, "there is no such address")
        }
        let method = request.method == "HEAD" ? "GET" : request.method
        let isReading = method == "GET" || method == "OPTIONS"
        guard isReading || access.mayChange(request) else {
            return await refusal(
                of: request, isAPI, .otherSite, 403, "only the booth's own pages may change something")
        }
        guard let (route, places) = found.first(where: { $0.0.method.rawValue == method }),
            route.allowsHead || request.method != "HEAD"
        else {
            var answer = await refusal(
                of: request, isAPI, .notSo, 405, "this address does not take \(request.method)")
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
                    base: events.areSeveral ? "/e/\(site.id)" : "", serve: { try await self.serve($0, beside: site) })
                return Notice.json(try await work(asked, site))
            default: throw Self.missing
            }
        } catch {
            let error = await Self.error(error, of: site)
            let isPage = error.status == 404 && !request.path.contains("api")
            return isPage ? await page(.nothingThere, 404, for: request) : Notice.json(error.answer)
        }
    }

    /// While the event's folder is away, that is what is wrong, whatever failed for it.
    private static func error(_ error: any Error, of site: EventSite?) async -> APIError {
        guard let site, await offPool({ FileIdentity(site.folder.path) == nil }) else { return APIError(error) }
        return APIError(status: 507, "\(site.folder.path): is not there", remedy: "plug its drive in, or put it back")
    }

    /// The path within an event, and the event; none where several are served and none is named. nil: there is no such event.
    private func scope(of path: [String]) -> (path: [String], site: EventSite?)? {
        if path.count > 2, path[0] == "e" {
            return sites.first { $0.id == path[1] }.map { (Array(path[2...]), $0) }
        }
        return (path, events.areSeveral ? nil : sites.first)
    }

    /// Serves a further event from now on; false: it cannot be served beside this one.
    private func serve(_ folder: EventFolder, beside site: EventSite) async throws -> Bool {
        guard events.areSeveral else { return false }
        return try await offPool { [events, options] in
            try events.add(EventSite(folder, site.installation, time: options.time))
        }
    }

    private func isOperator(_ request: Request) async -> Bool {
        guard request.cookie(OperatorSecret.cookie) != nil else { return false }
        return await offPool { [secret] in secret.isKnown(request) }
    }

    /// In JSON for /api, elsewhere as a page.
    private func refusal(
        of request: Request, _ isAPI: Bool, _ notice: Notice, _ status: Int, _ problem: String, _ remedy: String? = nil
    ) async -> Answer {
        isAPI
            ? Notice.json(APIError(status: status, problem, remedy: remedy).answer)
            : await page(notice, status, for: request)
    }
}
