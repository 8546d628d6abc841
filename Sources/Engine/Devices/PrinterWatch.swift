import Faults
import PrintOut
import Sessions
import Work

/// Looks every two seconds at the printers and at what waits to be sent.
struct PrinterWatch: Sendable {
    let context: Context

    func run() async {
        repeat {
            await showPrinters()
            await showQueues()
        } while (try? await context.time.sleep(for: .seconds(2))) != nil
    }

    /// Kinds of items that this event sends, each with what is not settled.
    private func showQueues() async {
        let kinds = OutboxItem.Kind.allCases.filter { kind in
            kind == .print ? context.prints != nil : !context.record.event.destinations(of: kind).isEmpty
        }
        var queues: [OperatorView.Queue] = []
        for kind in kinds {
            func count(_ states: Set<OutboxItem.State>) async -> Int {
                (try? await context.record.outboxCount(kinds: [kind], states: states)) ?? 0
            }
            queues.append(
                .init(
                    kind: kind, waiting: await count([.pending, .sending]), unknown: await count([.unknown]),
                    dead: await count([.dead])))
        }
        let shown = queues
        context.view.change { $0.queues = shown }
    }

    private func showPrinters() async {
        guard let prints = context.prints else { return }
        var shown = OperatorView.PrinterView(
            name: prints.destination, isReady: false, waiting: await context.waitingPrints())
        var guest: GuestNotice?
        // Who reads of several needs to know which.
        func named(_ printer: any Printer, _ reason: String) -> String {
            prints.printers.count == 1 ? reason : "\(printer.name): \(reason)"
        }
        // One that prints is enough; what keeps the others is told as long as none does.
        for printer in prints.printers where !shown.isReady {
            do throws(PrintError) {
                let condition = try await printer.condition()
                let attention = condition.attention
                shown.isReady = attention == nil
                if attention == nil { shown.printsLeft = condition.printsLeft }
                guest = guest ?? attention?.forGuest
                shown.reason = shown.reason ?? attention.map { named(printer, "\($0.forOperator); \($0.remedy)") }
            } catch {
                guest = guest ?? Attention(.serverAway).forGuest
                shown.reason = shown.reason ?? named(printer, error.description(without: "queue \(printer.name)"))
            }
        }
        if shown.isReady {
            shown.reason = nil
            // What could not be handed over meanwhile need not wait until its next attempt.
            if context.view.now.troubles.contains(where: { $0.about == .printer }) {
                try? await context.record.hasten(.print, at: context.now)
            }
            context.troubles.recovered(.printer)
        } else {
            // Among other troubles it is said whose it is.
            let reason = shown.reason.map { prints.printers.count == 1 ? "\(shown.name): \($0)" : $0 }
            context.troubles.raise(.printer, guest: guest, remedy: reason ?? "no printer can print")
        }
        let view = shown
        context.view.change { $0.printer = view }
    }
}
