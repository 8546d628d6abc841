public import Capture
public import Compositor
import Darkroom
import Effects
public import PrintOut
public import Sessions
import Synchronization
import Work

/// The booth: holds one session after the other by the event's workflow, from launch until it is told to end. What happens is
/// seen in `state` and its `changes`; what shall happen is said with `perform`. Whoever shows it owns no time-out.
public actor Engine {
    public struct Options: Sendable {
        public var layouts: LayoutLibrary
        public var profiles: ProfileLibrary
        /// Where FinalPhotos are printed, the first that can; empty: prints are not offered.
        public var printers: [any Printer] = []
        /// The printer behind a name that a re-print asks for.
        public var printerNamed: @Sendable (String) throws -> any Printer
        /// Transports for other items of the outbox. What has none waits.
        public var transports: [OutboxItem.Kind: Transport] = [:]
        /// All waiting for guests is this many times shorter: 1 at a wedding, more in a demo.
        public var pace = 1.0
        /// End after so many sessions, each of which begins by itself; nil: never, and guests begin them.
        public var sessions: Int?

        public init(
            layouts: LayoutLibrary, profiles: ProfileLibrary,
            printerNamed: @escaping @Sendable (String) throws -> any Printer
        ) {
            (self.layouts, self.profiles, self.printerNamed) = (layouts, profiles, printerNamed)
        }
    }

    public nonisolated let record: EventRecord
    public nonisolated let script: Script
    public nonisolated let options: Options
    nonisolated let camera: any Camera
    nonisolated let darkroom: Darkroom
    nonisolated let prints: EventPrints?
    nonisolated let audience = Broadcast<BoothState>()
    nonisolated let journal = Broadcast<String>()

    public internal(set) var state = BoothState()
    var press: Press?
    /// Those of the workflow, with their files kept in the event.
    var effects: [EffectCall] = []
    /// The visit in hand: what the state does not show of it.
    var visit: Visit?
    /// Of the session whose FinalPhoto is shown now; kept nowhere else.
    public internal(set) var previewJPEG: [UInt8]?
    /// A step that waits for somebody.
    var waiting: (number: Int, continuation: CheckedContinuation<Touch?, Never>)?
    var waits = 0
    var walking: Task<Void, any Error>?
    /// Why the session is to end before its last step.
    var ending: Session.EndReason?
    var isEnding = false
    /// Pictures that could not be stored, with where they wait for room on the disk.
    var stranded: [(frame: ShotInHand, path: String)] = []
    /// Whoever opened the booth is there: the session begins without waiting for a touch.
    var startsAtOnce = false
    /// What was said of each trouble last, so that what comes again with every guest is said once.
    var told: [BoothState.Trouble.Subject: String] = [:]
    /// Until when what the loop does now must have ended; nil while it waits for somebody.
    var overdueAt: ContinuousClock.Instant?
    /// Time from asking for a picture until the shutter is heard, of the last shots.
    var shutterLags: [Duration] = []
    /// GIFs and print rasters, one after the other, behind everything that a guest waits for.
    var background: Task<Void, Never>?

    /// The workflow is checked before anything starts.
    public init(record: EventRecord, camera: any Camera, options: Options) throws(EngineError) {
        (self.record, self.camera, self.options) = (record, camera, options)
        let workflow: Workflow
        do throws(SessionsError) { workflow = try Workflow(in: record.folder) } catch { throw .record(error) }
        script = try Script(workflow, document: record.folder.workflow)
        darkroom = Darkroom(record: record, library: options.layouts)
        prints =
            options.printers.isEmpty
            ? nil : try EventPrints(record: record, darkroom: darkroom, script: script, options)
    }

    /// The state now, and whenever it has changed: the newest, for those who are slow.
    public nonisolated func changes() -> AsyncStream<BoothState> { audience.join(newest: 1) }

    /// What happens, a line each.
    public nonisolated func log() -> AsyncStream<String> { journal.join(newest: 1_000) }

    /// A visit as the loop needs it.
    struct Visit {
        let session: Session
        let sitting: Sitting?
        /// Captures by the step that took them: what a retake takes anew.
        var taken: [(step: Int, capture: Int)] = []
        var retakes: [Int: Int] = [:]
        var entries = 0
        /// When the shutter was last pressed, or the guest's last word after it: from then on the guest waits for the booth.
        var waitsSince: ContinuousClock.Instant?
        var lastResult: String?
        /// The guest was told that the prints are used up.
        var hasNoPrints = false
    }

    /// What a step that waits is told.
    enum Touch: Sendable {
        case start, next, retake, present
        case answer(String)
    }
}
