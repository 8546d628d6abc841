public import Sessions
public import StrictJSON

extension GuestView {
    /// The version of the views' JSON: it counts up when the meaning of a key changes.
    static let version = 1

    /// As clients outside of the process read it. Times are UTC, and `now` is the booth's own at the moment of encoding, for
    /// clients with another clock. Keys without a value are omitted.
    public func json(now: Moment) -> JSONValue {
        .present([
            ("version", .integer(Self.version)), ("launch", .string(launch)), ("revision", .integer(revision)),
            ("now", .string("\(now)")), ("phase", .string(phase.rawValue)), ("session", session.map { $0.json() }),
            ("step", step?.json), ("troubles", .array(troubles.map { $0.json() })),
        ])
    }
}

extension GuestView.Visit {
    /// - Parameter more: what only operators see.
    func json(and more: [(String, JSONValue?)] = []) -> JSONValue {
        .present(
            [
                ("id", .string(id)), ("number", number.map { .integer($0) }), ("started", .string("\(started)")),
                ("captures", .array(captures.map(\.json))), ("slots", .integer(slots)),
                ("preview", preview.map { .string($0) }), ("final", hasFinalPhoto ? true : nil),
                ("link", link.map { .string($0) }),
            ] + more)
    }
}

extension GuestView.Shown {
    fileprivate var json: JSONValue {
        ["id": .integer(id), "shot": .integer(shot), "selected": .bool(isSelected)]
    }
}

extension GuestView.Step {
    var json: JSONValue {
        .present([
            ("index", .integer(index)), ("of", .integer(of)), ("step", .string(word)), ("name", .string(name)),
            ("entry", .integer(entry)), ("text", text.map { .string($0) }), ("hint", hint.map { .string($0) }),
            ("deadline", deadline.map { .string("\($0)") }), ("fireAt", fireAt.map { .string("\($0)") }),
            ("shooting", isShooting ? true : nil), ("shot", shot.map { .integer($0) }),
            ("shots", shots.map { .integer($0) }), ("asks", asks ? true : nil),
            ("choices", choices.isEmpty ? nil : .array(choices.map { .string($0) })),
            ("retakesLeft", retakesLeft.map { .integer($0) }),
        ])
    }
}

extension GuestView.Trouble {
    func json(and more: [(String, JSONValue?)] = []) -> JSONValue {
        .present([("about", .string(about.rawValue)), ("guest", .string(guest))] + more)
    }
}

extension JSONValue {
    /// An object of those members that have a value.
    static func present(_ members: [(String, JSONValue?)]) -> JSONValue {
        .object(members.compactMap { key, value in value.map { Member(key, $0) } })
    }
}
