import Engine
import Faults
import Files
import HTTP
import Pages
import Sessions
import Synchronization
import Work

/// What the guests' listener knows: `/s/TOKEN/` with what belongs to it, `/f/TOKEN` for a question of the booth, and nothing else. No page of it sets a cookie. What
/// changes something is a form alone, whose address has the token in it: that is the secret, and nobody else's page knows it.
final class GuestPages: Sendable {
    private let events: ServedEvents
    private let options: WebServer.Options
    private let access: Access
    /// Wrong links; right ones are answered all the same, since all guests of a network may have one address.
    private let misses: Allowance
    private let archives = Checksums()
    private let pages = Mutex<[String: LinkedPage]>([:])
    /// The answer to links that lead nowhere, by language.
    private let notices = Mutex<[String: String]>([:])
    /// Of so many links the pages are kept.
    private static let most = 400

    init(_ events: ServedEvents, _ options: WebServer.Options) {
        (self.events, self.options) = (events, options)
        access = Access(names: options.names)
        misses = Allowance(20, in: .seconds(60), by: options.time)
    }

    func answer(_ request: Request) async -> Answer {
        let path = request.path
        var answer: Answer
        let isReading = request.method == "GET" || request.method == "HEAD"
        let isAsking = request.method == "POST" && path.count == 3 && path[2] == "delete"
        let isAnswering = request.method == "POST" && path.first == "f"
        switch (path.first, path.count) {
        case ("s", 2...3) where Self.isToken(path[1]) && !isReading && !isAsking,
            ("f", 2) where Self.isToken(path[1]) && !isReading && !isAnswering:
            answer = Answer(status: 405, headers: ["Allow": "GET"])
        case ("s", 2) where path[1] == "page.css": answer = Self.style(GonePage.style)
        case ("s", 2) where path[1] == "icon.svg": answer = Self.asset(GonePage.icon, "icon.svg")
        case ("s", 2) where path[1] == "live.js": answer = await script()
        case ("s", 2) where Self.isToken(path[1]):
            // Relative, so that it is right behind a proxy that knows the pages by another path.
            answer = Answer(status: 308, headers: ["Location": path[1] + "/"])
        case ("s", 3) where Self.isToken(path[1]): answer = await linked(request, token: path[1], name: path[2])
        case ("f", 2) where Self.isToken(path[1]): answer = await asked(request, token: path[1])
        default: answer = await gone()
        }
        Safeguards.add(to: &answer, of: path.count == 3 && path[2] == "live" ? .live : .guest)
        return answer
    }

    private static func isToken(_ text: String) -> Bool { text.wholeMatch(of: /[A-Za-z0-9_-]{1,64}/) != nil }

    private func linked(_ request: Request, token: String, name: String) async -> Answer {
        var isAway = false
        for site in events.all {
            do {
                guard let page = try await page(of: token, at: site) else { continue }
                if let answer = await page.answer(request, name, archives) { return answer }
                return await gone()
            } catch { isAway = true }
        }
        if isAway { return await away() }
        return missed(request, await gone())
    }

    private func missed(_ request: Request, _ answer: Answer) -> Answer {
        let client = access.client(of: request)
        let wait = misses.wait(client)
        misses.count(client)
        guard let wait else { return answer }
        var answer = answer
        answer.status = 429
        answer.headers["Retry-After"] = "\(max(1, Int((wait / .seconds(1)).rounded(.up))))"
        return answer
    }

    /// A question of a booth that runs in this process. Whether it is over or never was is one answer.
    private func asked(_ request: Request, token: String) async -> Answer {
        for site in events.all {
            guard let engine = site.engine, let place = site.questions.place(behind: token) else { continue }
            let event = await site.recentEvent()
            guard let words = await words(of: event, in: engine.view.now.language) else { continue }
            let form = PhoneForm(engine: engine, place: place, event: event.name, style: Self.formStyle, words: words)
            if let answer = await form.answer(request) { return answer }
        }
        let html = await kept("over", in: events.all.first?.recentEvent().locale ?? "en") {
            NoticePage(title: $0["form.over"], text: $0["form.overHow"]).html($0, style: Self.formStyle)
        }
        return missed(request, Answer(status: 404, .text(html), type: "text/html; charset=utf-8"))
    }

    private static let formStyle = "/s/page.css"

    /// The page of a good link. It is made anew when its session has changed, or the event's settings.
    private func page(of token: String, at site: EventSite) async throws -> LinkedPage? {
        let event = await site.recentEvent()
        let now = Moment(milliseconds: options.time.wall)
        let linked = try await site.reader.read { (contents) throws(SessionsError) in
            try contents.session(behind: token, in: event, at: now)
        }
        guard let linked else { return nil }
        if let known = pages.withLock({ $0[token] }), known.linked == linked, known.event == event { return known }
        let session = try? await site.reader.read { (contents) throws(SessionsError) in try contents.session(linked.id)
        }
        guard let session, let words = await words(of: event, in: session.language) else { return nil }
        let made = await offPool { try? LinkedPage(token, linked, session, event, words, at: site) }
        guard let made else { return nil }
        pages.withLock { pages in
            if pages.count >= Self.most { pages = [:] }
            pages[token] = made
        }
        return made
    }

    /// - Parameter language: what the guest has chosen; nil: that of the event.
    private func words(of event: Event, in language: String?) async -> Words? {
        let texts = options.texts
        return await offPool {
            (try? Words(locale: language ?? event.locale, in: texts, own: event.words))
                ?? (try? Words(locale: event.locale, in: texts)) ?? (try? Words(locale: "en", in: texts))
        }
    }

    /// Whatever is wrong with a link, this is the answer, byte for byte. Its language is that of the only event, or English.
    private func gone() async -> Answer {
        let only = events.areSeveral ? nil : events.all.first
        let html = await kept("gone", in: only?.recentEvent().locale ?? "en") {
            GonePage(style: "../page.css").html($0)
        }
        return Answer(status: 404, .text(html), type: "text/html; charset=utf-8")
    }

    /// Of a link nobody can tell anything now: the drive with the event was pulled, say.
    private func away() async -> Answer {
        let html = await kept("away", in: events.all.first?.recentEvent().locale ?? "en") {
            NoticePage(title: $0[.pause], text: "").html($0, style: "../page.css")
        }
        return Answer(
            status: 503, .text(html), type: "text/html; charset=utf-8", headers: ["Retry-After": "30"])
    }

    /// A page that differs by its language alone. It is made once: all guests may ask for it at the same moment.
    private func kept(_ name: String, in locale: String, _ make: (Words) -> String) async -> String {
        let key = "\(name) \(locale)"
        if let known = notices.withLock({ $0[key] }) { return known }
        let texts = options.texts
        let words = await offPool { (try? Words(locale: locale, in: texts)) ?? (try? Words(locale: "en", in: texts)) }
        guard let html = words.map(make) else { return "" }
        notices.withLock { $0[key] = html }
        return html
    }

    private func script() async -> Answer {
        let pages = options.pages
        guard let found = await offPool({ try? pages.read("guest/live.js", limit: 100_000) }) else {
            return await gone()
        }
        let tag = "\"\(ContentHash(of: found.bytes).prefix8)\""
        return Answer(
            .bytes(found.bytes), type: MediaType.of("live.js"), headers: ["ETag": tag, "Cache-Control": "no-cache"])
    }

    static func style(_ text: String) -> Answer { asset(text, "page.css") }

    private static func asset(_ text: String, _ name: String) -> Answer {
        let bytes = Array(text.utf8)
        let tag = "\"\(ContentHash(of: bytes).prefix8)\""
        return Answer(.bytes(bytes), type: MediaType.of(name), headers: ["ETag": tag, "Cache-Control": "no-cache"])
    }
}
