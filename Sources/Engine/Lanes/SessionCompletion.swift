import Darkroom
import Sessions

/// Makes the FinalPhoto, and what moves, of a session that ended without although its captures are there: it was cut off by a crash,
/// or left while its last picture was on its way. A picture that somebody has deleted does not come back.
struct SessionCompletion: Sendable {
    let context: Context
    let prepared: Prepared

    func isDue(_ session: Session) -> Bool {
        (session.lacksFinalPhoto || session.lacksMotion) && prepared.layout(of: session) != nil
    }

    func complete(_ session: Session) async {
        guard let layout = prepared.layout(of: session), isDue(session) else { return }
        var options = Darkroom.Options()
        (options.finalPhoto, options.animation) = (session.lacksFinalPhoto, session.lacksMotion)
        let darkroom = Darkroom(record: context.record, library: context.options.layouts, options: options)
        do throws(DarkroomError) {
            let made = try await darkroom.develop(session.id, with: layout)
            for one in made {
                context.say("session \(label(session)) has its \(one.kind.title) after all: \(one.path ?? "none")")
            }
            await context.queue(session.id, upTo: .messages)
            guard let path = made.first(where: { $0.kind == .final })?.path, let number = session.number else { return }
            context.view.change { view in
                if number >= view.last?.number ?? 0 { view.last = .init(number: number, finalPhoto: path) }
            }
        } catch { context.say("session \(label(session)): \(error)") }
    }

    /// The same in the background.
    func schedule(_ session: Session) async {
        guard isDue(session) else { return }
        await context.lanes.add(.night, "what \(label(session)) lacks") { await complete(session) }
    }
}

/// How the log names a session.
func label(_ session: Session) -> String { session.number.map { "#\($0)" } ?? "without a picture" }
