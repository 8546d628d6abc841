import Capture
import PrintOut
import Sessions
import Work

/// Looks at camera and printers every two seconds.
struct DeviceWatch: Sendable {
    let context: Context

    func run() async {
        let camera = CameraWatch(context: context)
        repeat {
            await camera.show()
            await showPrinters()
            await showQueues()
        } while (try? await context.time.sleep(for: .seconds(2))) != nil
    }

    /// Kinds of items that this event sends, each with what is not settled.
    private func showQueues() async {
        let kinds = OutboxItem.Kind.allCases.filter { kind in
            kind == .print ? context.prints != nil : context.record.event.destinations[kind] != nil
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
        var guest: String?
        // One that prints is enough; what keeps the others is told as long as none does.
        for printer in prints.printers where !shown.isReady {
            do throws(PrintError) {
                let condition = try await printer.condition()
                let attention = condition.attention
                shown.isReady = attention == nil
                if attention == nil { shown.printsLeft = condition.printsLeft }
                guest = guest ?? attention?.forGuest
                shown.reason = shown.reason ?? attention.map { "\(printer.name): \($0.forOperator); \($0.remedy)" }
            } catch {
                guest = guest ?? Attention(.serverAway).forGuest
                shown.reason = shown.reason ?? "\(error)"
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
            context.troubles.raise(.printer, guest: guest, remedy: shown.reason ?? "no printer can print")
        }
        let view = shown
        context.view.change { $0.printer = view }
    }
}
