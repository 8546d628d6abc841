import Compositor
public import Sessions
public import StrictJSON

extension GuestView {
    /// The version of the views' JSON: it counts up when the meaning of a key changes.
    static let version = 1

    /// As clients outside of the process read it. Times are UTC, and `now` is the booth's own at the moment of encoding, for
    /// clients with another clock. Keys without a value are omitted.
    public func json(now: Moment) -> JSONValue {
        .object(present: [
            "version": .integer(Self.version), "launch": .string(launch), "revision": .integer(revision),
            "now": .string("\(now)"), "phase": .string(phase.rawValue), "language": .string(language),
            "session": session.map { $0.json() },
            "step": step?.json, "troubles": .array(troubles.map(\.json)),
        ])
    }
}

extension GuestView.Visit {
    /// - Parameter finalPhoto: a path, for operators only.
    func json(finalPhoto: String? = nil) -> JSONValue {
        .object(present: [
            "id": .string(id), "number": number.map { .integer($0) }, "started": .string("\(started)"),
            "captures": .array(captures.map(\.json)), "slots": .integer(slots),
            "preview": preview.map { .string($0) }, "final": hasFinalPhoto ? true : nil,
            "link": link.map { .string($0) }, "linkReach": linkReach.map { .string($0.rawValue) },
            "layout": layout.map { .string($0) }, "aspect": outline.map { .number($0.aspect) },
            "boxes": outline.map { .array($0.boxes.map(\.json)) }, "print": print?.json,
            "messages": messages.isEmpty ? nil : .array(messages.map { .string($0.rawValue) }),
            "motion": motion.map { .string($0) }, "drawing": hasDrawing ? true : nil,
            "finalPhoto": finalPhoto.map { .string($0) },
        ])
    }
}

extension LayoutOutline.Box {
    fileprivate var json: JSONValue {
        ["x": .number(x), "y": .number(y), "width": .number(width), "height": .number(height)]
    }
}

extension GuestView.Print {
    fileprivate var json: JSONValue { ["state": .string(state.rawValue), "copies": .integer(copies)] }
}

extension GuestView.Shown {
    fileprivate var json: JSONValue {
        .object(present: [
            "id": .integer(id), "shot": .integer(shot), "selected": .bool(isSelected),
            "place": place.map { .integer($0) },
        ])
    }
}

extension GuestView.Step {
    var json: JSONValue {
        .object(present: [
            "index": .integer(index), "of": .integer(of), "step": .string(word), "name": .string(name),
            "entry": .integer(entry), "text": text.map { .string($0) }, "hint": hint.map { .string($0) },
            "deadline": deadline.map { .string("\($0)") }, "fireAt": fireAt.map { .string("\($0)") },
            "shooting": isShooting ? true : nil, "shot": shot.map { .integer($0) },
            "shots": shots.map { .integer($0) }, "asks": asks ? true : nil,
            "choices": choices.isEmpty ? nil : .array(choices.map { .string($0) }),
            "retakesLeft": retakesLeft.map { .integer($0) }, "aspect": aspect.map { .number($0) },
            "box": box?.json, "pictures": pictures.map { .string($0.rawValue) }, "count": count.map { .integer($0) },
            "stars": hasStars ? true : nil,
            "colours": colours.isEmpty ? nil : .array(colours.map { .string($0) }),
            "prefix": prefix.map { .string($0) },
            "domains": domains.isEmpty ? nil : .array(domains.map { .string($0) }),
            "usual": usual.map { .integer($0) }, "required": isRequired ? true : nil, "live": isLive ? true : nil,
            "opensAt": opensAt.map { .string("\($0)") }, "closed": isClosed ? true : nil,
        ])
    }
}

extension GuestView.Trouble {
    fileprivate var json: JSONValue { ["about": .string(about.rawValue), "guest": .string(guest)] }
}
