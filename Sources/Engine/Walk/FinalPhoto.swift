import Darkroom
import Sessions
import Work

extension Walk {
    /// The FinalPhoto of the session; made if there is none of these inputs yet. Nil when a slot has no capture.
    func finalPhoto() async throws -> Rendition? {
        guard let composer else { return nil }
        try await refresh()
        if let ready = session.renditions.last(where: { $0.kind == .final && $0.state == .ready }) { return ready }
        guard session.hasAllCaptures else { return nil }
        let session = session
        let made = try await context.watchdog.promising(within: .seconds(60)) {
            let drawn = try await context.time.offPool { () throws(DarkroomError) in try composer.draw(session) }
            return try await composer.develop(drawn)
        }
        if let waitsSince { context.view.noteFinalPhoto(after: context.time.now - waitsSince) }
        if let path = made.path, let number = session.number {
            context.view.change { $0.last = .init(number: number, finalPhoto: path) }
        }
        await context.queue(id)
        try await refresh()
        return made
    }

    /// What is drawn of the session now, kept in memory by its composer.
    func drawn() async throws -> DrawnFinalPhoto? {
        guard let composer else { return nil }
        let session = session
        return try await context.watchdog.promising(within: .seconds(60)) {
            try await context.time.offPool { () throws(DarkroomError) in try composer.draw(session) }
        }
    }
}
