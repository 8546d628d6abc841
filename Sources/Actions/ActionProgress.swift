import Faults
public import Sessions
public import StrictJSON

/// Who follows an action over several sessions while it is under way. Called from any thread.
public struct ActionProgress: Sendable {
    /// Asked before each session: no further one is begun.
    public var isStopped: @Sendable () -> Bool
    /// Called once for each session, with what went wrong with it.
    public var ended: @Sendable (_ number: Int, _ failure: (any Error)?) -> Void

    public init(
        isStopped: @escaping @Sendable () -> Bool = { false },
        ended: @escaping @Sendable (_ number: Int, _ failure: (any Error)?) -> Void = { _, _ in }
    ) {
        (self.isStopped, self.ended) = (isStopped, ended)
    }
}

/// A session of several with which an action failed; the others went on.
public struct ActionFailure: Sendable {
    public let number: Int
    public let error: any Error

    public init(number: Int, error: any Error) { (self.number, self.error) = (number, error) }

    public var json: JSONValue {
        let fault = error as? any Fault
        return .object(present: [
            "number": .integer(number), "state": "failed",
            "error": .string(fault?.problem(without: "session #\(number)") ?? "\(error)"),
            "remedy": (fault?.remedy).map { .string($0) },
        ])
    }
}

/// What became of an action on several sessions.
public struct ActionOutcome<Value: Sendable>: Sendable {
    public var done: [Value] = []
    public var failed: [ActionFailure] = []
}

extension EventRecord {
    /// One session after another: what fails is told, and the others go on. Only one that stands alone fails as a whole. The
    /// history is saved at the end.
    public nonisolated func each<Value: Sendable>(
        _ numbers: [Int], following progress: ActionProgress = ActionProgress(),
        _ body: @Sendable (Session) async throws -> Value
    ) async throws -> ActionOutcome<Value> {
        var outcome = ActionOutcome<Value>()
        for number in numbers where !progress.isStopped() {
            do {
                outcome.done.append(try await body(await session(number: number)))
                progress.ended(number, nil)
            } catch {
                guard numbers.count > 1 else { throw error }
                outcome.failed.append(ActionFailure(number: number, error: error))
                progress.ended(number, error)
            }
        }
        try await saveHistory()
        return outcome
    }
}
