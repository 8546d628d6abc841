public import Work

/// A camera on a cable. libgphoto2 runs in a process of its own, because its calls may block for ever and crash; this side asks
/// with deadlines, kills and starts over, and decides what a failure means.
public actor TetheredCamera: Camera {
    public struct Options: Sendable {
        public var worker: WorkerProgram
        /// This body and no other, wherever it is plugged in.
        public var serial: String?
        /// The body that is plugged in there ("usb:001,007"). A plug that is pulled gets another number, so this is for trying.
        public var port: String?
        /// A port that no detection finds ("ptpip:192.168.1.5") with the model's name in libgphoto2.
        public var fixed: (port: String, model: String)?
        /// Applied at each connection, when live view starts, before a shot, when live view ends.
        public var connected = SettingsProfile.connected
        public var preview = SettingsProfile.preview
        public var still = SettingsProfile.still
        public var idle = SettingsProfile.idle
        /// Most frames a second that live view asks for; bodies that are asked faster answer "not ready" in floods.
        public var frameRate = 25.0
        /// Live view is ended and begun again before the body's own limit, which is ten minutes on many.
        public var renewal = Duration.seconds(480)
        /// Between signs that somebody is there, without which bodies switch themselves off.
        public var keepAlive = Duration.seconds(2)
        /// For one request; a download counts from its last sign of progress.
        public var patience = Duration.seconds(5)

        /// What it waits by.
        public var time = TimeSource.system

        /// What the cameras of this process share.
        var bus = Bus.shared

        public init(worker: WorkerProgram) { self.worker = worker }
    }

    public internal(set) var status = CameraStatus()
    let options: Options
    let clock: TimeSource
    let turn: Turn
    let eventBroadcast = Broadcast<CameraEvent>()
    let frameBroadcast = Broadcast<LiveFrame>()
    private let makeLink: @Sendable () throws(LinkError) -> any Link
    private var supervisor: Task<Void, Never>?
    private(set) var isOpen = false
    var pump: Task<Void, Never>?

    var link: (any Link)?
    /// A process that found no camera, and looks again; a new one for each look would be dear.
    var scout: (any Link)?
    /// How many times in a row opening took too long. A full card can make it slow, so each gets more time.
    var slowOpenings = 0
    /// How often a link was lost since the camera was last well; spaces out attempts.
    var failures = 0
    var nextAttempt: TimeSource.Instant
    /// When events were last read; live view keeps a body awake, but reads none.
    var lastDrain: TimeSource.Instant
    var lastCheck: ContinuousClock.Instant?
    /// What lies on the card and is no news; nil when the card could not be listed.
    var known: Set<CameraObject>?
    /// What was kept last, which is not to be kept again; asked when the card's list is not known.
    var delivered: [CameraObject] = []
    /// How many times in a row listing the card took too long; after two it is left out.
    var slowListings = 0
    /// The shot whose picture is still on the card.
    var owed: Owed?
    var shots = 0
    var isLive = false
    /// When `prepare` pressed half, and whether it found focus, which the next shot then takes as it is.
    var focus: (at: ContinuousClock.Instant, isFound: Bool)?
    /// A Nikon that was told not to focus.
    var isFocusOff = false
    static let focusHolds = Duration.seconds(10)
    var format = ""

    public init(_ options: Options) {
        let (worker, time) = (options.worker, options.time)
        self.init(options) { () throws(LinkError) -> any Link in try WorkerLink(worker, time: time) }
    }

    /// With another way to the camera, for tests.
    init(_ options: Options, link: @escaping @Sendable () throws(LinkError) -> any Link) {
        (self.options, makeLink, clock) = (options, link, options.time)
        (turn, nextAttempt, lastDrain) = (Turn(clock), clock.now, clock.now)
    }

    public func start() {
        guard !isOpen else { return }
        isOpen = true
        change(to: .connecting)
        supervisor = Task { await supervise() }
    }

    public func events() -> AsyncStream<CameraEvent> { eventBroadcast.join(newest: 256) }

    /// The last lines of libgphoto2, for whoever looks for a fault.
    public var log: [String] { link?.log ?? [] }

    public func ready(within deadline: Duration) async throws(CameraError) {
        let end = clock.now + deadline
        while true {
            guard isOpen else { throw .closed }
            if link != nil, ![.connecting, .recovering, .absent].contains(status.state) { return }
            guard clock.now < end else { throw status.reason ?? .timedOut(.connecting) }
            try await pause(.milliseconds(20))
        }
    }

    public func close() async {
        guard isOpen else { return }
        isOpen = false
        supervisor?.cancel()
        pump?.cancel()
        frameBroadcast.finish()
        // Whatever runs has its own deadline; a hung one is cut off.
        let hasTurn = (try? await turn.take(within: .seconds(1))) != nil
        if let link {
            if hasTurn, let hold = try? await options.bus.hold(within: .seconds(2)) {
                _ = try? await link.ask(.close, within: .seconds(3))
                hold.end()
            }
            link.end()
            options.bus.release(status.identity?.port)
        }
        link = nil
        scout?.end()
        scout = nil
        if hasTurn { turn.give() }
        change(to: .absent, .closed)
        eventBroadcast.finish()
    }

    /// A new process. A camera that was closed meanwhile has none.
    func newLink() async throws(LinkError) -> any Link {
        let makeLink = makeLink
        let new = try await clock.offPool { () throws(LinkError) -> any Link in try makeLink() }
        guard isOpen else {
            new.end()
            throw .cancelled
        }
        return new
    }
}

extension TetheredCamera {
    func change(to state: CameraState, _ reason: CameraError? = nil) {
        guard (status.state, status.reason) != (state, reason) else { return }
        (status.state, status.reason) = (state, reason)
        eventBroadcast.send(.state(state, reason))
    }

    /// Asks the camera. An answer that means that nobody is there any more ends the link.
    @discardableResult
    func call(
        _ request: Request, _ stage: CameraError.Stage, within deadline: Duration? = nil
    ) async throws(CameraError) -> Reply {
        guard let link else { throw status.reason ?? .absent(wanted: options.serial) }
        do {
            return try await link.ask(request, within: deadline ?? options.patience)
        } catch {
            let meaning = Complaint.meaning(of: error, while: stage)
            if meaning.endsSession { lose(meaning) }
            throw meaning
        }
    }

    func lose(_ reason: CameraError) {
        guard let link else { return }
        for line in link.log.suffix(3) { eventBroadcast.send(.log(line)) }
        link.end()
        self.link = nil
        (isLive, focus, isFocusOff) = (false, nil, false)
        options.bus.release(status.identity?.port)
        nextAttempt = clock.now
        change(to: .recovering, reason)
    }

    func pause(_ time: Duration) async throws(CameraError) {
        do { try await clock.sleep(for: time) } catch { throw .cancelled }
    }

    /// Connects, keeps alive, looks at battery and card; until closed.
    private func supervise() async {
        while isOpen, !Task.isCancelled {
            if link == nil {
                if clock.now >= nextAttempt, (try? await turn.take(within: .milliseconds(50))) != nil {
                    await connect()
                    turn.give()
                }
            } else if clock.now - lastDrain > options.keepAlive,
                (try? await turn.take(within: .milliseconds(50))) != nil
            {
                await lookAfter()
                turn.give()
            }
            try? await clock.sleep(for: .milliseconds(100))
        }
    }
}
