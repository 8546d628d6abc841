public import Sessions
public import Work

/// Sends what waits in an outbox while no booth runs on the event, by the same rules as a booth.
///
///     let errand = SendingErrand(record: record, sender: sender)
///     try await errand.run(.untilEmpty) { item, outcome in … }
public struct SendingErrand: Sendable {
    public enum End: Sendable {
        /// Nothing more can go at the moment: each item has ended, or has to wait.
        case pause
        /// Each item has ended.
        case untilEmpty
    }

    private let record: EventRecord
    private let routes: [OutboxRoute]
    private let time: TimeSource

    /// - Parameter only: the name of the one destination that is sent to; nil: all.
    public init(record: EventRecord, sender: EventSender, only: String? = nil, time: TimeSource = .system) {
        (self.record, self.time) = (record, time)
        routes = sender.routes.filter { only == nil || $0.destination == only }
    }

    /// How many items have not ended that may be sent.
    public func waiting() async throws(SessionsError) -> Int {
        var count = 0
        for name in routes.compactMap(\.destination) {
            count += try await record.outboxCount(
                kinds: routes[0].kinds, states: [.pending, .sending], destination: name)
        }
        return count
    }

    /// - Parameters:
    ///   - isStopped: asked all the time: then nothing more is begun.
    ///   - settled: hears what came of each attempt.
    /// - Throws: `anotherSends` when a booth, or another errand, sends what is in the outbox.
    public func run(
        _ end: End, isStopped: @escaping @Sendable () -> Bool = { false },
        settled: @escaping @Sendable (OutboxItem, SendOutcome) -> Void = { _, _ in }
    ) async throws(SessionsError) {
        let routes = routes.map { route in
            var route = route
            route.settled = settled
            return route
        }
        let sender = OutboxSender(record: record, routes: routes, time: time)
        try await sender.run(asking: .milliseconds(100)) {
            if isStopped() { return true }
            let moment = Moment(milliseconds: time.wall)
            let isDone = end == .pause ? try? await record.isPaused(routes, at: moment) : try? await waiting() == 0
            return isDone ?? false
        }
    }
}
