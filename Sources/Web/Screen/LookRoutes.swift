import Actions
import Darkroom
import Engine
import Files
import HTTP
import Pages
import Sessions
import StrictJSON
import Work

extension Route {
    /// How the screen looks, and what it says.
    static let looks: [Route] = [
        .screen(.get, "/api/screen", showLook), .screen(.get, "/api/words/{language}", showWords),
        .screen(.get, "/api/theme/{part}", showPart),
    ]

    /// The sections of `web/text` that the screen says something of.
    private static let sections = ["screen.", "prompt.", "answer.", "trouble."]

    @Sendable private static func showWords(
        _ request: Request, _ places: [String: String], _ booth: Booth
    ) async throws -> Answer {
        let language = places["language"] ?? ""
        guard let words = booth.engine.allWords[language] else {
            throw APIError(status: 404, "\(language): there are no words in it")
        }
        let keys = words.keys.filter { key in sections.contains { key.hasPrefix($0) } }.sorted()
        var texts = keys.map { JSONValue.Member($0, .string(words[$0])) }
        // What the event says itself before anybody has touched the screen.
        if let welcome = await booth.site.recentEvent().theme.welcome?.text(in: language) {
            texts.removeAll { $0.key == "screen.welcome" }
            texts.append(.init("screen.welcome", .string(welcome)))
        }
        return Notice.json(APIAnswer(.object(texts)))
    }

    @Sendable private static func showLook(
        _ request: Request, _ places: [String: String], _ booth: Booth
    ) async throws -> Answer {
        let event = await booth.site.recentEvent()
        let (folder, themes) = (booth.site.folder, booth.site.installation.themes)
        let (theme, version) = await offPool { (Theme(event, in: themes), event.theme.version(in: folder)) }
        let languages = booth.engine.allWords.values.sorted { $0.language < $1.language }
        return Notice.json(
            APIAnswer(
                .object(present: [
                    "event": [
                        "name": .string(event.name), "date": .string(event.date), "locale": .string(event.locale),
                    ],
                    "languages": .array(languages.map(\.json)), "theme": event.json(of: theme),
                    "hours": event.hours.map { ["from": .string($0.opens), "until": .string($0.closes)] },
                    "wifi": event.wifi.map { wifi in
                        .object(present: ["name": .string(wifi.name), "password": wifi.password.map { .string($0) }])
                    },
                    "consents": .bool(!event.consents.isEmpty), "forms": .bool(booth.server.guestsBase != nil),
                    "kiosk": .bool(booth.server.access.isAtBooth(request)), "version": .string(version),
                ])))
    }

    /// A file of the event's look: its logo, font or background, or one of its sounds.
    @Sendable private static func showPart(
        _ request: Request, _ places: [String: String], _ booth: Booth
    ) async throws -> Answer {
        let theme = await booth.site.recentEvent().theme
        let path: String? =
            switch (places["part"], theme.ground) {
            case ("logo", _): theme.logo
            case ("font", _): theme.font
            case ("background", .picture(let path)), ("background", .film(let path)): path
            case (let part?, _): EventTheme.Sound(rawValue: part).flatMap { theme.sounds[$0] }
            case (nil, _): nil
            }
        let place = path.map { booth.site.folder.absolute($0) }
        guard let path, let place, let file = await offPool({ try? ServedFile(place) }) else {
            throw APIError(status: 404, "the event's look has no such file")
        }
        return Answer(
            .file(file), type: MediaType.of(path),
            headers: ["ETag": "\"\(file.size)-\(file.modified)\"", "Cache-Control": "no-cache"])
    }
}

extension Words {
    fileprivate var json: JSONValue {
        [
            "code": .string(language), "name": .string(name), "direction": .string(isRightToLeft ? "rtl" : "ltr"),
        ]
    }
}

extension Event {
    fileprivate func json(of look: Theme) -> JSONValue {
        let colours = look.palette
        let ground =
            switch theme.ground {
            case .colour: "colour"
            case .picture: "picture"
            case .film: "film"
            case .live: "live"
            }
        func families(_ names: [String]) -> JSONValue { .array(names.map { .string($0) }) }
        return .object(present: [
            "name": theme.name.map { .string($0) }, "title": look.title.map { .string($0) },
            "accent": .string("\(colours.accent)"), "accentInk": .string("\(colours.accentInk)"),
            "paper": .string("\(colours.paper)"), "ink": .string("\(colours.ink)"),
            "quiet": .string("\(colours.quiet)"), "line": .string("\(colours.line)"),
            "light": .bool(colours.isLight), "display": families(look.display), "text": families(look.text),
            "radius": .integer(look.radius), "displayFont": .bool(theme.font != nil), "logo": .bool(theme.logo != nil),
            "background": .string(ground), "welcome": theme.welcome.map { .string($0.text(in: locale)) },
            "sound": .bool(theme.hasSound),
            "sounds": .array(EventTheme.Sound.allCases.filter { theme.sounds[$0] != nil }.map { .string($0.rawValue) }),
        ])
    }
}

extension EventTheme {
    /// Another one when a file of the look has changed. Blocks.
    fileprivate func version(in folder: EventFolder) -> String {
        let facts = files.map { path in
            (try? ServedFile(folder.absolute(path))).map { "\(path) \($0.size) \($0.modified)" } ?? path
        }
        return ContentHash(of: Array(facts.joined(separator: "\n").utf8)).prefix8
    }
}
