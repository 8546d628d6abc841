public import Capture
import Darkroom
import Effects
import Faults
public import Pages
public import Sessions
import Work

/// The booth: holds one session after the other by the event's workflow, from launch until it is told to end. What happens is
/// seen in `view` and its updates; what shall happen is said with `perform`.
///
///     let engine = try Engine(record: record, camera: camera, options: options)
///     let running = Task { try await engine.run() }
///     for await view in engine.view.updates() { … }
public actor Engine {
    /// The camera's live view, for steps that show it.
    public nonisolated var live: LiveFeed { context.live }
    nonisolated let context: Context

    /// The session in hand, and the task that does its steps.
    var walk: Walk?
    private var walking: Task<Void, any Error>?
    /// Why the session in hand is to end before its last step; also what was ordered between two sessions.
    var ordered: Session.EndReason?
    var isEnding = false
    /// When each button was pressed last.
    var pressed: [BoothCommand: TimeSource.Instant] = [:]
    var isAskingForPrint = false
    /// What sessions go by from the next one on; nil: what they have gone by.
    private var renewed: Settings?
    /// A session has been held since the booth was opened, so that its guest may still stand there.
    private var followsAnother = false
    private var isLost = false
    /// The loop when nothing is to be done.
    private var pausing: (number: Int, continuation: CheckedContinuation<Void, Never>)?
    private var pauses = 0

    /// The workflow, destinations and words are checked before anything starts.
    public init(record: EventRecord, camera: any Camera, options: Options) throws(EngineError) {
        context = try Context(record, camera, options)
    }

    public nonisolated var record: EventRecord { context.record }
    public nonisolated var script: Script { context.script }
    public nonisolated var options: Options { context.options }
    /// What clients see.
    public nonisolated var view: PublishedView { context.view }
    /// What guests read, in the language of the event.
    public nonisolated var words: Words { context.words }
    /// The same in every language that they may choose, by the names of those.
    public nonisolated var allWords: [String: Words] { context.spoken.all }

    /// What happens, a line each.
    public nonisolated func log() -> AsyncStream<String> { context.log.join(newest: 1_000) }

    /// The picture that `GuestView.Visit.preview` names; nil when none is shown.
    public nonisolated var preview: Preview? { context.previews.now }

    /// Whether the session loop is as it should be, waiting for somebody or at work no longer than promised, and the event's
    /// folder is there.
    public nonisolated var isWell: Bool { context.watchdog.isWell && context.storage.isWell }

    /// Runs the event until `end`, or until the wished number of sessions has been held. Throws only what no session can be
    /// held with: an event that another booth runs, a layout that cannot be used, a record that cannot be opened, a folder that
    /// went away and came back as another. However it ends, whoever follows the view or the log hears the end.
    public func run() async throws(EngineError) {
        defer {
            view.close()
            context.log.finish()
        }
        let opening = Opening(context)
        let lock = try await opening.lock()
        defer { withExtendedLifetime(lock) {} }
        var prepared = try await opening.prepare(by: record.event)
        try await opening.openRecord()
        let control = try await opening.control(self)
        defer { control?.close() }
        await context.camera.start()
        let watchers = await opening.watchers { [weak self] in await self?.renew($0) }
        let guardian = Task { if await context.storage.lost() { await lose() } }
        defer { guardian.cancel() }
        await opening.takeUp(prepared)
        view.change { view in (view.phase, view.closedUntil) = (.running, context.closedUntil) }
        context.say("the booth is open: \(record.event.name)")
        var held = 0
        while !isEnding, options.sessions.map({ held < $0 }) ?? true {
            if view.now.phase == .stopped {
                context.watchdog.rest()
                followsAnother = false
                await pause(until: nil)
                continue
            }
            if let settings = renewed { (prepared, renewed) = (context.take(settings), nil) }
            let began = options.time.now
            context.watchdog.promise()
            let endedByItself = await hold(prepared)
            if endedByItself != nil { (held, followsAnother) = (held + 1, true) }
            // A workflow in which nothing waits, or a camera that is not there, must not fill the record.
            if options.sessions == nil, endedByItself == true { await pause(until: began + .seconds(1)) }
            await obeyLate()
        }
        await Closing(context).close(watchers, waitsForPrints: options.sessions != nil && !isEnding)
        if isLost { throw .storageLost(path: record.folder.path) }
    }

    /// Sessions go by these settings from the next one on, which the one that nobody has begun makes room for.
    private func renew(_ settings: Settings) async {
        renewed = settings
        await walk?.giveWay()
    }

    /// Whoever started the booth starts it anew.
    private func lose() async {
        isLost = true
        await end()
    }

    /// One session, from its row to its clean-up. Gives whether nobody has ordered its end; nil when none was
    /// opened.
    private func hold(_ prepared: Prepared) async -> Bool? {
        guard let walk = await begin(prepared) else { return nil }
        self.walk = walk
        if renewed != nil { await walk.giveWay() }
        let task = Task { try await walk.run() }
        walking = task
        // It was ordered while the session was being opened.
        if ordered != nil {
            task.cancel()
            await walk.release()
        }
        let outcome = await task.result
        let order = ordered
        let ending = await walk.ending(of: outcome, ordered: order)
        walking = nil
        // Of an order that came when the last step was done, only what holds for the booth is left to be done.
        if case .failure = outcome, ordered == order { ordered = nil }
        await walk.finish(ending)
        self.walk = nil
        if case .failure(let error) = outcome, error is GaveWay, order == nil { return nil }
        return order == nil
    }

    /// Opens the next session, as soon as there is room on the disk; nil when somebody orders something else meanwhile.
    private func begin(_ prepared: Prepared) async -> Walk? {
        var plan = SessionPlan(workflow: script.workflow)
        plan.effects = prepared.effects.map(\.canonical)
        if let layout = prepared.layout { (plan.layout, plan.slots) = (layout.name, script.slots(of: layout)) }
        plan.renditions = prepared.layout.map(script.renditions) ?? []
        await context.clips.use(prepared.layout)
        while !isEnding, ordered == nil {
            plan.utcOffset = LocalTime.offset(at: context.now)
            context.watchdog.promise()
            do {
                guard !context.storage.isAway else { throw context.storageAway }
                let (darkroom, layout, effects) = (context.darkroom, prepared.layout, prepared.effects)
                let composer = try await context.time.offPool { () throws(DarkroomError) in
                    try layout.map { layout throws(DarkroomError) in try darkroom.composer(layout, effects: effects) }
                }
                let session = try await record.start(plan, at: context.now)
                context.troubles.recovered(.disk)
                return Walk(
                    session, context, prepared, composer: composer,
                    beginsAtOnce: options.sessions != nil, followsAnother: followsAnother)
            } catch {
                context.troubles.raise(.disk, guest: .host, remedy: context.remedy(for: error))
                await pause(until: options.time.now + context.guestTime(2))
            }
        }
        return nil
    }

    /// Carries out what was ordered between two sessions.
    private func obeyLate() async {
        defer { ordered = nil }
        guard ordered == .stop, view.now.phase != .stopped else { return }
        do throws(SessionsError) { _ = try await record.end(.stop, at: context.now) } catch { context.say("\(error)") }
        view.change { $0.phase = .stopped }
    }

    /// Ends the session as a stop would, and then the booth.
    public func end() async {
        isEnding = true
        view.change { $0.isClosing = true }
        await interrupt(.stop)
    }

    /// Ends the session in hand at whatever it is doing.
    func interrupt(_ reason: Session.EndReason) async {
        // A stop that has been ordered stays one.
        if ordered != .stop { ordered = reason }
        walking?.cancel()
        wakeUp()
        await walk?.release()
    }

    /// Waits for an order, or until the given time.
    private func pause(until end: TimeSource.Instant?) async {
        guard ordered == nil, !isEnding else { return }
        pauses += 1
        let (number, time) = (pauses, options.time)
        let timer = end.map { end in
            Task {
                do { try await time.sleep(until: end) } catch { return }
                if pausing?.number == number { wakeUp() }
            }
        }
        defer { timer?.cancel() }
        await withCheckedContinuation { pausing = (number, $0) }
    }

    func wakeUp() {
        let paused = pausing
        pausing = nil
        paused?.continuation.resume()
    }
}
