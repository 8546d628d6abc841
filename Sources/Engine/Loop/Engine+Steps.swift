import Capture
import Darkroom
import Effects
import Sessions
import StrictJSON
import Work

extension Engine {
    /// Does one step and says how it was left.
    func perform(_ step: ScriptStep, at index: Int, of session: Session) async throws -> StepResult {
        switch step.kind {
        case .attract: return try await attract()
        case .countdown(let seconds):
            try await countDown(seconds)
            return .done("done")
        case .capture(let shots): return try await shoot(shots, step, at: index)
        case .preview(let retake): return try await preview(retake, step, at: index)
        case .select(let count): return try await select(count, step)
        case .survey(let question):
            return try await collect(.survey, name: question.key, choices: question.choices, step) { text in
                question.choices.isEmpty || question.choices.contains(text) ? nil : "choose one of the answers"
            }
        case .email:
            return try await collect(.email, step) { text in
                text.wholeMatch(of: /[^@\s]+@[^@\s]+\.[^@\s.]+/) == nil ? "that is no email address" : nil
            }
        case .phone:
            return try await collect(.phone, step) { text in
                text.wholeMatch(of: /\+?[0-9][0-9 ()\/.-]{4,24}/) == nil ? "that is no telephone number" : nil
            }
        case .consent(let key, let isRequired): return try await consent(key, isRequired, step)
        case .effect(let choices): return try await chooseEffect(choices, step)
        case .ai(let request): return try await ask(request, step)
        case .save: return .done(try await finalPhoto() == nil ? "too few captures" : "done")
        case .gif: return try await animate()
        case .print(let copies, let most): return try await offerPrints(copies, most, step)
        case .share: return try await share(step)
        case .pause(let seconds):
            _ = try await touch(until: deadline(in: seconds))
            return .done("done")
        case .command(let words): return try await run(words, step)
        }
    }

    private func attract() async throws -> StepResult {
        // Sessions by number begin by themselves.
        guard options.sessions == nil, !startsAtOnce else {
            startsAtOnce = false
            return .done("done")
        }
        _ = try await touch(until: nil)
        return .done("done")
    }

    /// Counts to the moment of the shot; the camera focuses meanwhile. What its shutter is late by, it is asked earlier.
    func countDown(_ seconds: Double) async throws {
        let length = Duration.seconds(seconds / options.pace)
        let end = ContinuousClock.now + length
        let shown = Moment.now + length
        change { state in
            state.step?.fireAt = shown
            state.step?.deadline = shown
        }
        let focus = Task { try? await camera.prepare() }
        defer { focus.cancel() }
        let lag = shutterLags.sorted().dropFirst(shutterLags.count / 2).first ?? .zero
        _ = try await touch(until: end - min(lag, .seconds(1)))
    }

    /// Waits for an answer that `flaw` has nothing against; nil when the guest passes on or leaves.
    func answer(
        _ step: ScriptStep, choices: [String] = [], flaw: (String) -> String? = { _ in nil }
    ) async throws -> String? {
        change { state in
            state.step?.asks = true
            state.step?.choices = choices
        }
        var end = deadline(in: step.timeout)
        while let touch = try await touch(until: end) {
            switch touch {
            case .present: break
            case .answer(let said):
                let text = meant(by: said, among: choices)
                guard let flaw = flaw(text) else {
                    change { $0.step?.hint = nil }
                    return text
                }
                change { $0.step?.hint = flaw }
            default: return nil
            }
            // Somebody is there: the time begins anew.
            end = deadline(in: step.timeout)
        }
        return nil
    }

    private func collect(
        _ kind: Session.Input.Kind, name: String = "", choices: [String] = [], _ step: ScriptStep,
        flaw: (String) -> String?
    ) async throws -> StepResult {
        guard let id = visit?.session.id,
            let text = try await answer(
                step, choices: choices,
                flaw: { text in text.isEmpty || text.utf8.count > 4_000 ? "please write something" : flaw(text) })
        else { return .done("no answer") }
        _ = try await record.keep(kind, name: name, value: text, in: id)
        show(try await record.session(id))
        return .done("done")
    }

    private func consent(_ key: String, _ isRequired: Bool, _ step: ScriptStep) async throws -> StepResult {
        guard let id = visit?.session.id else { return .done("skipped") }
        let answer = try await answer(step, choices: ["yes", "no"]) { text in
            ["yes", "no"].contains(text) ? nil : "yes or no?"
        }
        if let answer { _ = try await record.keep(.consent, name: key, value: answer, in: id) }
        guard answer == "yes" || !isRequired else {
            throw EarlyEnd(reason: .restart, why: "no consent to \"\(key)\"", isRefused: true)
        }
        return .done(answer ?? "no answer")
    }

    private func chooseEffect(_ choices: [ScriptStep.Choice], _ step: ScriptStep) async throws -> StepResult {
        guard let visit else { return .done("skipped") }
        let titles = choices.map(\.title)
        let title = try await answer(step, choices: titles) { titles.contains($0) ? nil : "choose one of these" }
        let choice = choices.first { $0.title == title } ?? choices[0]
        let effects = try await kept(choice.effect.map { [$0] } ?? [])
        try await record.choose(effects: effects.map(\.canonical), in: visit.session.id)
        let session = try await record.session(visit.session.id)
        let sitting = visit.sitting
        try await offPool { () throws(DarkroomError) in try sitting?.choose(effects, of: session) }
        return .done(choice.title)
    }

    /// Which pictures: "1,3,4", counted in the order in which they were taken.
    private func select(_ count: Int?, _ step: ScriptStep) async throws -> StepResult {
        guard let id = visit?.session.id else { return .done("skipped") }
        let session = try await record.session(id)
        let shots = Array(Set(session.captures.filter(\.selected).map(\.shot))).sorted()
        let wanted = count ?? max(session.slots, 1)
        func chosen(_ text: String) -> [Int]? {
            let numbers = text.split(separator: ",").map { Int($0.trimmed) ?? 0 }
            let isFine = numbers.count == wanted && Set(numbers).count == wanted
            return isFine && numbers.allSatisfy { (1...shots.count).contains($0) } ? numbers.map { shots[$0 - 1] } : nil
        }
        guard shots.count > wanted else { return .done("all") }
        let text = try await answer(step, choices: shots.indices.map { "\($0 + 1)" }) { text in
            chosen(text) == nil ? "choose \(wanted) of \(shots.count), such as 1,2" : nil
        }
        let picked = Set(text.flatMap(chosen) ?? Array(shots.prefix(wanted)))
        try await record.select(Set(session.captures.filter { picked.contains($0.shot) }.map(\.id)), in: id)
        show(try await record.session(id))
        return .done(text == nil ? "the first \(wanted)" : "done")
    }
}
