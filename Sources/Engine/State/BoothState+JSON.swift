import Capture
import Sessions
public import StrictJSON

extension BoothState {
    /// As clients outside of the process read it; times are UTC. What is not there is left out.
    public var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("revision", .integer(revision)), .init("phase", .string(phase.rawValue)),
        ]
        func add(_ key: String, _ value: JSONValue?) { if let value { members.append(.init(key, value)) } }
        add("session", session?.json)
        add("step", step?.json)
        add("camera", camera.json)
        add("printer", printer?.json)
        add("free", free.map { .integer($0) })
        add("troubles", .array(troubles.map(\.json)))
        add("last", last.map { ["number": .integer($0.number), "finalPhoto": .string($0.finalPhoto)] })
        add("figures", figures.json)
        return .object(members)
    }
}

extension BoothState.Visit {
    fileprivate var json: JSONValue {
        .members([
            ("id", .string(id)), ("number", number.map { .integer($0) }), ("started", .string("\(started)")),
            ("captures", .integer(captures)), ("slots", .integer(slots)),
            ("finalPhoto", finalPhoto.map { .string($0) }),
            ("link", link.map { .string($0) }),
        ])
    }
}

extension BoothState.Step {
    fileprivate var json: JSONValue {
        .members([
            ("index", .integer(index)), ("of", .integer(of)), ("step", .string(word)), ("name", .string(name)),
            ("entry", .integer(entry)), ("text", text.map { .string($0) }), ("hint", hint.map { .string($0) }),
            ("deadline", deadline.map { .string("\($0)") }), ("fireAt", fireAt.map { .string("\($0)") }),
            ("shooting", isShooting ? true : nil), ("preview", hasPreview ? true : nil),
            ("shot", shot.map { .integer($0) }),
            ("shots", shots.map { .integer($0) }), ("asks", asks ? true : nil),
            ("choices", choices.isEmpty ? nil : .array(choices.map { .string($0) })),
            ("retakesLeft", retakesLeft.map { .integer($0) }),
        ])
    }
}

extension BoothState.CameraView {
    fileprivate var json: JSONValue {
        .members([
            ("state", .string(state.rawValue)), ("model", model.map { .string($0) }),
            ("whyNot", whyNot.map { .string($0) }), ("battery", battery.map { .string($0) }),
        ])
    }
}

extension BoothState.PrinterView {
    fileprivate var json: JSONValue {
        .members([
            ("name", .string(name)), ("ready", .bool(isReady)), ("reason", reason.map { .string($0) }),
            ("waiting", .integer(waiting)), ("printsLeft", printsLeft.map { .integer($0) }),
        ])
    }
}

extension BoothState.Trouble {
    fileprivate var json: JSONValue {
        ["about": .string(about.rawValue), "guest": .string(guest), "remedy": .string(remedy)]
    }
}

extension JSONValue {
    /// Without those that have no value.
    fileprivate static func members(_ all: [(String, JSONValue?)]) -> JSONValue {
        .object(all.compactMap { key, value in value.map { Member(key, $0) } })
    }
}
