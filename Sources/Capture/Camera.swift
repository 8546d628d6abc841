import Faults

/// A camera, real or not. Nothing here blocks a thread; what takes time has a deadline and throws when it has passed.
public protocol Camera: Actor {
    /// What it is doing, and how it is.
    var status: CameraStatus { get }

    /// Connects and stays connected until `close`: a lost camera is looked for by itself.
    func start()

    /// Returns when the camera can shoot, or throws why it cannot.
    func ready(within deadline: Duration) async throws(CameraError)

    /// Pre-focus, to be called in the countdown. Bodies that cannot are fine, and ignore it.
    func prepare() async throws(CameraError)

    /// One press of the shutter. Every file of it has been verified and committed when this returns.
    ///
    /// A shot that fails before the shutter is retried by rule and throws once. When the caller's task is cancelled after the
    /// shutter, this throws at once, but the picture still arrives and is committed.
    func capture(_ request: ShotRequest) async throws(CameraError) -> Shot

    /// Frames while somebody iterates; the newest wins. Ends for a camera that has no live view.
    func liveView() -> AsyncStream<LiveFrame>

    func settings() async throws(CameraError) -> [Setting]

    /// Sets what the body has and may change. What came of each, nothing thrown for one that failed.
    func apply(_ profile: SettingsProfile) async throws(CameraError) -> [SettingResult]

    /// Changes of state and things worth a line in a log. At most the newest 256 wait to be read.
    func events() -> AsyncStream<CameraEvent>

    /// Leaves live view, ends the session and releases the camera.
    func close() async
}

public enum CameraState: String, Sendable, CaseIterable {
    case absent, connecting, ready, previewing, capturing, downloading, recovering
}

public struct CameraStatus: Sendable, Equatable {
    public internal(set) var state = CameraState.absent
    /// Why it is absent or recovering, or what went wrong last.
    public internal(set) var reason: CameraError?
    public internal(set) var identity: CameraIdentity?
    public internal(set) var battery: Battery?
    public internal(set) var space: Space?
    /// The body is too hot for live view; it must rest.
    public internal(set) var isHot = false
    /// nil as long as it is not known.
    public internal(set) var hasLiveView: Bool?
    public internal(set) var counters = Counters()

    public init() {}

    /// One line for the attendant; nil when nothing stands in the way.
    public var whyNot: String? {
        switch state {
        case .ready, .previewing, .capturing, .downloading:
            if let battery, battery.isCritical { return CameraError.batteryLow(level: battery.text).description }
            if let space, space.isFull { return CameraError.cardFull.description }
            return nil
        case .absent, .connecting, .recovering:
            return reason?.description ?? "the camera is being connected; it takes a few seconds"
        }
    }

    /// It is known to be of no use to the next guest. One that is being connected for the first time may be there when it
    /// is needed.
    public var cannotShoot: Bool {
        switch state {
        case .ready, .previewing, .capturing, .downloading: whyNot != nil
        case .absent, .connecting, .recovering: reason != nil
        }
    }
}

public struct CameraIdentity: Sendable, Equatable {
    public let model: String
    /// What tells one body from another, wherever it is plugged in. Some bodies have none.
    public let serial: String?
    public let port: String
}

public struct Battery: Sendable, Equatable {
    /// As the body says it: "50%", "Low".
    public let text: String
    /// 0 to 100, where the text says so.
    public let percent: Int?

    init(_ text: String) {
        self.text = text
        let digits = text.prefix { $0.isNumber }
        percent =
            if let number = Int(digits), text.dropFirst(digits.count).hasPrefix("%"), number <= 100 {
                number
            } else if text.lowercased().contains("low") {
                10
            } else {
                nil
            }
    }

    /// Worth a warning; a fresh battery is due after this session.
    public var isLow: Bool { percent.map { $0 <= 20 } ?? false }
    /// Not enough for a session.
    public var isCritical: Bool { percent.map { $0 <= 5 } ?? false }
}

/// Room on the camera's card.
public struct Space: Sendable, Equatable {
    /// Kilobytes, where the body tells.
    public let free: Int?
    /// Pictures, where the body tells.
    public let shots: Int?

    public var isFull: Bool { shots == 0 || free.map { $0 < 30_000 } ?? false }
}

public struct Counters: Sendable, Equatable {
    public internal(set) var shots = 0
    public internal(set) var failedShots = 0
    public internal(set) var retries = 0
    public internal(set) var reconnects = 0
    public internal(set) var frames = 0
    /// Live view frames that were no JPEG.
    public internal(set) var badFrames = 0
    public internal(set) var duplicates = 0
    public internal(set) var recovered = 0
}

public enum CameraEvent: Sendable {
    case state(CameraState, CameraError?)
    /// A shot that is over for its caller: its picture was fetched from the card after all, and committed.
    case recovered(CapturedFile)
    /// Somebody pressed the shutter on the body; the file's name on the card.
    case shutterPressed(name: String)
    case warning(CameraError)
    case log(String)
}
