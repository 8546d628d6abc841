public import Engine
public import Sessions
import Web
public import Work

/// Keeps the guests' screen of an event's booth on this machine's display: a browser that is started when the booth shows a screen,
/// and anew when it ends, when its page falls silent and when the screen is somewhere else. It decides nothing of the booth.
///
///     let kiosk = try Kiosk(folder, id: event.id, options: options)
///     try await kiosk.run { line in print(line) }
public struct Kiosk: Sendable {
    public struct Options: Sendable {
        /// A path, or a name in PATH; nil: the machine's chromium.
        public var browser: String?
        public var surface = Surface.Wish.any
        /// The browser's own options beyond those that it gets by itself.
        public var more: [String] = []
        /// `$XDG_STATE_HOME/boothkit`, which is the booth's, too.
        public var state: String
        public var surroundings = Surroundings.own
        public var time = TimeSource.system

        public init(state: String) { self.state = state }
    }

    let name: String
    let options: Options
    let surface: Surface
    let chromium: Chromium
    let profile: Profile
    let look: @Sendable () throws(EngineError) -> Sighting
    var time: TimeSource { options.time }

    /// Finds what is needed, or says what is missing. Blocks.
    /// - Parameter id: the event's.
    public init(_ folder: EventFolder, id: String, options: Options) throws(KioskError) {
        let state = options.state
        try self.init(folder.argument, id: id, options: options) { () throws(EngineError) in
            try Sighting.of(folder, id: id, state: state)
        }
    }

    /// - Parameters:
    ///   - name: the event as a command line says it.
    ///   - look: what is seen of the booth. It may block.
    init(
        _ name: String, id: String, options: Options, look: @escaping @Sendable () throws(EngineError) -> Sighting
    ) throws(KioskError) {
        (self.name, self.options, self.look) = (name, options, look)
        chromium = try Chromium(options.browser, in: options.surroundings, adding: options.more)
        surface = try Surface.found(options.surface, in: options.surroundings, for: name)
        profile = try Profile(of: id, called: name, in: options.state)
    }

    /// Until its task is cancelled, after which no process that it started is left. Throws when the booth is another user's.
    /// - Parameter say: takes what happens, a line each.
    public func run(say: @escaping @Sendable (String) -> Void) async throws(EngineError) {
        if chromium.isRoot {
            say("this is root, so that the browser runs without its sandbox; give the booth a user of its own")
        }
        let awake = Awake(on: surface, in: options.surroundings)
        let holding = Task { await awake.hold(say) }
        var problem: EngineError?
        do throws(EngineError) { try await keepShowing(awake, say) } catch { problem = error }
        holding.cancel()
        await holding.value
        await offPool { [profile] in profile.clear() }
        if let problem { throw problem }
    }

    private func keepShowing(_ awake: Awake, _ say: @escaping @Sendable (String) -> Void) async throws(EngineError) {
        var deaths = Deaths()
        while let screen = try await screen(say) {
            await awake.wakeDisplay()
            let began = time.now
            var pause = Duration.zero
            switch try await show(screen, say) {
            case .told: return
            case .moved: say("the booth shows its screen somewhere else now")
            case .silent: say("the page has been silent for too long; the browser is started anew")
            case .died(let outcome):
                pause = deaths.pause(after: time.now - began)
                let reason = outcome.lastLine.map { ": \($0)" } ?? ""
                let soon = pause == .zero ? "at once" : "in \(Int(pause / .seconds(1))) s"
                say("the browser has ended (\(outcome.end))\(reason); it is started anew \(soon)")
            }
            do { try await time.sleep(for: pause) } catch { return }
        }
    }

    /// Waits until the booth shows one; nil when the task is cancelled.
    private func screen(_ say: @Sendable (String) -> Void) async throws(EngineError) -> ScreenAddress? {
        var said: Sighting?
        while !Task.isCancelled {
            let seen = try await time.offPool(look)
            if case .screen(let address, _) = seen { return address }
            if seen != said { say(waiting(for: seen)) }
            said = seen
            do { try await time.sleep(for: Self.interval) } catch { return nil }
        }
        return nil
    }

    private func waiting(for seen: Sighting) -> String {
        switch seen {
        case .noBooth: "\(name): no booth runs on this event yet; waiting for: booth run \(name) --web 8080"
        case .noScreen:
            "\(name): the booth shows no screen to this machine; waiting for one that was started with --web 8080 or --web 0.0.0.0:8443"
        case .unclear(let reason): "\(reason); waiting for it"
        case .screen: ""
        }
    }

    /// How often the booth is asked.
    static let interval = Duration.seconds(2)
}

/// How long to wait before a browser is started anew that ended by itself.
struct Deaths {
    private var pause = Duration.zero

    /// One that lived is started at once; one that dies within seconds, each time later.
    mutating func pause(after lived: Duration) -> Duration {
        pause = lived < .seconds(10) ? min(.seconds(10), max(.seconds(1), pause * 2)) : .zero
        return pause
    }
}
