import Sessions
import Work

/// Sends what the outbox has of one kind.
struct SendLane: Sendable {
    let context: Context
    let kind: OutboxItem.Kind
    let transport: Transport

    func run() async {
        let worker = OutboxWorker(record: context.record, kinds: [kind], transport: transport)
        repeat {
            _ = try? await worker.drain(now: { context.now })
        } while (try? await context.time.sleep(for: .milliseconds(500))) != nil
    }
}
