import Compositor
import Darkroom
import Effects
import Faults
import Files
import Sessions
import StrictJSON
import Work

/// What is done once, before the first session.
struct Opening: Sendable {
    let context: Context

    init(_ context: Context) { self.context = context }

    private var record: EventRecord { context.record }
    private var script: Script { context.script }

    func lock() async throws(EngineError) -> EventLock {
        do throws(SessionsError) {
            return try await context.time.offPool { [folder = record.folder] () throws(SessionsError) in
                try EventLock(folder)
            }
        } catch { throw .record(error) }
    }

    /// The layout and the files of effects, kept with the event: its sessions can be rendered again whatever becomes of the
    /// originals. What guests choose among is read now, so that no choice waits for it.
    func prepare(by event: Event) async throws(EngineError) -> Prepared {
        let (darkroom, script) = (context.darkroom, script)
        let name = script.layout ?? event.layouts.first
        guard name != nil || script.mode == .roaming else {
            throw .badWorkflow(
                .invalid(
                    path: .document(record.folder.settings),
                    problem: "the event has no layout, so no guest would get a picture",
                    remedy: "name one, as in \"layouts\": [\"classic-four-up\"]"))
        }
        let folder = record.folder.path
        let prepared: Prepared
        do throws(DarkroomError) {
            prepared = try await context.time.offPool { () throws(DarkroomError) in
                func kept(_ calls: [EffectCall]) throws(DarkroomError) -> [EffectCall] {
                    try darkroom.freeze(
                        calls.map { call in call.locating { asSpelled($0.hasPrefix("/") ? $0 : "\(folder)/\($0)") } })
                }
                var prepared = Prepared()
                if let name { prepared.layout = try darkroom.prepared(name) }
                for choice in script.layoutChoices where prepared.layouts[choice] == nil {
                    prepared.layouts[choice] =
                        choice == name ? prepared.layout : try darkroom.prepared(choice)
                }
                // What the workflow says counts; the event's own are for workflows that say nothing.
                prepared.effects = try kept(script.effects.isEmpty ? event.calls() : script.effects)
                for call in script.allEffects { prepared.choices[call.canonical] = try kept([call])[0] }
                return prepared
            }
        } catch { throw .pictures(error) }
        try checkShots(prepared)
        await sayMissingModels(prepared)
        return prepared
    }

    /// A booth works without them: pictures stay as they are, and can be made anew on another day.
    private func sayMissingModels(_ prepared: Prepared) async {
        let layouts = [prepared.layout].compactMap { $0 } + prepared.layouts.values
        let effects = script.allEffects + prepared.effects + layouts.flatMap(\.template.layout.allEffects)
        let missing = await context.time.offPool {
            effects.lazy.compactMap { (effect) -> EffectError? in
                do throws(EffectError) { _ = try effect.models() } catch { return error }
                return nil
            }.first
        }
        guard let missing else { return }
        context.say("\(missing); until then pictures stay as they are, and nothing of them is lost")
    }

    /// A workflow that takes too few pictures for its layout would never complete a session.
    private func checkShots(_ prepared: Prepared) throws(EngineError) {
        guard let first = prepared.layout, script.mode != .roaming, !script.takesOnlyClips else { return }
        try checkShots(of: first, insteadOf: first)
        for choice in script.layoutChoices { try checkShots(of: prepared.layouts[choice] ?? first, insteadOf: first) }
    }

    /// The same for a session that goes on with `layout`.
    private func checkShots(of layout: PreparedLayout, insteadOf first: PreparedLayout) throws(EngineError) {
        let needed = layout.capturesNeeded
        let shots = script.shots(
            slots: { ($0 == nil ? first : layout).capturesNeeded }, choosing: layout.name)
        func refuse(_ what: String, _ remedy: String) throws(EngineError) {
            throw .badWorkflow(
                .invalid(
                    path: .document(record.folder.workflow),
                    problem: "\(what), and layout \(layout.name) needs \(needed)", remedy: remedy))
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

    /// Closes what a crash left open.
    func openRecord() async throws(EngineError) {
        let captures = record.folder.path + "/Captures"
        let strays = await context.time.offPool {
            ((try? entries(ofFolder: captures)) ?? []).filter { $0.hasSuffix(".part") }
        }
        do throws(SessionsError) {
            let recovered = try await record.launch(at: context.now)
            // A session without a number is nobody's.
            if let number = recovered?.number {
                context.say("session #\(number) was cut off and is kept as recovered")
            }
        } catch { throw .record(error) }
        let adopted = await record.adopted
        if adopted > 0 {
            context.say(
                "\(counted(adopted, "capture")) of sessions that the record did not know, perhaps an older copy, taken up; "
                    + "booth sessions list \(record.folder.argument) shows them as recovered")
        }
        if !strays.isEmpty {
            context.say(
                "\(counted(strays.count, "picture")) could not be stored before the booth ended; look into "
                    + "Quarantine/Captures")
        }
    }

    /// Without one, and nobody at a keyboard, no guest could ever begin: that is said at once, and not at the party.
    func control(_ engine: Engine) async throws(EngineError) -> ControlServer? {
        do throws(EngineError) {
            let server = try await context.time.offPool { () throws(EngineError) in try ControlServer(engine) }
            if let place = server.otherPlace {
                context.say("commands come by \(place), since the event's drive has no sockets")
            }
            return server
        } catch {
            if context.options.needsCommands { throw error }
            context.say("booth ctl will not work: \(error)")
            return nil
        }
    }

    /// What goes on beside the sessions, until the booth is closed.
    /// - Parameter renew: gets settings that have changed and can be used.
    func watchers(renew: @escaping @Sendable (Settings) async -> Void) async -> [Task<Void, Never>] {
        let context = context
        var clips: [Task<Void, Never>] = []
        if let path = context.options.clips {
            let folder = ClipFolder(context: context, path: path)
            let former = await folder.former()
            clips.append(Task { await folder.run(former) })
        }
        return clips + [
            Task { await CameraWatch(context: context).run() }, Task { await PrinterWatch(context: context).run() },
            Task { await DiskWatch(context: context).run() }, Task { await Sending(context: context).run() },
            Task { await Retention(context: context).run() }, Task { await ClockWatch(context: context).run() },
            Task { await HoursWatch(context: context).run() },
            Task { await SettingsWatch(context: context, renew: renew).run() },
            Task { await Alerting(context: context).run() },
        ]
    }

    /// Takes up what earlier launches left: the newest FinalPhoto, for whoever wants it once more, and pictures that a crash
    /// prevented.
    func takeUp(_ prepared: Prepared) async {
        let sessions = (try? await record.sessions(limit: 20)) ?? []
        for session in sessions {
            guard let final = session.readyFinal, let number = session.number else { continue }
            context.view.change { $0.last = .init(number: number, finalPhoto: final) }
            break
        }
        let completion = SessionCompletion(context: context, prepared: prepared)
        // Earlier sessions too: the last run may have died rendering one.
        for session in (try? await record.unfinished()) ?? [] { await completion.schedule(session) }
    }
}
