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
    ]

    /// The sections of `web/text` that the screen says something of.
    private static let sections = ["screen.", "prompt.", "answer.", "trouble."]

    @Sendable private static func showWords(
        _ request: Request, _ places: [String: String], _ booth: Booth
    ) async throws -> Answer {
        let (language, texts) = (places["language"] ?? "", booth.server.options.texts)
        let event = await booth.site.recentEvent()
        let words = await offPool { () -> Words? in
            guard texts.documents.contains(language) else { return nil }
            // A slip in the event's own words takes them away, and nothing else.
            return (try? Words(locale: language, in: texts, own: event.words))
                ?? (try? Words(locale: language, in: texts))
        }
        guard let words else { throw APIError(status: 404, "\(language): there are no words in it") }
        let keys = words.keys.filter { key in sections.contains { key.hasPrefix($0) } }.sorted()
        return Notice.json(APIAnswer(.object(keys.map { .init($0, .string(words[$0])) })))
    }

    @Sendable private static func showLook(
        _ request: Request, _ places: [String: String], _ booth: Booth
    ) async throws -> Answer {
        let texts = booth.server.options.texts
        let event = await booth.site.recentEvent()
        let languages = await offPool { Words.languages(in: texts) }
        return Notice.json(
            APIAnswer(
                .object(present: [
                    "event": [
                        "name": .string(event.name), "date": .string(event.date), "locale": .string(event.locale),
                    ],
                    "languages": .array(languages.map(\.json)), "theme": event.theme.json,
                    "consents": .bool(!event.consents.isEmpty),
                    "forms": .bool(booth.server.guestsBase != nil),
                    "kiosk": .bool(booth.server.access.isAtBooth(request)),
                ])))
    }
}

extension Words {
    fileprivate var json: JSONValue {
        [
            "code": .string(language), "name": .string(name), "direction": .string(isRightToLeft ? "rtl" : "ltr"),
        ]
    }
}

extension EventTheme {
    fileprivate var json: JSONValue {
        let colours = Theme(
            accent: accent.flatMap(Colour.init(hex:)), background: background.flatMap(Colour.init(hex:))
        ).palette
        return [
            "accent": .string("\(colours.accent)"), "accentInk": .string("\(colours.accentInk)"),
            "paper": .string("\(colours.paper)"), "ink": .string("\(colours.ink)"),
            "quiet": .string("\(colours.quiet)"), "background": "colour", "logo": false, "displayFont": false,
            "sound": true,
        ]
    }
}
