import StrictJSON

/// A shot of the event's screen without guests, from which green screens learn what it looks like.
public struct EmptyScreenShot: Equatable, Sendable {
    /// Relative to the event's folder.
    public var path: String
    public var taken: Moment

    public init(path: String, taken: Moment) { (self.path, self.taken) = (path, taken) }

    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        path = try keys.required("path").string()
        let time = try keys.required("taken")
        guard let moment = Moment(try time.string()) else {
            throw time.error(expected: "a time such as 2026-06-14T20:15:00.000Z")
        }
        taken = moment
        try keys.finish()
    }

    var json: JSONValue { ["path": .string(path), "taken": .string(taken.description)] }
}

extension Event {
    /// Adds a shot; sessions from that moment on are keyed by it.
    public mutating func calibrate(_ shot: EmptyScreenShot) {
        emptyScreens = (emptyScreens + [shot]).sorted { $0.taken < $1.taken }
    }

    /// From now on every capture tells of the screen by itself again. The files stay.
    public mutating func forgetCalibration() { emptyScreens = [] }

    /// The shot that stands for the screen at a moment: the last one before it, since lamps are moved between; for what
    /// came before all of them, the first.
    public func emptyScreen(at moment: Moment) -> EmptyScreenShot? {
        emptyScreens.last { $0.taken <= moment } ?? emptyScreens.first
    }
}
