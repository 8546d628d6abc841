import Capture
public import Sessions
public import StrictJSON

extension OperatorView {
    /// All keys of the guests' JSON, and more. Keys without a value are omitted.
    ///
    /// - Parameter screen: what the guests' screen says of itself, which is no part of the view.
    public func json(now: Moment, screen: JSONValue? = nil) -> JSONValue {
        let visit = guest.session?.json(finalPhoto: finalPhoto)
        return .object(present: [
            "version": .integer(GuestView.version), "launch": .string(guest.launch),
            "revision": .integer(guest.revision), "now": .string("\(now)"),
            "phase": .string(guest.phase.rawValue), "language": .string(guest.language), "session": visit,
            "step": guest.step?.json,
            "troubles": .array(troubles.map(\.json)), "camera": camera.json, "printer": printer?.json,
            "free": free.map { .integer($0) },
            "last": last.map { ["number": .integer($0.number), "finalPhoto": .string($0.finalPhoto)] },
            "queues": .array(queues.map(\.json)), "jobs": .array(jobs.map(\.json)), "figures": figures.json,
            "screen": screen,
        ])
    }
}

extension OperatorView.CameraView {
    fileprivate var json: JSONValue {
        .object(present: [
            "state": .string(state.rawValue), "model": model.map { .string($0) },
            "whyNot": whyNot.map { .string($0) }, "battery": battery.map { .string($0) },
        ])
    }
}

extension OperatorView.PrinterView {
    fileprivate var json: JSONValue {
        .object(present: [
            "name": .string(name), "ready": .bool(isReady), "reason": reason.map { .string($0) },
            "waiting": .integer(waiting), "printsLeft": printsLeft.map { .integer($0) },
        ])
    }
}

extension OperatorView.Trouble {
    fileprivate var json: JSONValue {
        .object(present: [
            "about": .string(about.rawValue), "guest": guest.map { .string($0) }, "remedy": .string(remedy),
        ])
    }
}

extension OperatorView.Queue {
    fileprivate var json: JSONValue {
        [
            "kind": .string(kind.rawValue), "waiting": .integer(waiting), "unknown": .integer(unknown),
            "dead": .integer(dead),
        ]
    }
}

extension OperatorView.Job {
    fileprivate var json: JSONValue {
        ["lane": .string(lane), "what": .string(what), "running": .bool(isRunning)]
    }
}
