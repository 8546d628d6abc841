import Files
public import StrictJSON

/// The settings of an event: what `event.json` says.
public struct Event: Equatable, Sendable {
    public var id: String
    public var name: String
    /// As it is to be shown: "14 June 2026".
    public var date: String
    public var booth = "main"
    public var locale = "en"
    /// An IANA name; nil: the booth's own.
    public var zone: String?
    public var layouts: [String] = []
    public var effects: [String] = []
    /// What stands before a share token in a link: "https://photos.example/s/".
    public var linkBase: String?
    /// What layouts show as {value.KEY}: a hashtag, a place.
    public var values: [String: String] = [:]
    /// Where items of a kind go when nobody says otherwise.
    public var destinations: [OutboxItem.Kind: String] = [:]
    /// Shots of the screen without guests, in the order in which they were taken.
    public internal(set) var emptyScreens: [EmptyScreenShot] = []
    /// Megabytes that must be free before a session starts.
    public var reserve = 1_024
    /// For how many days after its end a session is kept, its addresses and telephone numbers are, and for how many days after
    /// they were made links are good; 0: for ever.
    public var keepDays = 0
    public var contactsKeepDays = 0
    public var linkDays = 0
    /// The key of the consent step whose yes opens each purpose; one that is missing needs no yes.
    public var consents: [ConsentPurpose: String] = [:]

    public init(name: String, date: String) {
        (id, self.name, self.date) = (Secrets.identifier(), name, date)
    }

    public init(in folder: EventFolder) throws(SessionsError) {
        let bytes: [UInt8]
        do throws(FilesError) { bytes = try readAll(folder.settings, limit: 1_000_000) } catch {
            if case .missing = error { throw .noEvent(path: folder.path) }
            throw .file(error)
        }
        do throws(StrictJSONError) { self = try Event(JSONNode(parsing: bytes, document: folder.settings)) } catch {
            throw .badSettings(error)
        }
    }

    private init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        _ = try keys.required("version").int(in: 1...1)
        id = try keys.required("id").string()
        name = try keys.required("name").string()
        date = try keys.required("date").string()
        booth = try keys.optional("booth")?.string() ?? "main"
        locale = try keys.optional("locale")?.string() ?? "en"
        zone = try keys.optional("zone")?.string()
        let strings = { (node: JSONNode) throws(StrictJSONError) -> String in try node.string() }
        if let node = keys.optional("layouts") {
            layouts = try node.array(max: 99, of: strings)
            if let name = Self.nameGivenTwice(among: layouts) { throw node.error(Self.flaw(ofNameGivenTwice: name)) }
        }
        effects = try keys.optional("effects")?.array(max: 99, of: strings) ?? []
        if let node = keys.optional("linkBase") {
            let base = try node.string()
            guard Self.isLinkBase(base) else { throw node.error(expected: Self.linkBaseExpected) }
            linkBase = base
        }
        if let node = keys.optional("values") {
            values = try node.dictionary(max: 100) { (node) throws(StrictJSONError) in try node.string() }
            for (key, text) in values.sorted(by: { $0.key < $1.key }) {
                if let flaw = Self.flaw(ofValue: key, text) { throw node.error(flaw) }
            }
        }
        if let given = try keys.optional("destinations")?.object() {
            for kind in OutboxItem.Kind.allCases { destinations[kind] = try given.optional(kind.rawValue)?.string() }
            try given.finish()
        }
        emptyScreens =
            try keys.optional("emptyScreens")?.array(max: 999) { (node) throws(StrictJSONError) in
                try EmptyScreenShot(node)
            } ?? []
        reserve = try keys.optional("reserve")?.int(in: 0...1_000_000_000) ?? 1_024
        let days = 0...36_500
        keepDays = try keys.optional("keepDays")?.int(in: days) ?? 0
        contactsKeepDays = try keys.optional("contactsKeepDays")?.int(in: days) ?? 0
        linkDays = try keys.optional("linkDays")?.int(in: days) ?? 0
        if let given = try keys.optional("consents")?.object() {
            for purpose in ConsentPurpose.allCases {
                consents[purpose] = try given.optional(purpose.rawValue)?.string()
            }
            try given.finish()
        }
        try keys.finish()
    }

    public var json: JSONValue {
        let known = OutboxItem.Kind.allCases.filter { destinations[$0] != nil }
        let asked = ConsentPurpose.allCases.filter { consents[$0] != nil }
        func days(_ count: Int) -> JSONValue? { count > 0 ? .integer(count) : nil }
        return .object(present: [
            "version": 1, "id": .string(id), "name": .string(name), "date": .string(date), "booth": .string(booth),
            "locale": .string(locale), "zone": zone.map(JSONValue.string),
            "layouts": .array(layouts.map(JSONValue.string)), "effects": .array(effects.map(JSONValue.string)),
            "linkBase": linkBase.map(JSONValue.string),
            "values": values.isEmpty
                ? nil : .object(values.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }),
            "destinations": .object(known.map { .init($0.rawValue, .string(destinations[$0]!)) }),
            "emptyScreens": emptyScreens.isEmpty ? nil : .array(emptyScreens.map(\.json)),
            "reserve": .integer(reserve), "keepDays": days(keepDays), "contactsKeepDays": days(contactsKeepDays),
            "linkDays": days(linkDays),
            "consents": asked.isEmpty
                ? nil : .object(asked.map { .init($0.rawValue, .string(consents[$0]!)) }),
        ])
    }

    public func write(to folder: EventFolder) throws(SessionsError) {
        try filing { () throws(FilesError) in
            try writeDurably(Array((json.text(pretty: true) + "\n").utf8), to: folder.settings)
        }
    }
}
