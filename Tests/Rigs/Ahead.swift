package import Testing

/// The suite's tests have a thread of their own (`OneThread`), on which they must not block. Tests that compute would hold
/// those of the pool for seconds, and what moves in many small steps would wait among them at each.
package struct Ahead: SuiteTrait, TestTrait, TestScoping {
    package let isRecursive = true

    private struct NoThread: Error, CustomStringConvertible {
        let description = "this Swift runtime has no swift_task_enqueueGlobal_hook"
    }

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        guard OneThread.takesHighPriority else { throw NoThread() }
        // A child of a group would be begun at the priority of its parent.
        try await withoutActuallyEscaping(function) { function in
            let task = Task(priority: .high) { try await function() }
            try await withTaskCancellationHandler { try await task.value } onCancel: { task.cancel() }
        }
    }
}

extension Trait where Self == Ahead {
    package static var ahead: Ahead { Ahead() }
}
