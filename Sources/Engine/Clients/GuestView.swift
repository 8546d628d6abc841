public import Compositor
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
    /// In which all words of the view are: that of the event, until the guest chooses another.
    public internal(set) var language = "en"
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
        /// Whether that works only in this network; nil: there is none, and none will come.
        public internal(set) var linkReach: LinkReach?
        /// How the link also comes to the guest: by email, by text message.
        public internal(set) var messages: [OutboxItem.Kind] = []
        /// The name of the layout in hand, and where it shows what; nil: the session has none.
        public internal(set) var layout: String?
        public internal(set) var outline: LayoutOutline?
        /// What was asked to be printed.
        var prints: [PrintWish] = []
        /// Identity of the moving picture, once it is on the disk.
        public internal(set) var motion: String?
        public internal(set) var hasDrawing = false

        /// How many captures stand in the FinalPhoto.
        public var selected: Int { captures.count(where: \.isSelected) }
    }

    /// How the prints of a session stand, as far as the printer tells.
    public struct Print: Sendable, Equatable {
        public enum State: String, Sendable, CaseIterable {
            case waiting, printing, printed
            /// It does not come by itself.
            case failed
        }
        public var state: State
        /// How many sheets were asked for.
        public var copies: Int
    }

    /// A capture by identity.
    public struct Shown: Sendable, Equatable {
        public internal(set) var id: Int
        /// Counts the presses of the shutter in this session, from 1.
        public internal(set) var shot: Int
        public internal(set) var isSelected: Bool
        /// Where the guest put it on the print, from 1; nil: the pictures stand in the order of their shots.
        public internal(set) var place: Int?
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
        /// Width by height of what is framed: of the slot that the next picture goes into, or of a drawing's place.
        public internal(set) var aspect: Double?
        /// Where a drawing stands in the FinalPhoto.
        public internal(set) var box: LayoutOutline.Box?
        /// What pictures the choices have.
        public internal(set) var pictures: Pictures?
        /// How many may be selected.
        public internal(set) var count: Int?
        /// Whether the choices are shown as stars.
        public internal(set) var hasStars = false
        /// To draw with, `#rrggbb` each.
        public internal(set) var colours: [String] = []
        /// The country's, for telephone numbers.
        public internal(set) var prefix: String?
        /// What most addresses end in.
        public internal(set) var domains: [String] = []
        /// How many prints come when nobody answers.
        public internal(set) var usual: Int?
        /// Whether a no ends the session.
        public internal(set) var isRequired = false
        /// Whether the live view is shown.
        public internal(set) var isLive = false
        /// When the attract step takes its first touch; nil: it does.
        public internal(set) var opensAt: Moment?
        /// Whether guests cannot begin because it is outside of the event's hours.
        public internal(set) var isClosed = false
        /// The language of its words.
        var spoken = ""
    }

    /// What stands for the choices of a step beside their words.
    public enum Pictures: String, Sendable, CaseIterable {
        /// The live view as each choice shows it.
        case live
        case layout
        /// The captures of the session.
        case shots
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
