import Rigs
import Testing
import Work

@Suite struct TimeSourceTests {
    @Test func aSleeperWakesWhenItsTimeHasCome() async throws {
        let time = ManualTime()
        let source = time.source
        let sleeper = Task { try await source.sleep(for: .seconds(3)) }
        while time.sleepers == 0 { await Task.yield() }
        time.advance(by: .seconds(2))
        #expect(time.sleepers == 1)
        time.advance(by: .seconds(1))
        try await sleeper.value
    }

    @Test func whoIsCancelledDoesNotSleep() async {
        let time = ManualTime()
        let source = time.source
        let sleeper = Task { try await source.sleep(for: .seconds(3)) }
        while time.sleepers == 0 { await Task.yield() }
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
        #expect(time.sleepers == 0)
    }

    @Test func whatTakesTooLongIsLeftBehind() async {
        let time = ManualTime()
        let source = time.source
        #expect(await source.within(.seconds(1)) { 5 } == 5)
        let late = Task { await source.within(.seconds(1)) { try? await source.sleep(for: .seconds(9)) } }
        while time.sleepers < 2 { await Task.yield() }
        time.advance(by: .seconds(1))
        #expect(await late.value == nil)
    }
}
