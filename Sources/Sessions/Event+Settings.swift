import Files
public import StrictJSON

/// Settings by the words of a command line, each checked by the reader of event.json.
extension Event {
    /// How the words of a command line become a value.
    private enum Form { case text, number, list, flag }

    private static let forms: KeyValuePairs<String, Form> = [
        "name": .text, "date": .text, "booth": .text, "locale": .text, "zone": .text, "layouts": .list,
        "effects": .list, "linkBase": .text, "brandedBase": .text, "guestDelete": .text,
        "reserve": .number, "keepDays": .number, "contactsKeepDays": .number,
        "linkDays": .number, "phonePrefix": .text, "alerts.destination": .text, "alerts.to": .text,
        "alerts.queueMinutes": .number, "theme.name": .text, "theme.accent": .text, "theme.background": .text,
        "theme.logo": .text, "theme.font": .text, "theme.welcome": .text, "theme.sound": .flag,
        "theme.sounds.tick": .text, "theme.sounds.shutter": .text, "theme.sounds.ready": .text,
        "theme.sounds.thanks": .text, "wifi.name": .text,
        "wifi.password": .text, "hours.from": .text, "hours.until": .text, "mailDomains": .list,
    ]

    /// The names of all settings. Those of `values` are free (`values.hashtag`), those of `words` are the
    /// places of `web/text` (`words.gallery.save`).
    public static let settings: [String] =
        forms.map(\.key) + ["values.KEY", "words.KEY"]
        + OutboxItem.Kind.named.filter { $0 != .alert }.map { "destinations.\($0.rawValue)" }
        + SentMedia.allCases.map { "send.\($0.rawValue)" }
        + ConsentPurpose.allCases.map { "consents.\($0.rawValue)" }

    /// Throws `noSetting`, with what may have been meant.
    public static func requireSetting(_ key: String) throws(SessionsError) {
        let parts = key.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let isPart = parts.count == 2 && (parts[0] == "values" || parts[0] == "words" || settings.contains(key))
        guard isPart || forms.contains(where: { $0.key == key }) else {
            throw .noSetting(key, nearest: nearest(to: key, among: settings), known: settings)
        }
    }

    /// Gives a setting of event.json another value; a single empty word takes it away. What the file says is read, changed and
    /// replaced in one step, one process at a time, also when it says something now that cannot be. Throws `badSettings` as the
    /// reader of the file does, or whatever `check` has against the event as it would be; then nothing is changed.
    ///
    ///     try Event.set("keepDays", to: ["90"], in: folder)
    @discardableResult
    public static func set(
        _ key: String, to words: [String], in folder: EventFolder,
        check: (Event) throws(SessionsError) -> Void = { _ in }
    ) throws(SessionsError) -> Event {
        try requireSetting(key)
        return try replacing(in: folder) { (document) throws(SessionsError) in
            let form = forms.first { $0.key == key }?.value ?? (key.hasPrefix("send.") ? .flag : .text)
            // Name and date are always there, the date perhaps without a text.
            let isKept = key == "name" || key == "date"
            let value = words == [""] && !isKept ? nil : Self.value(words, as: form)
            // What an event calls its values is its own business, dots included.
            let isFree = key.hasPrefix("values.") || key.hasPrefix("words.")
            let parts = key.split(separator: ".", maxSplits: isFree ? 1 : .max).map(String.init)
            let event = try Event(document.setting(parts[...], to: value), named: folder.settings)
            try check(event)
            return event
        }
    }

    /// Changes event.json in the same way.
    @discardableResult
    public static func change(
        in folder: EventFolder, _ body: (inout Event) -> Void
    ) throws(SessionsError) -> Event {
        try replacing(in: folder) { (document) throws(SessionsError) in
            var event = try Event(document, named: folder.settings)
            body(&event)
            return event
        }
    }

    /// Replaces event.json as a whole, in the same way.
    /// - Parameter hash: that of the file's bytes as whoever changes it has read it; nil: whatever it says.
    /// - Throws: `changedMeanwhile` when it is another one by now.
    @discardableResult
    public static func replace(
        by event: Event, in folder: EventFolder, ifStill hash: String?
    ) throws(SessionsError) -> Event {
        try replacing(in: folder, ifStill: hash) { (_) throws(SessionsError) in event }
    }

    /// event.json as it would be, checked as the reader of the file does, and under the name that errors give it.
    public init(_ document: JSONValue, named name: String) throws(SessionsError) {
        do throws(StrictJSONError) { self = try Event(JSONNode(document, at: .document(name))) } catch {
            throw .badSettings(error)
        }
    }

    private static func replacing(
        in folder: EventFolder, ifStill hash: String? = nil, _ change: (JSONValue) throws(SessionsError) -> Event
    ) throws(SessionsError) -> Event {
        guard folder.isThere("event.json") else { throw .noEvent(path: folder.path) }
        let lock = try FolderLock(folder.path, .alone)
        defer { withExtendedLifetime(lock) {} }
        let bytes = try filing { () throws(FilesError) in try readAll(folder.settings, limit: limit) }
        guard hash == nil || hash == ContentHash(of: bytes).description else {
            throw .changedMeanwhile(path: folder.settings)
        }
        let document: JSONValue
        do throws(StrictJSONError) { document = try JSONValue(parsing: bytes, document: folder.settings) } catch {
            throw .badSettings(error)
        }
        let event = try change(document)
        try event.write(to: folder)
        return event
    }

    /// What cannot be meant stays a text, for the reader to say what it expects.
    private static func value(_ words: [String], as form: Form) -> JSONValue {
        switch form {
        case .text: .string(words.joined(separator: " "))
        case .list: .array(words.filter { !$0.isEmpty }.map(JSONValue.string))
        case .flag:
            words == ["yes"] || words == ["true"]
                ? .bool(true)
                : words == ["no"] || words == ["false"] ? .bool(false) : .string(words.joined(separator: " "))
        case .number: words.count == 1 ? Double(words[0]).map(JSONValue.number) ?? .string(words[0]) : .array([])
        }
    }
}

extension JSONValue {
    /// With another value of the member that the keys lead to; nil takes it away.
    fileprivate func setting(_ keys: ArraySlice<String>, to value: JSONValue?) -> JSONValue {
        guard let key = keys.first else { return value ?? .null }
        var members: [Member] = []
        if case .object(let present) = self { members = present }
        let place = members.firstIndex { $0.key == key } ?? members.endIndex
        let rest = keys.dropFirst()
        var new = rest.isEmpty ? value : (self[member: key] ?? .object([])).setting(rest, to: value)
        if value == nil, new == .object([]) { new = nil }
        members.replaceSubrange(place..<min(place + 1, members.endIndex), with: new.map { [Member(key, $0)] } ?? [])
        return .object(members)
    }
}
