import Compositor
import Files
import Foundation
import HTTP
import Rigs
import Synchronization

/// A booth by script for the guests' screen: it says whichever scene a test sets, and keeps what it is told. The page, its words and its
/// pictures are the real ones.
final class ScriptedBooth: Sendable {
    private struct State {
        var scene = Scene.named("stopped")
        var language = "en"
        var theme = "ivory"
        /// What stands behind the screens that wait: `colour`, `picture` or `live`.
        var ground = "colour"
        /// What it says of its sounds.
        var sound: (isOn: Bool, own: [String]) = (false, [])
        /// The files of the look that it was asked for.
        var parts: [String] = []
        var revision = 1
        /// By how many seconds its clock is ahead of the browser's.
        var ahead = 0.0
        var commands: [String] = []
        /// How many answers to commands are lost from now on.
        var losses = 0
        var followers: [Int: AsyncStream<String>.Continuation] = [:]
        var next = 0
    }

    private let state = Mutex(State())
    private let listener = Mutex<Listener?>(nil)
    private let pictures = SamplePictures()
    let address: String
    private let place: Address

    /// Blocks.
    init() throws {
        let handler = Handler()
        let listener = try Listener(at: Address(host: "127.0.0.1", port: 0)) { await handler.answer($0) }
        place = listener.address
        address = "http://\(place)"
        self.listener.withLock { $0 = listener }
        handler.booth.withLock { $0 = self }
    }

    /// The listener is there before the booth that it serves is whole.
    private final class Handler: Sendable {
        let booth = Mutex<ScriptedBooth?>(nil)
        func answer(_ request: Request) async -> Answer {
            guard let booth = booth.withLock({ $0 }) else { return Answer(status: 503) }
            return await booth.answer(request)
        }
    }

    func stop() async {
        let former = listener.withLock { listener in
            defer { listener = nil }
            return listener
        }
        await former?.stop()
        for follower in state.withLock({ $0.followers.values.map { $0 } }) { follower.finish() }
    }

    /// Listens again where it did.
    func start() throws {
        let handler = Handler()
        handler.booth.withLock { $0 = self }
        let listener = try Listener(at: place) { await handler.answer($0) }
        self.listener.withLock { $0 = listener }
    }

    // MARK: What tests say and ask

    /// Gives the revision that shows it.
    @discardableResult
    func show(_ scene: Scene, language: String? = nil, theme: String? = nil, ground: String? = nil) -> Int {
        let (view, revision, followers) = state.withLock { state in
            state.revision += 1
            state.scene = scene
            state.language = language ?? state.language
            state.theme = theme ?? state.theme
            state.ground = ground ?? state.ground
            return (Self.view(state), state.revision, Array(state.followers.values))
        }
        for follower in followers { follower.yield(view) }
        return revision
    }

    /// What the page, when it is opened next, is told of sounds.
    func setSound(_ isOn: Bool, own: [String]) {
        state.withLock {
            $0.sound = (isOn, own)
            $0.parts = []
        }
    }

    /// The files of the look that were asked for since, in the order of the alphabet.
    var parts: [String] { state.withLock { $0.parts }.sorted() }

    /// How many pages follow it.
    var following: Int { state.withLock { $0.followers.count } }

    func setClock(ahead: Double) { state.withLock { $0.ahead = ahead } }

    func lose(_ count: Int) { state.withLock { $0.losses = count } }

    /// Bodies of commands, in their order.
    var commands: [[String: Any]] {
        state.withLock { $0.commands }.compactMap {
            try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    func forget() { state.withLock { $0.commands = [] } }

    // MARK: What it answers

    private func answer(_ request: Request) async -> Answer {
        let path = request.path.filter { !$0.isEmpty }
        if request.method == "POST" { return post(path, request.body) }
        switch (path.first, path.dropFirst().first) {
        case (nil, _): return file("screen/index.html")
        case ("screen", _): return file(path.joined(separator: "/"))
        case ("api", "state"): return json(state.withLock { Self.view($0) })
        case ("api", "events"): return events()
        case ("api", "screen"): return json(state.withLock { Self.settings($0) })
        case ("api", "words"): return json(words(path.last ?? "en"))
        // One frame is enough to look at: a page that asks for the next one is told that there is none yet.
        case ("api", "live") where request.query["after"] != "0": return Answer(status: 204)
        case ("api", "theme"):
            let part = path.last ?? ""
            state.withLock { $0.parts.append(part) }
            return Recording.named(part).map { Answer(.bytes($0), type: "audio/wav") } ?? picture(1)
        case ("api", "preview"): return await print(request.query["of"] ?? "")
        case ("api", "choices"):
            return await print(
                Scene.layouts[(path.last.flatMap(Int.init) ?? 1) - 1].lowercased().replacing(" ", with: "-"))
        case ("api", "live"), ("api", "shots"), ("api", "motion"):
            var answer = picture(path.last.flatMap(Int.init) ?? 1)
            answer.headers["X-Frame"] = "1"
            return answer
        case ("api", "codes"):
            let text =
                path.last == "wifi" ? "WIFI:T:WPA;S:Wedding Guests;P:dancing2026;;" : "https://photos.example/s/7kq2"
            return Answer(.text((try? QRCode(content: text).svg()) ?? ""), type: "image/svg+xml")
        default: return Answer(status: 404)
        }
    }

    /// Words that are longer than those of any language stand in place of the English ones.
    private func words(_ language: String) -> String {
        let isPseudo = state.withLock { $0.language } == "pseudo"
        return Scene.text(Self.words(isPseudo ? "pseudo" : language))
    }

    private func post(_ path: [String], _ body: [UInt8]) -> Answer {
        switch path.last {
        case "beat": return Answer(status: 204)
        case "pin": return Answer(status: String(decoding: body, as: UTF8.self).contains("1234") ? 204 : 403)
        default: break
        }
        let (isLost, view) = state.withLock { state in
            state.commands.append(String(decoding: body, as: UTF8.self))
            defer { state.losses = max(0, state.losses - 1) }
            return (state.losses > 0, Self.view(state))
        }
        return isLost ? Answer(status: 503) : json("{\"state\":\(view)}")
    }

    private func events() -> Answer {
        let (stream, follower) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let key = state.withLock { state in
            state.next += 1
            state.followers[state.next] = follower
            follower.yield(Self.view(state))
            return state.next
        }
        return .events { [self] events in
            defer { state.withLock { $0.followers[key] = nil } }
            for await view in stream { try await events.send(view, name: "state") }
        }
    }

    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; media-src 'self'; "
        + "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

    private func file(_ name: String) -> Answer {
        guard let data = FileManager.default.contents(atPath: "\(Programs.root)/web/\(name)") else {
            return Answer(status: 404)
        }
        let types = [
            "html": "text/html; charset=utf-8", "js": "text/javascript", "css": "text/css", "svg": "image/svg+xml",
        ]
        return Answer(
            .bytes(Array(data)), type: types[String(name.split(separator: ".").last ?? "")],
            headers: ["Content-Security-Policy": Self.policy])
    }

    private func picture(_ number: Int) -> Answer { Answer(.bytes(pictures.capture(number)), type: "image/jpeg") }

    /// The FinalPhoto of the layout that an identity names.
    private func print(_ layout: String) async -> Answer {
        guard let bytes = try? await pictures.print(layout) else { return Answer(status: 404) }
        return Answer(.bytes(bytes), type: "image/jpeg")
    }

    private func json(_ text: String) -> Answer { Answer(.text(text), type: "application/json") }

    // MARK: Its words

    static func words(_ language: String) -> [String: String] {
        let name = language == "pseudo" ? "en" : language
        guard let data = FileManager.default.contents(atPath: "\(Programs.root)/web/text/\(name).json"),
            let sections = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return [:] }
        var flat: [String: String] = [:]
        for section in ["screen", "prompt", "answer", "trouble"] {
            for (key, text) in sections[section] as? [String: String] ?? [:] {
                flat["\(section).\(key)"] = language == "pseudo" ? Pseudo.turned(text) : text
            }
        }
        return flat
    }

    private static func view(_ state: State) -> String {
        var view = state.scene.view(words(state.language), entry: state.revision)
        view["launch"] = "L"
        view["revision"] = state.revision
        view["now"] = Scene.time(state.ahead)
        view["language"] = state.language == "pseudo" ? "en" : state.language
        return Scene.text(view)
    }

    private static func settings(_ state: State) -> String {
        let themes: [String: [String: Any]] = [
            "ivory": [
                "name": "ivory", "paper": "#faf5ea", "ink": "#2c2520", "quiet": "#6a5f52", "accent": "#86642a",
                "accentInk": "#ffffff",
                "display": ["EB Garamond"], "text": ["Lato"], "radius": 12,
            ],
            "midnight": [
                "name": "midnight", "paper": "#0e1533", "ink": "#f3f1ff", "quiet": "#b4bbe0", "accent": "#ffc56e",
                "accentInk": "#16130f",
                "display": ["League Spartan"], "text": ["Lato"], "radius": 40,
            ],
            "garden": [
                "name": "garden", "paper": "#f5f3e4", "ink": "#203023", "quiet": "#56664f", "accent": "#3d6a44",
                "accentInk": "#ffffff",
                "display": ["EB Garamond"], "text": ["Lato"], "radius": 24,
            ],
        ]
        var theme = themes[state.theme] ?? [:]
        theme["background"] = state.ground
        theme["sound"] = state.sound.isOn
        theme["sounds"] = state.sound.own
        let languages = [
            ("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español"), ("it", "Italiano"),
            ("ar", "العربية"),
        ]
        return Scene.text([
            "event": [
                "name": "Emma & Noah", "date": "2026-06-14",
                "locale": state.language == "pseudo" ? "en" : state.language,
            ],
            "languages": languages.map {
                ["code": $0.0, "name": $0.1, "direction": $0.0 == "ar" ? "rtl" : "ltr"]
            },
            "theme": theme, "version": state.theme, "consents": true, "kiosk": true,
            "wifi": ["name": "Wedding Guests", "password": "x"],
            "hours": ["from": "18:00", "until": "02:00"],
        ])
    }
}
