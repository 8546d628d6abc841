import PrintOut
import Sessions
import Work

/// Hands prints over as they come and follows them side by side, as many as a queue may hold.
struct PrintLane: Sendable {
    let context: Context
    let prints: EventPrints
    private static let most = 32

    func run() async {
        let wakes = prints.wakes.join(newest: 1)
        await withTaskGroup(of: Void.self) { group in
            var under = 0
            while !Task.isCancelled {
                while under < Self.most,
                    let item = try? await context.record.claim(
                        [.print], lease: EventPrints.lease, at: context.now)
                {
                    under += 1
                    group.addTask { await see(item) }
                }
                if under >= Self.most {
                    await group.next()
                    under -= 1
                    continue
                }
                _ = await context.time.within(.seconds(1)) { for await _ in wakes { return } }
            }
        }
    }

    private func see(_ item: OutboxItem) async {
        let session = (try? await context.record.session(of: item)).map(label) ?? "that is gone"
        let outcome = await prints.print(item) { latency in
            context.view.notePrintJob(after: latency)
        } report: { record in
            switch record.state {
            case .waiting, .sending, .printing: break
            case let state:
                let job = record.job.map { ", job \($0)" } ?? ""
                let what = "session \(session), \(EventPrints.name(of: record.id, in: item)) on \(record.queue)\(job)"
                context.say("\(what): \(state.word)\(state.reason.map { ", " + $0 } ?? "")")
            }
        }
        // Also when the booth is closing: what became of it must be known.
        await Task {
            do throws(SessionsError) { try await context.record.settle(item, outcome, at: context.now) } catch {
                context.say("print: \(error)")
            }
        }.value
        switch outcome {
        case .done:
            context.view.change { $0.figures.printed += EventPrints.copies(item) }
            context.troubles.recovered(.print)
        case .unreachable(let why), .busy(let why, _): context.say("print: \(why)")
        case .refused(let why), .unknown(let why):
            context.troubles.raise(
                .print, guest: "Your picture could not be printed. Please ask for help.",
                remedy: "\(why) (booth outbox list tells its number)")
        }
    }
}
