import Faults
import PrintOut
import Sessions
import Work

/// Sees a print through and tells what comes of it.
struct PrintSending: Sendable {
    let context: Context
    let prints: EventPrints

    func send(_ item: OutboxItem) async -> SendOutcome {
        let session = (try? await context.record.session(of: item)).map(label) ?? "that is gone"
        let outcome = await prints.print(item) { latency in
            context.view.notePrintJob(after: latency)
        } report: { record in
            switch record.state {
            case .printing: context.view.note(print: item.key, .printing)
            case .waiting, .queued, .attention: context.view.note(print: item.key, .waiting)
            case .sending, .printed, .failed, .cancelled, .unknown: break
            }
            switch record.state {
            case .waiting, .sending, .printing: break
            case let state:
                let job = record.job.map { ", job \($0)" } ?? ""
                let what = "session \(session), \(EventPrints.name(of: record.id, in: item)) on \(record.queue)\(job)"
                context.say("\(what): \(state.word)\(state.reason.map { ", " + $0 } ?? "")")
            }
        }
        switch outcome {
        case .done, .refused, .unknown: break
        case .unreachable(let why), .busy(let why, _), .blocked(let why): context.say("print: \(why)")
        }
        return outcome
    }

    /// Shows what came of a print, which the record has by then.
    func show(_ item: OutboxItem, _ outcome: SendOutcome) {
        switch outcome {
        case .done:
            prints.settled(item)
            context.view.note(print: item.key, .printed)
            context.view.change { $0.figures.printed += item.copies }
            context.troubles.recovered(.print)
        case .unreachable, .busy, .blocked: context.view.note(print: item.key, .waiting)
        case .refused(let why), .unknown(let why):
            prints.settled(item)
            context.view.note(print: item.key, .failed)
            context.troubles.raise(
                .print, guest: .print,
                remedy: "\(why) (booth outbox list tells its number)")
        }
    }
}
