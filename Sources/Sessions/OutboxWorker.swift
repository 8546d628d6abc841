/// Sends what is due, one item after another.
public struct OutboxWorker: Sendable {
    public let record: EventRecord
    public let kinds: Set<OutboxItem.Kind>
    /// Longer than any attempt can take.
    public let lease: Duration
    public let transport: Transport

    public init(
        record: EventRecord, kinds: Set<OutboxItem.Kind>, lease: Duration = .seconds(300),
        transport: @escaping Transport
    ) {
        (self.record, self.kinds, self.lease, self.transport) = (record, kinds, lease, transport)
    }

    /// Until nothing is due or the task is cancelled. Gives how many attempts were made.
    public func drain(now: @Sendable () -> Moment = { .now }) async throws(SessionsError) -> Int {
        var attempts = 0
        while !Task.isCancelled, let item = try await record.claim(kinds, lease: lease, at: now()) {
            let outcome = await transport(item)
            try await record.settle(item, outcome, at: now())
            attempts += 1
        }
        return attempts
    }
}
