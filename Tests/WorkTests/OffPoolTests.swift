import Dispatch
import Rigs
import Synchronization
import Testing
import Work

private struct Late: Error {}

@Suite struct OffPoolTests {
    @Test func `Any number of calls may be blocked at a time`() async {
        let gate = DispatchGroup()
        for _ in 0..<32 { gate.enter() }
        // Each waits for all of the others, so that they end only when each has a thread.
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<32 {
                group.addTask {
                    await offPool {
                        gate.leave()
                        gate.wait()
                    }
                }
            }
        }
    }

    @Test func `Errors come through with their type`() async {
        await #expect(throws: Late.self) { try await offPool { () throws(Late) in throw Late() } }
    }

    @Test func `What does not return in time is left behind`() async throws {
        let (time, gate) = (ManualTime(), DispatchSemaphore(value: 0))
        let source = time.source
        let late = Task {
            try await offPool(within: .seconds(3), late: Late(), by: source) { () throws(Late) in gate.wait() }
        }
        while time.sleepers == 0 { await Task.yield() }
        time.advance(by: .seconds(3))
        await #expect(throws: Late.self) { try await late.value }
        gate.signal()
        let early = try await offPool(within: .seconds(3), late: Late(), by: source) { () throws(Late) in 5 }
        #expect(early == 5)
    }

    @Test func `Blocking on the cooperative pool stops a debug build`() async {
        await #expect(processExitsWith: .failure) {
            enforceOffPool()
            await Task.detached { assertOffPool() }.value
        }
        await #expect(processExitsWith: .failure) {
            enforceOffPool()
            await Task.detached { _ = Child(["true"]).run() }.value
        }
        await #expect(processExitsWith: .success) {
            enforceOffPool()
            await offPool { assertOffPool() }
            await offPool { concurrently(8, workers: 4) { _ in assertOffPool() } }
            await MainActor.run { assertOffPool() }
        }
    }
}

@Suite struct ConcurrentlyTests {
    private struct Failure: Error, Equatable { let index: Int }

    @Test(arguments: [1, 3, 64]) func `Each index is done once`(workers: Int) {
        let counts = Mutex([Int](repeating: 0, count: 100))
        concurrently(100, workers: workers) { index in counts.withLock { $0[index] += 1 } }
        #expect(counts.withLock { $0.allSatisfy { $0 == 1 } })
    }

    @Test(arguments: [1, 4]) func `The error of the lowest index is thrown`(workers: Int) {
        #expect(throws: Failure(index: 7)) {
            try concurrently(100, workers: workers) { index throws(Failure) in
                if index >= 7 { throw Failure(index: index) }
            }
        }
    }
}
