import Files
import StrictJSON

/// One guest visit, from step-up to finalised media, as the record holds it.
public struct Session: Equatable, Sendable {
    public enum Mode: String, Sendable, CaseIterable { case standard, roaming, spin360, dslr }
    public enum State: String, Sendable, CaseIterable { case active, finished }
    public enum StartReason: String, Sendable, CaseIterable { case firstLaunch, loop, restart }
    public enum EndReason: String, Sendable, CaseIterable { case completed, restart, stop, recovered }
    public enum ShareState: String, Sendable, CaseIterable { case placeholder, ready, failed, none }

    /// For requests; unrelated to number and tokens.
    public var id: String
    /// What guests see (#47), given with the first capture or input.
    public var number: Int?
    public var booth: String
    public var mode: Mode
    public var workflow: String
    public var layout: String?
    /// How many captures the layout's FinalPhoto needs.
    public var slots: Int
    /// `NAME[:key=value,…]` each.
    public var effects: [String]
    /// The language that the guest has chosen, as a file of `web/text` is called; nil: that of the event.
    public var language: String?
    public var state = State.active
    public var startReason: StartReason
    public var endReason: EndReason?
    public var started: Moment
    /// Of the booth's wall clock at the start, in seconds east of UTC.
    public var utcOffset: Int
    public var ended: Moment?
    public var shareState: ShareState
    public var shares: [Share] = []
    public var steps: [Step] = []
    public var captures: [Capture] = []
    public var renditions: [Rendition] = []
    public var inputs: [Input] = []
    public var outbox: [OutboxItem] = []

    /// A link to the session's media. The first is the one in the printed QR.
    public struct Share: Equatable, Sendable {
        public var token: String
        public var made: Moment
        public var revoked: Moment?
        /// The first time.
        public var downloaded: Moment?
        /// How often its page was seen, and how often files were fetched by it.
        public var views = 0
        public var downloads = 0
    }

    public struct Step: Equatable, Sendable {
        public var name: String
        public var entered: Moment?
        public var left: Moment?
        /// "done", "skipped", … in the words of the workflow.
        public var result: String?
    }

    public struct Input: Equatable, Sendable {
        public enum Kind: String, Sendable, CaseIterable { case survey, email, phone, consent }
        public var id: Int
        public var kind: Kind
        /// The question's key; empty where there is only one.
        public var name: String
        public var value: String
        public var at: Moment

        /// Whether the guest asks the operator to delete the session: an answer like any other, so that it is exported, shown and
        /// deleted as those are.
        public var isDeletionWish: Bool { kind == .consent && name == Self.wish && value == Self.asked }
        public static let wish = "delete"
        public static let asked = "asked"
        /// The same in SQL.
        static let deletionWish = "kind = 'consent' AND name = '\(wish)' AND value = '\(asked)'"
    }
}

/// One original camera file of a session, kept untouched.
public struct Capture: Equatable, Sendable {
    public var id: Int
    /// Counts the presses of the shutter from 1; RAW and JPEG of one press share it.
    public var shot: Int
    /// Relative to the event's folder.
    public var path: String
    /// 64 hexadecimal digits.
    public var sha256: String
    public var bytes: Int
    /// The camera, or where else it came from.
    public var source: String
    public var taken: Moment
    public var selected: Bool
    /// Where the guest put it among those that are selected, from 1; nil: they stand in the order in which they were taken.
    public var place: Int?
}

/// A file made from captures, or the place that is kept for one.
public struct Rendition: Equatable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case final, gif, video, drawing, effect
        /// The folder in the event that holds its files.
        public var folder: String {
            switch self {
            case .final: "FinalPhoto"
            case .gif: "GIF"
            case .video: "Video"
            case .drawing: "Drawings"
            case .effect: "Effects"
            }
        }
    }
    public enum State: String, Sendable, CaseIterable { case placeholder, ready, failed, cancelled }

    public var id: Int
    public var kind: Kind
    public var state: State
    /// Path of the capture or rendition that it was made from, when that is one file.
    public var parent: String?
    public var layout: String?
    public var effect: String?
    /// What it was rendered with: layout, effects and the texts behind its tokens, frozen. JSON.
    public var parameters: String
    public var path: String?
    public var sha256: String?
    public var bytes: Int?
    public var made: Moment?
    /// Why it failed.
    public var reason: String?
}

extension Session {
    /// A session is shown once it has anything of a guest.
    public var isVisible: Bool { number != nil }
    public var isPrinted: Bool { outbox.contains { $0.kind == .print && $0.state == .done } }
    public var isSent: Bool {
        outbox.contains { [.media, .survey, .email, .sms].contains($0.kind) && $0.state == .done }
    }
    public var isDownloaded: Bool { shares.contains { $0.downloaded != nil } }
    /// Those that do not move.
    public var pictures: [Capture] { captures.filter { !$0.isClip } }
    /// Those that do, as far as they are selected, in the order in which they came. The last one is shown.
    public var clips: [Capture] { captures.filter { $0.isClip && $0.selected } }
    /// It has clips and no picture, so that there is no FinalPhoto to be made.
    public var hasOnlyClips: Bool { !clips.isEmpty && selectedCaptures.isEmpty }
    /// The captures that pictures are made of: a file for each shot, in the guest's order, else in that of the shots; the
    /// picture rather than the raw file.
    public var selectedCaptures: [Capture] {
        let order = pictures.filter(\.selected).sorted {
            ($0.place ?? .max, $0.shot, $0.isRaw ? 1 : 0, $0.id) < ($1.place ?? .max, $1.shot, $1.isRaw ? 1 : 0, $1.id)
        }
        var shots: Set<Int> = []
        return order.filter { shots.insert($0.shot).inserted }
    }
    /// It has ended without its FinalPhoto although every slot has its capture: it was cut off, or its last picture came late. A
    /// FinalPhoto that somebody has deleted has no place any more.
    public var lacksFinalPhoto: Bool {
        let finals = renditions.filter { $0.kind == .final }
        return state == .finished && hasAllCaptures && !finals.isEmpty && finals.allSatisfy { $0.state != .ready }
    }
    /// It has ended without its GIF or film although there is what that shows: the booth stopped while it was made.
    public var lacksMotion: Bool {
        let places = renditions.filter { ($0.kind == .gif || $0.kind == .video) && !$0.isPoster }
        return state == .finished && (hasAllCaptures || !clips.isEmpty) && !places.isEmpty
            && places.allSatisfy { $0.state == .failed || $0.state == .cancelled }
    }
    public var hasAllCaptures: Bool { slots > 0 && selectedCaptures.count >= slots }
    /// The token that is printed in codes, while it is good.
    public var token: String? { shares.first { $0.revoked == nil }?.token }
    public var currentStep: Int? { steps.firstIndex { $0.entered != nil && $0.left == nil } }
}

extension Capture {
    public var isRaw: Bool { hasRawEnding(path) }
}

extension Rendition.Kind {
    /// How messages name it.
    public var title: String {
        switch self {
        case .final: "FinalPhoto"
        case .gif: "GIF"
        case .video: "film"
        case .drawing: "drawing"
        case .effect: "picture with an effect"
        }
    }
}

extension Rendition {
    /// Whether people look at it by itself: the strokes of a drawing stand beside its picture, the poster of a film beside the film.
    public var isPicture: Bool { !(path?.hasSuffix(".json") ?? false) && !isPoster }

    /// Whether it is the picture that stands for a film, its `parent`, while that is not played.
    public var isPoster: Bool { kind == .video && path?.hasSuffix(".jpg") ?? false }

    /// One whose file is there, and which no session has yet.
    public init(_ kind: Kind, at path: String, sha256: String, bytes: Int, parameters: String) {
        (id, self.kind, state, self.parameters) = (0, kind, .ready, parameters)
        (self.path, self.sha256, self.bytes) = (path, sha256, bytes)
    }
}

extension Rendition {
    /// `NAME[:key=value,…]` each: what the picture was treated with, as far as it says.
    public var effects: [String] {
        if kind == .effect { return effect.map { [$0] } ?? [] }
        let known = try? JSONValue(parsing: Array(parameters.utf8), document: "parameters")
        guard case .array(let calls)? = known?[member: "effects"] else { return [] }
        return calls.compactMap { if case .string(let call) = $0 { call } else { nil } }
    }
}

extension Session {
    /// The newest moving picture that is there.
    public var motion: Rendition? {
        renditions.last { ($0.kind == .gif || $0.kind == .video) && $0.state == .ready && $0.isPicture }
    }

    /// The picture that the guest got: what was printed on the night, or else the first FinalPhoto. Those that an operator
    /// has made afterwards come behind it.
    public var guestsPicture: Rendition? {
        let pictures = renditions.filter { $0.kind == .final && $0.state == .ready }
        let printed = outbox.first { $0.kind == .print && !$0.rerun }?.subject
        return pictures.first { $0.path == printed } ?? pictures.first
    }
}
