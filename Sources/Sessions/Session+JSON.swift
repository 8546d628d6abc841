public import StrictJSON

// Keys without a value are omitted, so that a line stays short and says only what happened.

extension Optional where Wrapped == String {
    fileprivate var json: JSONValue? { map { .string($0) } }
}
extension Optional where Wrapped == Int {
    fileprivate var json: JSONValue? { map { .integer($0) } }
}
extension Optional where Wrapped == Moment {
    fileprivate var json: JSONValue? { map { .string($0.description) } }
}
extension Int {
    fileprivate var jsonUnlessZero: JSONValue? { self == 0 ? nil : .integer(self) }
}
extension Moment {
    fileprivate var json: JSONValue { .string(description) }
}

extension Session {
    /// The session as `sessions.json` has it.
    public var json: JSONValue {
        .object(present: [
            "number": number.json, "id": .string(id), "booth": .string(booth), "mode": .string(mode.rawValue),
            "workflow": .string(workflow), "layout": layout.json, "slots": .integer(slots),
            "effects": .array(effects.map { .string($0) }), "language": language.json, "state": .string(state.rawValue),
            "startReason": .string(startReason.rawValue), "started": started.json,
            "utcOffset": .integer(utcOffset), "endReason": endReason.map { .string($0.rawValue) },
            "ended": ended.json, "share": .string(shareState.rawValue), "shares": .array(shares.map(\.json)),
            "steps": .array(steps.map(\.json)), "captures": .array(captures.map(\.json)),
            "renditions": .array(renditions.map(\.json)), "inputs": .array(inputs.map(\.json)),
            "outbox": .array(outbox.map(\.json)),
        ])
    }
}

extension Session.Share {
    var json: JSONValue {
        .object(present: [
            "token": .string(token), "made": made.json, "revoked": revoked.json, "downloaded": downloaded.json,
            "views": views.jsonUnlessZero, "downloads": downloads.jsonUnlessZero,
        ])
    }
}

extension Session.Step {
    var json: JSONValue {
        .object(present: ["name": .string(name), "entered": entered.json, "left": left.json, "result": result.json])
    }
}

extension Session.Input {
    var json: JSONValue {
        .object(present: [
            "id": .integer(id), "kind": .string(kind.rawValue), "name": .string(name), "value": .string(value),
            "at": at.json,
        ])
    }
}

extension Capture {
    public var json: JSONValue {
        .object(present: [
            "id": .integer(id), "shot": .integer(shot), "path": .string(path), "sha256": .string(sha256),
            "bytes": .integer(bytes), "source": .string(source), "taken": taken.json,
            "selected": .bool(selected), "place": place.map { .integer($0) },
        ])
    }
}

extension Rendition {
    public var json: JSONValue {
        .object(present: [
            "id": .integer(id), "kind": .string(kind.rawValue), "state": .string(state.rawValue),
            "parent": parent.json, "layout": layout.json, "effect": effect.json,
            "parameters": .string(parameters), "path": path.json, "sha256": sha256.json, "bytes": bytes.json,
            "made": made.json, "reason": reason.json,
        ])
    }
}

extension OutboxItem {
    public var json: JSONValue {
        .object(present: [
            "id": .integer(id), "kind": .string(kind.rawValue), "subject": .string(subject),
            "destination": .string(destination), "payload": .string(payload), "key": .string(key),
            "state": .string(state.rawValue), "rerun": .bool(rerun), "attempts": .integer(attempts),
            "due": due.json, "leaseUntil": leaseUntil.json, "reason": reason.json, "remote": remote.json,
            "created": created.json, "done": done.json,
            "lane": lane == .guest ? nil : .string(lane.rawValue), "after": after.json,
            "asked": asked.jsonUnlessZero, "busySince": busySince.json, "step": step.jsonUnlessZero,
            "taken": taken.json, "cost": cost.jsonUnlessZero, "reserved": reserved.jsonUnlessZero,
        ])
    }
}
