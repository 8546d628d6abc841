import Faults
import Pages
import Sessions
import StrictJSON
import Work

/// Offers prints and puts what the guest wants into the outbox. No guest is promised a print that there will not be.
struct PrintStep: StepWork {
    let copies: Int
    let most: Int

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        let context = walk.context
        guard let prints = context.prints else { return .done("no printer") }
        guard let final = try await walk.finalPhoto()?.path else { return .done("too few captures") }
        if let drawn = try? await walk.drawn() { prints.remember(final, drawn) }
        let left = await left(of: final, prints, walk.session, context)
        guard left > 0 else {
            context.troubles.raise(
                .print, guest: .noPrints,
                remedy: "the prints of this session or event are used up, see limits in workflow.json and in the "
                    + "printer's profile; booth sessions reprint goes beyond them")
            walk.hasNoPrints = true
            return .done("none left")
        }
        let (offered, wanted) = (min(most, left), min(copies, left))
        var count = wanted
        if most > copies || copies == 0 {
            let answer = try await walk.answer(
                step, showing: { $0.usual = wanted },
                asking: {
                    let hint = walk.words["answer.prints", ["most": "\(offered)"]]
                    return Question(choices: (0...offered).map(String.init)) { text in
                        Int(text).map { (0...offered).contains($0) } == true ? nil : hint
                    }
                })
            count = answer.flatMap { Int($0) } ?? wanted
        }
        guard count > 0 else { return .done("none") }
        let payload: JSONValue = ["copies": .integer(count)]
        let item = NewItem(.print, subject: final, destination: prints.destination, payload: payload.text())
        _ = try await context.record.send(item, of: walk.id, at: context.now)
        try await walk.refresh()
        if let waitsSince = walk.waitsSince { prints.expect(final, since: waitsSince) }
        context.say("session \(label(walk.session)): \(count) to print")
        return .done("\(count)")
    }

    /// Any number when nobody can tell: the limits hold all the same when a print is taken on.
    private func left(of final: String, _ prints: EventPrints, _ session: Session, _ context: Context) async -> Int {
        do { return try await prints.left(of: final, in: session) ?? .max } catch {
            context.say("how many prints are left is not known: \(error)")
            return .max
        }
    }
}
