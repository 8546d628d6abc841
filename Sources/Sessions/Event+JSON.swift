public import StrictJSON

extension Event {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        schema = try keys.optional("$schema")?.string()
        _ = try keys.required("version").int(in: 1...1)
        id = try keys.required("id").string()
        let given = try keys.required("name")
        name = try given.string()
        guard !name.allSatisfy(\.isWhitespace) else { throw given.error(expected: "what the event is called") }
        date = try keys.required("date").string()
        booth = try keys.optional("booth")?.string() ?? "main"
        if let node = keys.optional("locale") {
            locale = try node.string()
            guard Self.isLocale(locale) else { throw node.error(expected: Self.localeExpected) }
        }
        if let node = keys.optional("zone") {
            let name = try node.string()
            guard Self.isZone(name) else { throw node.error(expected: Self.zoneExpected) }
            zone = name
        }
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
        if let node = keys.optional("brandedBase") {
            let base = try node.string()
            guard Self.isLinkBase(base) else { throw node.error(expected: Self.linkBaseExpected) }
            brandedBase = base
        }
        guestDelete = try keys.optional("guestDelete")?.oneOf(GuestDelete.self) ?? .off
        theme = try keys.optional("theme").map(EventTheme.init) ?? EventTheme()
        wifi = try keys.optional("wifi").map(WifiAccess.init)
        hours = try keys.optional("hours").map(OpeningHours.init)
        mailDomains =
            try keys.optional("mailDomains")?.array(max: 12) { (node) throws(StrictJSONError) in
                try node.mailDomain()
            } ?? []
        if let node = keys.optional("words") {
            words = try node.dictionary(max: 500) { (node) throws(StrictJSONError) in try node.string() }
        }
        if let node = keys.optional("values") {
            values = try node.dictionary(max: 100) { (node) throws(StrictJSONError) in try node.string() }
            for (key, text) in values.sorted(by: { $0.key < $1.key }) {
                if let flaw = Self.flaw(ofValue: key, text) { throw node.error(flaw) }
            }
        }
        if let given = try keys.optional("destinations")?.object() {
            for kind in OutboxItem.Kind.named where kind != .alert {
                destinations[kind] = try given.optional(kind.rawValue)?.string()
            }
            try given.finish()
        }
        if let given = try keys.optional("send")?.object() {
            for medium in SentMedia.allCases {
                switch try given.optional(medium.rawValue)?.bool() {
                case true?: send.insert(medium)
                case false?: send.remove(medium)
                case nil: break
                }
            }
            try given.finish()
        }
        if let node = keys.optional("phonePrefix") {
            let prefix = try node.string()
            guard prefix.wholeMatch(of: /\+[1-9][0-9]{0,3}/) != nil else {
                throw node.error(expected: "a country's prefix such as +49")
            }
            phonePrefix = prefix
        }
        alerts = try keys.optional("alerts").map(AlertSettings.init)
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

    /// As `event.json` has it, in the order in which people read it.
    public var json: JSONValue {
        let known = OutboxItem.Kind.named.filter { destinations[$0] != nil }
        let switched = SentMedia.allCases.filter { send.contains($0) != SentMedia.usual.contains($0) }
        let asked = ConsentPurpose.allCases.filter { consents[$0] != nil }
        func texts(_ texts: [String: String]) -> JSONValue? {
            texts.isEmpty ? nil : .object(texts.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
        }
        func days(_ count: Int) -> JSONValue? { count > 0 ? .integer(count) : nil }
        return .object(present: [
            "$schema": schema.map(JSONValue.string), "version": 1, "id": .string(id), "name": .string(name),
            "date": .string(date), "booth": .string(booth),
            "locale": .string(locale), "zone": zone.map(JSONValue.string),
            "layouts": .array(layouts.map(JSONValue.string)), "effects": .array(effects.map(JSONValue.string)),
            "linkBase": linkBase.map(JSONValue.string), "brandedBase": brandedBase.map(JSONValue.string),
            "guestDelete": guestDelete == .off ? nil : .string(guestDelete.rawValue),
            "theme": theme == EventTheme() ? nil : theme.json, "wifi": wifi?.json, "hours": hours?.json,
            "mailDomains": mailDomains.isEmpty ? nil : .array(mailDomains.map(JSONValue.string)),
            "words": texts(words),
            "values": texts(values),
            "destinations": .object(known.map { .init($0.rawValue, .string(destinations[$0]!)) }),
            "send": switched.isEmpty
                ? nil : .object(switched.map { .init($0.rawValue, .bool(send.contains($0))) }),
            "phonePrefix": phonePrefix.map(JSONValue.string), "alerts": alerts?.json,
            "emptyScreens": emptyScreens.isEmpty ? nil : .array(emptyScreens.map(\.json)),
            "reserve": .integer(reserve), "keepDays": days(keepDays), "contactsKeepDays": days(contactsKeepDays),
            "linkDays": days(linkDays),
            "consents": asked.isEmpty
                ? nil : .object(asked.map { .init($0.rawValue, .string(consents[$0]!)) }),
        ])
    }
}
