/// Runs something that ends when it is told to, a booth, while `body` acts on it; then it is ended, however `body` went.
package func acting<Value>(
    on run: @escaping @Sendable () async throws -> Void, end: @Sendable () async -> Void,
    _ body: () async throws -> Value
) async throws -> Value {
    let running = Task { try await run() }
    let value: Value
    do { value = try await body() } catch {
        await end()
        _ = try? await running.value
        throw error
    }
    await end()
    try await running.value
    return value
}
