import Darkroom
import Sessions

extension Engine {
    /// A session that ended before all of it was there, cut off by a crash or left while its last picture was on its way,
    /// gets its FinalPhoto as soon as every slot has its capture. One that somebody has deleted does not come back.
    func complete(_ session: Session) async {
        let finals = session.renditions.filter { $0.kind == .final }
        guard let press, session.state == .finished, session.hasAllCaptures, session.layout == press.name,
            !finals.isEmpty, finals.allSatisfy({ $0.state != .ready })
        else { return }
        var options = Darkroom.Options()
        options.animation = false
        let darkroom = Darkroom(record: record, library: self.options.layouts, options: options)
        do throws(DarkroomError) {
            let made = try await darkroom.develop(session.id, with: press)
            say("session \(label(session)) has its FinalPhoto after all: \(made.first?.path ?? "none")")
        } catch { say("session \(label(session)): \(error)") }
    }
}
