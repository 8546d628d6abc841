/// What `body` gives, or nil when the time is over; then it is cancelled and left behind.
func within<Value: Sendable>(
    _ time: Duration, _ body: @escaping @Sendable () async -> Value
) async -> Value? {
    let (first, answers) = (Task { await body() }, AsyncStream<Value?>.makeStream())
    Task {
        answers.continuation.yield(await first.value)
    }
    Task {
        try? await Task.sleep(for: time)
        answers.continuation.yield(nil)
    }
    defer { first.cancel() }
    for await answer in answers.stream { return answer }
    return nil
}
