import Compositor
import Darkroom
import Effects
import Sessions
import Work

/// Why a session ends before its last step.
struct EarlyEnd: Error {
    let reason: Session.EndReason
    var why: String?
    /// The guest does not want to be in a picture.
    var isRefused = false
}

extension Engine {
    /// One session, from its row to its clean-up.
    func hold() async {
        guard let session = await begin() else { return }
        let task = Task { try await walk() }
        walking = task
        // It was ordered while the session was being opened.
        if ending != nil { task.cancel() }
        let result = await task.result
        let ordered = ending
        walking = nil
        // Of one that was over already, only what holds for the booth is left to be done.
        if case .failure = result { ending = nil }
        var (reason, word) = (Session.EndReason.completed, visit?.lastResult)
        if case .failure(let error) = result {
            reason = ordered ?? (error as? EarlyEnd)?.reason ?? .restart
            word = (error as? EarlyEnd)?.why
            let name = state.session?.number.map { "#\($0)" } ?? label(session)
            if let word { say("session \(name) ends early: \(word)") }
            // Cancellation is an order of somebody; anything else is a reason that an operator should read.
            if !(error is CancellationError), !(error is EarlyEnd) { say("session \(name): \(error)") }
        }
        let isRefused: Bool =
            if case .failure(let error) = result { (error as? EarlyEnd)?.isRefused ?? false } else { false }
        await finish(reason, word, withPicture: !isRefused)
        (visit, previewJPEG, startsAtOnce) = (nil, nil, false)
    }

    /// Waits for room on the disk; nil when the booth is stopped meanwhile.
    private func begin() async -> Session? {
        var plan = SessionPlan(workflow: script.workflow)
        plan.effects = effects.map(\.canonical)
        if let press { (plan.layout, plan.slots) = (press.name, press.template.layout.capturesNeeded) }
        plan.renditions = (press == nil ? [] : [.final]) + (makesAnimation ? [.gif] : [])
        while !isEnding, ending == nil {
            plan.utcOffset = LocalTime.offset()
            promise()
            do {
                let (press, darkroom, effects) = (press, darkroom, effects)
                let sitting = try await offPool { try press.map { try darkroom.sitting($0, effects: effects) } }
                let session = try await record.start(plan)
                settled(.disk)
                visit = Visit(session: session, sitting: sitting)
                show(session)
                return session
            } catch {
                trouble(.disk, guest: "The booth takes a short break. Please call the host.", remedy: "\(error)")
                try? await Task.sleep(for: .seconds(2 / options.pace))
            }
        }
        return nil
    }

    private var makesAnimation: Bool { press?.template.layout.animation != nil && script.makesAnimation }

    /// The steps in order; throws when it ends early.
    private func walk() async throws {
        guard let id = visit?.session.id else { return }
        var index = 0
        while true {
            try Task.checkCancellation()
            let step = script.steps[index]
            let session = try await record.session(id)
            enter(step, index)
            var result = StepResult.done("skipped")
            if step.when?.holds(for: session, printerIsReady: state.printer?.isReady ?? false) ?? true {
                result = try await perform(step, at: index, of: session)
            }
            change { $0.step?.asks = false }
            switch result {
            case .done(let word):
                visit?.lastResult = word
                guard index + 1 < script.steps.count else { return try await requireAll(id) }
                let arrival = step.word == "attract" ? LocalTime.offset() : nil
                let session = try await record.advance(result: word, arrival: arrival)
                // The screen may have been calibrated while nobody was there.
                if arrival != nil, let sitting = visit?.sitting {
                    let effects = effects
                    try await offPool { () throws(DarkroomError) in try sitting.choose(effects, of: session) }
                }
                show(session)
                index += 1
            case .back(let target):
                let again = visit?.taken.filter { $0.step >= target }.map(\.capture) ?? []
                show(try await record.goBack(to: target, deselecting: Set(again)))
                visit?.taken.removeAll { $0.step >= target }
                previewJPEG = nil
                index = target
            }
        }
    }

    /// A session is completed with its FinalPhoto, or not at all.
    private func requireAll(_ id: String) async throws {
        try Task.checkCancellation()
        let session = try await record.session(id)
        guard session.slots > 0, !session.hasAllCaptures, session.mode != .roaming else { return }
        throw EarlyEnd(
            reason: .restart, why: "\(session.selectedCaptures.count) of \(session.slots) pictures are there")
    }

    private func enter(_ step: ScriptStep, _ index: Int) {
        visit?.entries += 1
        let entry = visit?.entries ?? 1
        change { state in
            state.step = BoothState.Step(
                index: index, of: script.steps.count, word: step.word, name: step.name, entry: entry, text: step.text)
        }
    }

    /// What is left of the session is put in order, whatever ended it: a FinalPhoto when every slot has its capture, then
    /// the clean-up as one transaction. Also when it was cancelled: it runs in no task of the session's.
    /// `word`: what came of its last step.
    private func finish(_ reason: Session.EndReason, _ word: String?, withPicture: Bool) async {
        guard let visit else { return }
        change { $0.step = nil }
        await bounded(.seconds(60)) {
            do { if withPicture { _ = try await finalPhoto() } } catch {
                say("session \(label(visit.session)): \(error)")
            }
            await background?.value
            while true {
                do {
                    if let ended = try await record.end(reason, result: word) {
                        note(ended, reason)
                        // Its last picture may have come in between.
                        if withPicture { await complete(ended) }
                    }
                    settled(.disk)
                    break
                } catch {
                    trouble(.disk, guest: "The booth takes a short break. Please call the host.", remedy: "\(error)")
                    if isEnding { break }
                    try? await Task.sleep(for: .seconds(1))
                    promise()
                }
            }
            do throws(SessionsError) { try await record.saveHistory() } catch { say("\(error)") }
        }
        // Their guest has gone.
        if stranded.isEmpty { forget(.picture) }
        forget(.ai)
        if visit.hasNoPrints { forget(.print) }
        change { state in
            state.session = nil
            if reason == .stop { state.phase = .stopped }
        }
    }

    private func note(_ session: Session, _ reason: Session.EndReason) {
        let final = session.renditions.last { $0.kind == .final && $0.state == .ready }?.path
        change { state in
            if reason == .completed {
                state.figures.completed += 1
            } else if session.isVisible {
                state.figures.endedEarly += 1
            }
            if let final, let number = session.number { state.last = .init(number: number, finalPhoto: final) }
        }
        if session.isVisible {
            let how = reason == .completed ? "completed" : "ended by \(reason.rawValue)"
            say("session \(label(session)) \(how)\(final.map { ": " + $0 } ?? ", no FinalPhoto")")
        }
    }

    func show(_ session: Session) {
        let final = session.renditions.last { $0.kind == .final && $0.state == .ready }?.path
        let link = record.event.linkBase.flatMap { base in session.token.map { base + $0 } }
        change { state in
            state.session = BoothState.Visit(
                id: session.id, number: session.number, started: session.started,
                captures: session.selectedCaptures.count, slots: session.slots, finalPhoto: final, link: link)
        }
    }

    nonisolated func label(_ session: Session) -> String { session.number.map { "#\($0)" } ?? "without a picture" }
}

/// How a step was left.
enum StepResult {
    /// With this word in the record.
    case done(String)
    case back(Int)
}
