public import Capture
public import Sessions

/// All that a client needs to show the booth: a screen, a terminal, `booth ctl`. Clients own no time-outs and decide
/// nothing; they show this and send commands.
public struct BoothState: Sendable, Equatable {
    public enum Phase: String, Sendable, CaseIterable {
        case starting, running
        /// No sessions until somebody says start.
        case stopped
        case ended
    }

    /// Counts the changes.
    public internal(set) var revision = 0
    public internal(set) var phase = Phase.starting
    public internal(set) var session: Visit?
    public internal(set) var step: Step?
    public internal(set) var camera = CameraView()
    public internal(set) var printer: PrinterView?
    /// Bytes that may still be written.
    public internal(set) var free: Int?
    /// What does not go as it should, each kindly for the guest and with the remedy for the operator.
    public internal(set) var troubles: [Trouble] = []
    /// The session before this one that has a FinalPhoto.
    public internal(set) var last: Last?
    public internal(set) var figures = Figures()

    public struct Visit: Sendable, Equatable {
        public internal(set) var id: String
        public internal(set) var number: Int?
        public internal(set) var started: Moment
        /// Selected ones.
        public internal(set) var captures = 0
        public internal(set) var slots = 0
        /// Path in the event, once it is there.
        public internal(set) var finalPhoto: String?
        public internal(set) var link: String?
    }

    public struct Step: Sendable, Equatable {
        public internal(set) var index: Int
        public internal(set) var of: Int
        public internal(set) var word: String
        public internal(set) var name: String
        /// Which entry into a step of this session, from 1: a retake enters the same step again. A deadline belongs to
        /// one entry.
        public internal(set) var entry: Int
        public internal(set) var text: String?
        /// What is wrong with the last answer; the question stays.
        public internal(set) var hint: String?
        /// When it goes on by itself; nil: never, or when its work is done.
        public internal(set) var deadline: Moment?
        /// When the shutter is pressed; digits are computed from it.
        public internal(set) var fireAt: Moment?
        public internal(set) var isShooting = false
        /// Whether the picture to be shown is there: `Engine.previewJPEG`.
        public internal(set) var hasPreview = false
        public internal(set) var shot: Int?
        public internal(set) var shots: Int?
        /// Answers to choose from; empty: any text.
        public internal(set) var choices: [String] = []
        public internal(set) var asks = false
        public internal(set) var retakesLeft: Int?
    }

    /// One entry into one step: what somebody types there is meant for no other.
    public struct Place: Sendable, Equatable {
        var session: String
        var entry: Int
    }

    /// Where the session is; nil between two steps.
    public var place: Place? {
        if let session, let step { Place(session: session.id, entry: step.entry) } else { nil }
    }

    public struct CameraView: Sendable, Equatable {
        public internal(set) var state = CameraState.absent
        public internal(set) var model: String?
        /// Why it cannot shoot.
        public internal(set) var whyNot: String?
        public internal(set) var battery: String?
    }

    public struct PrinterView: Sendable, Equatable {
        public internal(set) var name: String
        public internal(set) var isReady: Bool
        public internal(set) var reason: String?
        /// Prints that have been asked for and have not come out.
        public internal(set) var waiting = 0
        public internal(set) var printsLeft: Int?
    }

    public struct Trouble: Sendable, Equatable {
        public enum Subject: String, Sendable, CaseIterable { case camera, printer, print, disk, picture, ai }
        public var about: Subject
        public var guest: String
        public var remedy: String
    }

    public struct Last: Sendable, Equatable {
        public var number: Int
        public var finalPhoto: String
    }
}
