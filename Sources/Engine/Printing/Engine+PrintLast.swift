import Faults
import Sessions
import Work

extension Engine {
    /// Prints the newest FinalPhoto once more: one at a time, and with a pause after each, because something may lie on the key.
    /// The limits hold; whoever wants more says so with `booth sessions reprint`.
    func printLast() async throws(Refusal) -> OperatorView {
        guard let prints = context.prints else {
            throw Refusal(.notNow, "no printer: start the booth with --printer")
        }
        guard !isAskingForPrint else { throw Refusal(.notNow, "one more print is being asked for already") }
        isAskingForPrint = true
        defer { isAskingForPrint = false }
        guard let last = view.now.last else { throw Refusal(.notNow, "the event has no FinalPhoto yet") }
        let picture = "session #\(last.number)"
        if let since = prints.timeSinceOneMore(of: last.finalPhoto), since < options.printPause {
            let left = Int(((options.printPause - since) / .seconds(1)).rounded(.up))
            throw Refusal(
                .notNow, "\(picture) was printed once more just now; ask again in \(counted(left, "second"))")
        }
        let (session, waiting): (Session, [QueuedItem])
        do throws(SessionsError) {
            session = try await record.session(number: last.number)
            waiting = try await record.outbox(kinds: [.print], states: [.pending, .sending], limit: .max)
        } catch { throw Refusal(.notNow, "the print cannot be asked for", remedy: context.remedy(for: error)) }
        guard !waiting.contains(where: { $0.item.subject == last.finalPhoto }) else {
            throw Refusal(.notNow, "a print of \(picture) is under way; ask for one more when it is out")
        }
        guard await isAllowed(last.finalPhoto, session, prints) else {
            throw Refusal(
                .notNow,
                "\(picture) has had all prints that the limits allow; booth sessions reprint goes beyond them")
        }
        do throws(SessionsError) {
            _ = try await record.reprint(
                session.id, path: last.finalPhoto, destination: prints.destination, at: context.now)
        } catch { throw Refusal(.notNow, "the print cannot be asked for", remedy: context.remedy(for: error)) }
        let when = view.now.printer?.isReady == false ? "; it waits until a printer can print" : ""
        context.say("\(picture): one more print is asked for\(when)")
        return view.now
    }

    /// Also when nobody can tell how many are left, as for a guest's own print.
    private func isAllowed(_ path: String, _ session: Session, _ prints: EventPrints) async -> Bool {
        do { return try await prints.left(of: path, in: session).map { $0 > 0 } ?? true } catch { return true }
    }
}
