public import Capture
public import Compositor
import Darkroom
import Effects
import Faults
public import Files
public import Outgoing
public import Pages
public import PrintOut
public import Sessions
public import Work

/// The booth: holds one session after the other by the event's workflow, from launch until it is told to end. What happens is
/// seen in `view` and its updates; what shall happen is said with `perform`.
///
///     let engine = try Engine(record: record, camera: camera, options: options)
///     let running = Task { try await engine.run() }
///     for await view in engine.view.updates() { … }
public actor Engine {
    public struct Options: Sendable {
        public var layouts: LayoutLibrary
        public var profiles: ProfileLibrary
        /// Where FinalPhotos are printed, the first that can; empty: prints are not offered.
        public var printers: [any Printer] = []
        /// The printer behind a name that a re-print asks for.
        public var printerNamed: @Sendable (String) throws -> any Printer
        /// Where destinations are found that other items of the outbox go to; nil: there are none.
        public var places: SendingPlaces?
        /// Transports for items that no destination takes. What has none waits.
        public var transports: [OutboxItem.Kind: Transport] = [:]
        /// Where the words for guests are, `web/text/LANG.json`.
        public var texts: SearchPath
        /// How guests' pages look.
        public var themes = ThemeLibrary(SearchPath([]))
        /// What stands before a share token in a link that works only here, served by this process: shown on the screen where the
        /// event names no link base, and never printed. nil: there is none.
        public var localBase: String?
        /// All waiting for guests is this many times shorter: 1 at a wedding, more in a demo.
        public var pace = 1.0
        /// End after so many sessions, each of which begins by itself; nil: never, and guests begin them.
        public var sessions: Int?
        /// Presses of one button that come so soon one after another are one press: a switch bounces, something lies on a key.
        public var bounce = Duration.milliseconds(500)
        /// Seconds after a session before the attract step takes its first touch, at the booth's pace.
        public var rest = 2.0
        /// So long after a picture came out once more before `print-last` prints it again.
        public var printPause = Duration.seconds(10)
        /// Without commands nobody could begin: no keyboard, and sessions do not begin by themselves.
        public var needsCommands = false
        /// All waiting goes by this clock.
        public var time = TimeSource.system

        public init(
            layouts: LayoutLibrary, profiles: ProfileLibrary, texts: SearchPath,
            printerNamed: @escaping @Sendable (String) throws -> any Printer
        ) {
            (self.layouts, self.profiles, self.texts, self.printerNamed) = (layouts, profiles, texts, printerNamed)
        }
    }

    /// A composed picture that is shown before it is saved.
    public struct Preview: Sendable {
        /// Another drawing has another identity; `GuestView.Visit.preview` names the one that is shown.
        public let id: String
        public let jpeg: [UInt8]
    }

    public nonisolated let record: EventRecord
    public nonisolated let script: Script
    public nonisolated let options: Options
    /// What clients see.
    public nonisolated let view: PublishedView
    nonisolated let context: Context
    private nonisolated let journal = Broadcast<String>()

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

    /// The workflow is checked before anything starts.
    public init(record: EventRecord, camera: any Camera, options: Options) throws(EngineError) {
        (self.record, self.options) = (record, options)
        let workflow: Workflow
        do throws(SessionsError) {
            workflow = try Workflow(in: record.folder)
        } catch { throw .record(error) }
        script = try Script(workflow, document: record.folder.workflow, locale: record.event.locale)
        let darkroom = Darkroom(record: record, library: options.layouts)
        let spoken: GuestWords
        do throws(PagesError) {
            spoken = GuestWords(
                try Words(locale: record.event.locale, in: options.texts, own: record.event.words),
                all: try Words.all(in: options.texts, own: record.event.words))
        } catch {
            throw .words(error)
        }
        var scripts: [String: Script] = [:]
        for language in spoken.all.keys {
            scripts[language] = try Script(workflow, document: record.folder.workflow, locale: language)
        }
        let sender = try EventSender.forBooth(record, options, spoken)
        let view = PublishedView(words: spoken)
        self.view = view
        context = Context(
            record: record, script: script, options: options, camera: camera, darkroom: darkroom,
            prints: options.printers.isEmpty
                ? nil : try EventPrints(record: record, darkroom: darkroom, script: script, options),
            sender: sender, view: view, log: journal, spoken: spoken, scripts: scripts,
            troubles: Troubles(view: view, log: journal, words: spoken),
            watchdog: Watchdog(time: options.time), storage: Storage(record.folder, time: options.time),
            clock: WallClock(options.time),
            lanes: BackgroundLanes(time: options.time, view: view, log: journal), stranded: StrandedPictures())
    }

    /// What guests read, in the language of the event.
    public nonisolated var words: Words { context.words }
    /// The same in every language that they may choose, by the names of those.
    public nonisolated var allWords: [String: Words] { context.spoken.all }

    /// What happens, a line each.
    public nonisolated func log() -> AsyncStream<String> { journal.join(newest: 1_000) }

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
            journal.finish()
        }
        let opening = Opening(context)
        let lock = try await opening.lock()
        defer { withExtendedLifetime(lock) {} }
        var prepared = try await opening.prepare(by: record.event)
        try await opening.openRecord()
        let control = try await opening.control(self)
        defer { control?.close() }
        await context.camera.start()
        let watchers = opening.watchers { [weak self] in await self?.renew($0) }
        let guardian = Task { if await context.storage.lost() { await lose() } }
        defer { guardian.cancel() }
        await opening.takeUp(prepared)
        view.change { $0.phase = .running }
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
        if let layout = prepared.layout { (plan.layout, plan.slots) = (layout.name, layout.capturesNeeded) }
        plan.renditions = prepared.layout.map(script.renditions) ?? []
        while !isEnding, ordered == nil {
            plan.utcOffset = LocalTime.offset()
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
