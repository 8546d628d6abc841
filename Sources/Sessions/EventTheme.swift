import StrictJSON

/// What a guest's page offers to those who want their pictures deleted.
public enum GuestDelete: String, CaseIterable, Sendable {
    /// Nothing.
    case off
    /// The operator is asked.
    case ask
    /// They are deleted at once.
    case now
}

/// How the guests' screen and their pages look. Colours are `#rrggbb`, files are relative to the event and stay within it; what is
/// missing is the named theme's, or else the project's own.
public struct EventTheme: Equatable, Sendable {
    /// A file of `themes/`, without its ending.
    public var name: String?
    /// Of what a guest may touch.
    public var accent: String?
    /// A colour, the word `live` for the live view, or a picture or film of the event.
    public var background: String?
    /// A picture.
    public var logo: String?
    /// For words of feeling: the event's name, the welcome, the thanks.
    public var font: String?
    /// What the screen says before anybody has touched it.
    public var welcome: GuestText?
    public var hasSound = true
    /// The event's own sounds; the screen makes those that are missing.
    public var sounds: [Sound: String] = [:]

    /// When the screen sounds.
    public enum Sound: String, CaseIterable, Sendable {
        /// Each second of a countdown.
        case tick
        case shutter
        /// The composed picture is there.
        case ready
        case thanks
    }

    public init(accent: String? = nil, background: String? = nil) {
        (self.accent, self.background) = (accent, background)
    }

    /// What stands behind the screen's words at rest.
    public enum Ground: Equatable, Sendable {
        /// The theme's colour, or the event's own.
        case colour(String?)
        case picture(String)
        case film(String)
        case live
    }

    public var ground: Ground {
        guard let background, !background.hasPrefix("#") else { return .colour(background) }
        if background == Self.live { return .live }
        return Self.films.contains(Self.ending(of: background)) ? .film(background) : .picture(background)
    }

    /// The event's files that it names.
    public var files: [String] { namedFiles.map(\.path) }

    /// The same with the keys that name them: ("logo", "Theme/logo.png").
    public var namedFiles: [(key: String, path: String)] {
        let background: String? =
            switch ground {
            case .picture(let file), .film(let file): file
            case .colour, .live: nil
            }
        let recordings = Sound.allCases.map { ("sounds.\($0.rawValue)", sounds[$0]) }
        let all = [("logo", logo), ("font", font)] + recordings + [("background", background)]
        return all.compactMap { key, path in path.map { (key, $0) } }
    }

    private static let live = "live"
    private static let pictures = ["jpg", "jpeg", "png", "webp"]
    private static let films = ["mp4", "webm"]
    private static let fonts = ["ttf", "otf", "woff2"]
    private static let recordings = ["mp3", "ogg", "opus", "wav", "m4a"]

    private static func ending(of path: String) -> String {
        path.split(separator: ".", omittingEmptySubsequences: false).last?.lowercased() ?? ""
    }
}

extension EventTheme {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        if let node = keys.optional("name") {
            let word = try node.string(limit: 64)
            guard word.wholeMatch(of: /[a-z0-9-]+/) != nil else {
                throw node.error(expected: "the name of a theme such as ivory, midnight or garden")
            }
            name = word
        }
        if let node = keys.optional("accent") {
            let text = try node.string()
            guard Self.isColour(text) else { throw node.error(expected: "a colour such as #a2452e") }
            accent = text
        }
        if let node = keys.optional("background") {
            let text = try node.string()
            guard Self.isColour(text) || text == Self.live || Self.isFile(text, Self.pictures + Self.films) else {
                throw node.error(
                    expected: "a colour such as #fbf7ef, the word live, or a picture or film of the event, "
                        + "such as Theme/garden.jpg")
            }
            background = text
        }
        logo = try keys.optional("logo")?.file(Self.pictures + ["svg"], such: "Theme/logo.png")
        font = try keys.optional("font")?.file(Self.fonts, such: "Theme/Names.ttf")
        welcome = try keys.optional("welcome").map { (node) throws(StrictJSONError) in
            try GuestText(node, limit: 1_000)
        }
        hasSound = try keys.optional("sound")?.bool() ?? true
        if let keys = try keys.optional("sounds")?.object() {
            for sound in Sound.allCases {
                sounds[sound] = try keys.optional(sound.rawValue)?.file(
                    Self.recordings, such: "Theme/\(sound.rawValue).mp3")
            }
            try keys.finish()
        }
        try keys.finish()
    }

    var json: JSONValue {
        .object(present: [
            "name": name.map(JSONValue.string), "accent": accent.map(JSONValue.string),
            "background": background.map(JSONValue.string), "logo": logo.map(JSONValue.string),
            "font": font.map(JSONValue.string), "welcome": welcome?.json, "sound": hasSound ? nil : false,
            "sounds": sounds.isEmpty
                ? nil
                : .object(
                    Sound.allCases.compactMap { sound in sounds[sound].map { .init(sound.rawValue, .string($0)) } }),
        ])
    }

    private static func isColour(_ text: String) -> Bool { text.wholeMatch(of: /#[0-9A-Fa-f]{6}/) != nil }

    /// Whether it is a path that stays in the event's folder, of a file that ends so.
    fileprivate static func isFile(_ text: String, _ endings: [String]) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return text.utf8.count <= 1_000 && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
            && endings.contains(ending(of: text))
    }
}

extension JSONNode {
    fileprivate func file(_ endings: [String], such example: String) throws(StrictJSONError) -> String {
        let text = try string()
        guard EventTheme.isFile(text, endings) else {
            throw error(
                expected: "a file of the event, such as \(example) (\(endings.joined(separator: ", ")))")
        }
        return text
    }
}
