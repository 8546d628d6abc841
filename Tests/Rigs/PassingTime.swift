package import Testing
package import Work

/// Each test of the suite has a clock of its own, `TimeSource.ofTest`, by which time passes only while nobody does anything
/// (`ManualTime.passing`).
package struct PassingTime: SuiteTrait, TestTrait, TestScoping {
    package let isRecursive = true

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        let time = ManualTime()
        try await Ahead().provideScope(for: test, testCase: testCase) {
            try await ManualTime.$current.withValue(time) { try await time.passing(function) }
        }
    }
}

extension Trait where Self == PassingTime {
    package static var passingTime: PassingTime { PassingTime() }
}

extension ManualTime {
    @TaskLocal package static var current: ManualTime?
}

extension TimeSource {
    /// That of the test that runs; the machine's own where it has none.
    package static var ofTest: TimeSource { ManualTime.current?.source ?? .system }
}
