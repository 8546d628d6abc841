import Capture
import Compositor
import Darkroom
import Effects
import Faults
import Files
import Sessions
import StrictJSON
import Work

extension Engine {
    /// Runs the event until `end`, or until the wished number of sessions has been held. Throws only what no session can be
    /// held with: an event that another booth runs, a layout that cannot be used, a record that cannot be opened.
    public func run() async throws(EngineError) {
        let lock = try alone()
        defer { withExtendedLifetime(lock) {} }
        if let layout = script.layout ?? record.event.layouts.first {
            let darkroom = darkroom
            let made = await onThread { Result { () throws(DarkroomError) in try darkroom.press(layout) } }
            do throws(DarkroomError) { press = try made.get() } catch { throw .pictures(error) }
            try checkShots()
        } else if script.mode != .roaming {
            throw .badWorkflow(
                .invalid(
                    path: .document(record.folder.settings),
                    problem: "the event has no layout, so no guest would get a picture",
                    remedy: "name one, as in \"layouts\": [\"classic-four-up\"]"))
        }
        do throws(DarkroomError) { effects = try kept(script.effects) } catch { throw .pictures(error) }
        let strays = ((try? entries(ofFolder: record.folder.path + "/Captures")) ?? []).filter { $0.hasSuffix(".part") }
        let recovered: Session?
        do throws(SessionsError) {
            recovered = try await record.launch()
            try await record.release(.print)
        } catch { throw .record(error) }
        var control: ControlServer?
        do throws(EngineError) { control = try ControlServer(self) } catch {
            say("booth ctl will not work: \(error)")
        }
        defer { control?.close() }
        await camera.start()
        let watchers = watch()
        if !strays.isEmpty {
            say(
                "\(counted(strays.count, "picture")) could not be stored before the booth ended; look into Quarantine/Captures"
            )
        }
        await rememberLast()
        // One without a number is of nobody.
        if let number = recovered?.number { say("session #\(number) was cut off and is kept as recovered") }
        // Also of those before: this booth may have been cut off while it made one.
        for session in (try? await record.sessions(limit: 10)) ?? [] { await complete(session) }
        change { $0.phase = .running }
        say("the booth is open: \(record.event.name)")
        var held = 0
        while !isEnding, options.sessions.map({ held < $0 }) ?? true {
            if state.phase == .stopped {
                // Whatever else is said while it is stopped changes nothing.
                while !isEnding, state.phase == .stopped { _ = try? await touch(until: nil) }
            } else {
                let began = ContinuousClock.now
                promise()
                await hold()
                held += 1
                // A workflow in which nothing waits, or a camera that is not there, must not fill the record.
                let pause = began + .seconds(1)
                if options.sessions == nil, !isEnding, ending == nil { try? await Task.sleep(until: pause) }
                await obeyLate()
            }
        }
        await close(watchers)
    }

    /// What was ordered between two sessions.
    private func obeyLate() async {
        defer { ending = nil }
        guard ending == .stop, state.phase != .stopped else { return }
        do throws(SessionsError) { _ = try await record.end(.stop) } catch { say("\(error)") }
        change { $0.phase = .stopped }
    }

    /// The newest FinalPhoto of the event, for who wants it once more.
    private func rememberLast() async {
        for session in (try? await record.sessions(limit: 20)) ?? [] {
            let final = session.renditions.last { $0.kind == .final && $0.state == .ready }?.path
            guard let final, let number = session.number else { continue }
            return change { $0.last = .init(number: number, finalPhoto: final) }
        }
    }

    private func alone() throws(EngineError) -> EventLock {
        do throws(SessionsError) { return try EventLock(record.folder) } catch { throw .record(error) }
    }

    /// Ends the session as a stop would, and then the booth.
    public func end() {
        isEnding = true
        interrupt(.stop)
    }

    private func close(_ watchers: [Task<Void, Never>]) async {
        if options.sessions != nil, !isEnding { await allPrinted() }
        await keepStranded()
        for watcher in watchers { watcher.cancel() }
        for watcher in watchers { await watcher.value }
        await camera.close()
        // Also of a picture that came with the camera's last words.
        await background?.value
        do throws(SessionsError) { try await record.saveHistory() } catch { say("\(error)") }
        change { ($0.phase, $0.session, $0.step) = (.ended, nil, nil) }
        say("the booth is closed")
        audience.finish()
        journal.finish()
    }

    /// With their files, which a workflow names relative to the event, among the event's assets: the session can be
    /// rendered again whatever becomes of them.
    nonisolated func kept(_ effects: [EffectCall]) throws(DarkroomError) -> [EffectCall] {
        let folder = record.folder.path
        return try darkroom.freeze(effects.map { call in call.locating { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" } })
    }

    /// A workflow that takes too few pictures for its layout would never complete a session.
    private func checkShots() throws(EngineError) {
        guard let press, script.mode != .roaming else { return }
        let needed = press.template.layout.capturesNeeded
        let shots = script.shots(slots: needed)
        func refuse(_ what: String, _ remedy: String) throws(EngineError) {
            throw .badWorkflow(
                .invalid(
                    path: .document(record.folder.workflow),
                    problem: "\(what), and layout \(press.name) needs \(needed)", remedy: remedy))
        }
        if shots < needed {
            try refuse("takes \(counted(shots, "picture"))", "raise shots in a capture step, or name another layout")
        }
        for case .select(let count?) in script.steps.map(\.kind) where count < needed {
            try refuse(
                "lets guests select \(counted(count, "picture"))",
                "leave count out of the select step, or name another layout")
        }
    }

    func change(_ body: (inout BoothState) -> Void) {
        var next = state
        body(&next)
        guard next != state else { return }
        next.revision = state.revision + 1
        state = next
        audience.send(next)
    }

    nonisolated func say(_ line: String) { journal.send(line) }

    /// The loop promises to be done with `body` within `limit`; the watchdog believes it so long.
    func bounded<Value>(_ limit: Duration, _ body: () async throws -> Value) async rethrows -> Value {
        overdueAt = .now + limit
        defer { promise() }
        return try await body()
    }

    /// To wait for somebody, or to have gone on to something else, within a minute.
    func promise() { overdueAt = .now + .seconds(60) }

    /// Whether the session loop is as it should be: waiting for somebody, or at work no longer than promised.
    public var isWell: Bool { overdueAt.map { ContinuousClock.now < $0 } ?? true }
}
