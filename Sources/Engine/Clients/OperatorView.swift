public import Capture
import Faults
public import Sessions

/// All that may be known of a running booth: what guests see, and devices, remedies, queues, figures and work in the
/// background beside it. Members of the guests' view are read through it: `view.step` is `view.guest.step`.
@dynamicMemberLookup
public struct OperatorView: Sendable, Equatable {
    public internal(set) var guest: GuestView
    /// Path of the session's FinalPhoto in the event, once it is there.
    public internal(set) var finalPhoto: String?
    public internal(set) var camera = CameraView()
    public internal(set) var printer: PrinterView?
    /// Bytes that may still be written.
    public internal(set) var free: Int?
    public internal(set) var troubles: [Trouble] = []
    /// The newest session that has a FinalPhoto.
    public internal(set) var last: Last?
    public internal(set) var queues: [Queue] = []
    public internal(set) var jobs: [Job] = []
    public internal(set) var figures = Figures()

    /// What keeps guests from beginning; nil: they may.
    var obstacle: Trouble? {
        if let disk = troubles.first(where: { $0.about == .disk }) { return disk }
        guard camera.isAway else { return nil }
        return Trouble(about: .camera, guest: nil, remedy: camera.whyNot ?? "the camera cannot shoot")
    }

    /// When guests may begin again; nil: it is within the event's hours.
    var closedUntil: String?

    /// Somebody has ended the booth, and it is putting things in order.
    var isClosing = false

    init(launch: String) { guest = GuestView(launch: launch) }

    public subscript<Value>(dynamicMember member: KeyPath<GuestView, Value>) -> Value { guest[keyPath: member] }
    subscript<Value>(dynamicMember member: WritableKeyPath<GuestView, Value>) -> Value {
        get { guest[keyPath: member] }
        set { guest[keyPath: member] = newValue }
    }

    public struct CameraView: Sendable, Equatable {
        public internal(set) var state = CameraState.absent
        public internal(set) var model: String?
        /// Why it cannot shoot.
        public internal(set) var whyNot: String?
        public internal(set) var battery: String?
        /// It is known that it cannot take the next guest's pictures; one that is still being connected may.
        var isAway = false
    }

    public struct PrinterView: Sendable, Equatable {
        public internal(set) var name: String
        public internal(set) var isReady: Bool
        public internal(set) var reason: String?
        /// Prints that have been asked for and have not come out.
        public internal(set) var waiting = 0
        public internal(set) var printsLeft: Int?
    }

    /// A trouble as an operator needs it.
    public struct Trouble: Sendable, Equatable {
        public var about: GuestView.Trouble.Subject
        /// What guests are told; nil: they need not know.
        public var guest: String?
        public var remedy: String
        /// What guests are told, to be said in another language.
        var notice: GuestNotice?
    }

    public struct Last: Sendable, Equatable {
        public var number: Int
        public var finalPhoto: String
    }

    /// Items of the outbox of one kind that are not settled.
    public struct Queue: Sendable, Equatable {
        public var kind: OutboxItem.Kind
        /// Those that wait or are being sent.
        public var waiting: Int
        /// Those that somebody has to decide about.
        public var unknown: Int
        public var dead: Int
    }

    /// Work in the background.
    public struct Job: Sendable, Equatable {
        public var lane: String
        public var what: String
        public var isRunning: Bool
    }
}
