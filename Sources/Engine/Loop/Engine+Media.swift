import Compositor
import Darkroom
import Sessions
import StrictJSON

extension Engine {
    /// The FinalPhoto of the session in hand; made if there is none of these inputs yet. Nil when a slot has no capture.
    func finalPhoto() async throws -> Rendition? {
        guard let visit, let sitting = visit.sitting else { return nil }
        let session = try await record.session(visit.session.id)
        let ready = session.renditions.last { $0.kind == .final && $0.state == .ready }
        if let ready { return ready }
        guard session.hasAllCaptures else { return nil }
        let made = try await bounded(.seconds(60)) {
            let exposure = await onThread { Result { () throws(DarkroomError) in try sitting.expose(session) } }
            return try await sitting.develop(exposure.get())
        }
        if let since = visit.waitsSince { change { $0.figures.finalPhoto.note(.now - since) } }
        if let path = made.path, let number = session.number {
            change { $0.last = .init(number: number, finalPhoto: path) }
        }
        show(try await record.session(session.id))
        return made
    }

    /// Shows what the FinalPhoto would be. It is in memory and nowhere else.
    func preview(_ retake: ScriptStep.Retake?, _ step: ScriptStep, at index: Int) async throws -> StepResult {
        guard let visit, let sitting = visit.sitting else { return .done("skipped") }
        let session = try await record.session(visit.session.id)
        guard session.hasAllCaptures else { return .done("too few captures") }
        let shown = await bounded(.seconds(60)) {
            await onThread { Result { () throws(DarkroomError) in try sitting.expose(session).preview() } }
        }
        previewJPEG = try shown.get()
        defer { previewJPEG = nil }
        change { $0.step?.hasPreview = true }
        let used = visit.retakes[index] ?? 0
        let left = retake.map { max(0, $0.most - used) }
        change { $0.step?.retakesLeft = left }
        let touch = try await touch(until: deadline(in: step.timeout))
        if case .retake? = touch, let retake, let left, left > 0 {
            self.visit?.retakes[index] = used + 1
            return .back(retake.target)
        }
        return .done(touch == nil ? "accepted by itself" : "accepted")
    }

    /// Made behind the guest's back; the session's end waits for it.
    func animate() async throws -> StepResult {
        guard let visit, let press, press.template.layout.animation != nil else { return .done("skipped") }
        guard try await finalPhoto() != nil else { return .done("too few captures") }
        var options = Darkroom.Options()
        options.finalPhoto = false
        let darkroom = Darkroom(record: record, library: self.options.layouts, options: options)
        let (id, before) = (visit.session.id, background)
        background = Task {
            await before?.value
            do throws(DarkroomError) { _ = try await darkroom.develop(id, with: press) } catch { say("\(error)") }
        }
        return .done("done")
    }

    func offerPrints(_ copies: Int, _ most: Int, _ step: ScriptStep) async throws -> StepResult {
        guard let visit, let prints else { return .done("no printer") }
        guard let final = try await finalPhoto()?.path else { return .done("too few captures") }
        if visit.sitting != nil { prints.remember(final, try await exposed()) }
        let left = await printsLeft(of: final, prints) ?? .max
        guard left > 0 else {
            trouble(
                .print, guest: "There are no more prints to have; your pictures are safe.",
                remedy: "the prints of this session or event are used up, see limits in workflow.json and in the "
                    + "printer's profile; booth sessions reprint goes beyond them")
            self.visit?.hasNoPrints = true
            return .done("none left")
        }
        let (offered, wanted) = (min(most, left), min(copies, left))
        var count = wanted
        if most > copies || copies == 0 {
            let text = try await answer(step, choices: (0...offered).map(String.init)) { text in
                Int(text).map { (0...offered).contains($0) } == true ? nil : "0 to \(offered) prints"
            }
            count = text.flatMap { Int($0) } ?? wanted
        }
        guard count > 0 else { return .done("none") }
        let payload: JSONValue = ["copies": .integer(count)]
        _ = try await record.send(
            NewItem(.print, subject: final, destination: prints.destination, payload: payload.text()),
            of: visit.session.id)
        if let since = self.visit?.waitsSince { prints.expect(final, since: since) }
        say("session \(label(try await record.session(visit.session.id))): \(count) to print")
        return .done("\(count)")
    }

    /// Nil is any number, also when nobody can tell: the limits hold all the same when a print is taken on.
    private func printsLeft(of final: String, _ prints: EventPrints) async -> Int? {
        guard let visit else { return nil }
        do { return try await prints.left(of: final, in: record.session(visit.session.id)) } catch {
            say("how many prints are left is not known: \(error)")
            return nil
        }
    }

    /// The canvas of the FinalPhoto that was just made, so that the print need not be composed again.
    private func exposed() async throws -> Exposure? {
        guard let visit, let sitting = visit.sitting else { return nil }
        let session = try await record.session(visit.session.id)
        return try? await onThread { Result { () throws(DarkroomError) in try sitting.expose(session) } }.get()
    }

    /// Puts all that is to be sent into the outbox, and shows the link.
    func share(_ step: ScriptStep) async throws -> StepResult {
        guard let id = visit?.session.id else { return .done("skipped") }
        let session = try await record.session(id)
        let media = session.renditions.filter { $0.state == .ready && [.final, .gif].contains($0.kind) }.compactMap(
            \.path)
        let paths: JSONValue = ["media": .array(media.map { .string($0) })]
        var items: [NewItem] = []
        func destined(_ kind: OutboxItem.Kind, _ subject: String, _ payload: JSONValue) {
            guard let destination = record.event.destinations[kind], session.allows(kind.purpose, in: record.event)
            else { return }
            items.append(NewItem(kind, subject: subject, destination: destination, payload: payload.text()))
        }
        for path in media { destined(.media, path, [:]) }
        for input in session.inputs {
            switch input.kind {
            case .email: destined(.email, input.value, paths)
            case .phone: destined(.sms, input.value, paths)
            case .survey: destined(.survey, input.name, ["answer": .string(input.value)])
            case .consent: break
            }
        }
        for item in items { _ = try await record.send(item, of: id) }
        _ = try await touch(until: deadline(in: step.timeout))
        return .done("done")
    }

    /// Asks a service and waits for as long as the step has. An answer that comes later is not waited for, and never lands
    /// in another session: the item carries this one's id.
    func ask(_ request: ScriptStep.Request, _ step: ScriptStep) async throws -> StepResult {
        guard let id = visit?.session.id else { return .done("skipped") }
        let session = try await record.session(id)
        guard let capture = session.selectedCaptures.last else { return .done("too few captures") }
        guard session.allows(.ai, in: record.event) else { return .done("no consent") }
        guard options.transports[.ai] != nil else {
            trouble(
                .ai, guest: "The magic takes a break today; your pictures are fine.",
                remedy: "nothing carries AI requests to \(request.destination); sessions go on without")
            return .done("unreachable")
        }
        let payload: JSONValue = ["prompt": .string(request.prompt)]
        let item = try await record.send(
            NewItem(.ai, subject: capture.path, destination: request.destination, payload: payload.text()), of: id)
        let end = deadline(in: step.timeout) ?? .now + .seconds(3600)
        while ContinuousClock.now < end {
            if case .next? = try await touch(until: min(end, .now + .milliseconds(200))) { return .done("passed over") }
            switch try await record.session(id).outbox.first(where: { $0.id == item.id })?.state {
            case .done?:
                settled(.ai)
                return .done("done")
            case .dead?, .cancelled?, .unknown?: return .done("refused")
            default: break
            }
        }
        trouble(
            .ai, guest: "The magic takes a break today; your pictures are fine.",
            remedy: "\(request.destination) did not answer in time")
        return .done("no answer")
    }
}
