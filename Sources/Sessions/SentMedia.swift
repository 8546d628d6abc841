import StrictJSON

/// The files of a session that an event may send, each with a switch of its own.
public enum SentMedia: String, Sendable, CaseIterable {
    case final, capture, gif, video
    /// A moving capture.
    case clip
    case drawing, effect

    /// As long as an event says nothing.
    public static let usual: Set<SentMedia> = [.final, .gif]

    /// Whether guests wait for it; of what nobody waits for, one file goes at a time.
    public var lane: OutboxItem.Lane { [.capture, .clip, .video].contains(self) ? .raw : .guest }
}

extension Capture {
    /// What the names of moving captures end in.
    private static let clips = ["mp4", "m4v", "mov", "webm", "avi", "mkv", "mts", "m2ts", "ts"]

    /// Whether it moves. Such a capture stands in no slot.
    public var isClip: Bool { medium == .clip }

    public var medium: SentMedia {
        Self.clips.contains { path.lowercased().hasSuffix("." + $0) } ? .clip : .capture
    }
}

extension Rendition.Kind {
    public var medium: SentMedia {
        switch self {
        case .final: .final
        case .gif: .gif
        case .video: .video
        case .drawing: .drawing
        case .effect: .effect
        }
    }
}

/// Who is told when something at the booth needs a hand: what `alerts` of event.json says.
public struct AlertSettings: Equatable, Sendable {
    /// The destination's name, and an address or a telephone number for those that need one.
    public var destination: String
    public var to: String?
    /// After so many minutes in which nothing has left a queue it is told.
    public var queueMinutes = 10

    public init(destination: String, to: String? = nil) { (self.destination, self.to) = (destination, to) }
}

extension AlertSettings {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        destination = try keys.required("destination").string()
        to = try keys.optional("to")?.string()
        queueMinutes = try keys.optional("queueMinutes")?.int(in: 1...1_440) ?? 10
        try keys.finish()
    }

    var json: JSONValue {
        .object(present: [
            "destination": .string(destination), "to": to.map(JSONValue.string),
            "queueMinutes": queueMinutes == 10 ? nil : .integer(queueMinutes),
        ])
    }
}
