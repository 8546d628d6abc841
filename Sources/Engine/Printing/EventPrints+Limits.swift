import PrintOut
import Sessions
import Work

extension EventPrints {
    /// The workflow's limits; where it sets none, those of the printer's profile.
    func limits(_ printer: PrintLimits) -> PrintLimits {
        PrintLimits(
            session: limits.session ?? printer.session, picture: limits.picture ?? printer.picture,
            event: limits.event ?? printer.event, queue: printer.queue)
    }

    /// How many more prints of a FinalPhoto its session may have; nil is any number. What waits to be taken on counts. A
    /// printer that does not answer at once is not waited for: when it takes a print on, its own limits hold all the same.
    func left(of path: String, in session: Session) async throws -> Int? {
        let (profiles, printer) = (profiles, printers.first)
        let own = await time.within(.seconds(1)) {
            guard let printer else { return PrintLimits() }
            return (try? await profiles.profile(of: printer))?.limits ?? PrintLimits()
        }
        var desk = desk
        desk.limits = limits(own ?? PrintLimits())
        return try await desk.left(session: session.id, picture: path, besides: waiting(for: session))
    }

    /// The prints in the outbox, as the ledger will have them.
    private func waiting(for session: Session) async throws -> [PrintRecord] {
        let waiting = try await record.outbox(kinds: [.print], states: [.pending, .sending], limit: .max)
        return try waiting.flatMap { queued in
            try (1...queued.item.copies).map { copy in
                let id = try Self.id(of: queued.item, session: queued.session).copy(copy)
                var print = PrintRecord(
                    id: id, queue: queued.item.destination, media: nil, at: time.wall / 1000)
                print.session = queued.session == session.number ? session.id : nil
                print.picture = queued.item.subject
                return print
            }
        }
    }
}
