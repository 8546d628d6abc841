public import Sessions

/// What a screen in front of strangers may show: no path, no remedy, no name of a device and nothing of another guest.
/// `GuestView+JSON.swift` lists the keys. Clients own no time-outs and decide nothing; they show this and send commands.
public struct GuestView: Sendable, Equatable {
    public enum Phase: String, Sendable, CaseIterable {
        case starting, running
        /// There are no sessions until somebody says `start`.
        case stopped
        case ended
    }

    /// New at each start of the booth. A view of another launch always replaces the one that a client has.
    public internal(set) var launch: String
    /// Counts the changes of this launch. A view with a lower revision is an old one.
    public internal(set) var revision = 0
    public internal(set) var phase = Phase.starting
    public internal(set) var session: Visit?
    public internal(set) var step: Step?
    public internal(set) var troubles: [Trouble] = []

    /// The session in hand.
    public struct Visit: Sendable, Equatable {
        public internal(set) var id: String
        public internal(set) var number: Int?
        public internal(set) var started: Moment
        /// In the order in which they were taken.
        public internal(set) var captures: [Shown] = []
        /// How many captures the layout needs.
        public internal(set) var slots = 0
        /// Identity of the picture that `Engine.preview` holds; another drawing has another one.
        public internal(set) var preview: String?
        /// Whether the FinalPhoto is on the disk.
        public internal(set) var hasFinalPhoto = false
        /// The guest's own link.
        public internal(set) var link: String?

        /// How many captures stand in the FinalPhoto.
        public var selected: Int { captures.count(where: \.isSelected) }
    }

    /// A capture by identity.
    public struct Shown: Sendable, Equatable {
        public internal(set) var id: Int
        /// Counts the presses of the shutter in this session, from 1.
        public internal(set) var shot: Int
        public internal(set) var isSelected: Bool
    }

    public struct Step: Sendable, Equatable {
        /// Counts from 0.
        public internal(set) var index: Int
        public internal(set) var of: Int
        /// The kind of step, as in workflow.json.
        public internal(set) var word: String
        public internal(set) var name: String
        /// Counts the entries into steps of this session, from 1. A deadline belongs to one entry.
        public internal(set) var entry: Int
        public internal(set) var text: String?
        /// The same while nothing stands in the way of guests.
        var ownText: String?
        /// What is wrong with the last answer; the question stays.
        public internal(set) var hint: String?
        /// When the step goes on by itself; nil: never, or when its work is done.
        public internal(set) var deadline: Moment?
        /// When the shutter is pressed. A screen computes its digits from this.
        public internal(set) var fireAt: Moment?
        public internal(set) var isShooting = false
        public internal(set) var shot: Int?
        public internal(set) var shots: Int?
        /// Answers to choose from; empty: any text.
        public internal(set) var choices: [String] = []
        public internal(set) var asks = false
        public internal(set) var retakesLeft: Int?
    }

    /// Something does not go as it should, in kind words.
    public struct Trouble: Sendable, Equatable {
        public enum Subject: String, Sendable, CaseIterable {
            case camera, printer, print, disk, picture, ai, outbox, event
        }
        public var about: Subject
        public var guest: String
    }

    /// What a command is meant for now; nil between two steps.
    public var place: Place? {
        if let session, let step { Place(session: session.id, entry: step.entry) } else { nil }
    }
}
