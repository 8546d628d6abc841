import Synchronization
import Testing
import Work

@Suite struct BroadcastTests {
    @Test func everyReaderGetsTheNewestThatItWasTooSlowFor() async {
        let broadcast = Broadcast<Int>()
        let (newest, all) = (broadcast.join(newest: 1), broadcast.join(newest: 8))
        for number in 1...3 { broadcast.send(number) }
        broadcast.finish()
        var heard: [[Int]] = []
        for stream in [newest, all] { heard.append(await stream.reduce(into: []) { $0.append($1) }) }
        #expect(heard == [[3], [1, 2, 3]])
    }

    @Test func whoComesLateHearsOnlyWhatComes() async {
        let broadcast = Broadcast<Int>()
        broadcast.send(1)
        let stream = broadcast.join(newest: 8)
        broadcast.send(2)
        broadcast.finish()
        #expect(await stream.reduce(into: []) { $0.append($1) } == [2])
    }

    @Test func whoComesAfterTheEndHearsIt() async {
        let broadcast = Broadcast<Int>()
        broadcast.finish()
        #expect(await broadcast.join(newest: 8).reduce(into: []) { $0.append($1) } == [])
        #expect(broadcast.isEmpty)
    }

    @Test func itKnowsWhetherAnybodyReads() async {
        let broadcast = Broadcast<Int>()
        let changes = Mutex(0)
        #expect(broadcast.isEmpty)
        let reader = Task { [stream = broadcast.join(newest: 1) { changes.withLock { $0 += 1 } }] in
            for await _ in stream {}
        }
        #expect(!broadcast.isEmpty)
        reader.cancel()
        await reader.value
        #expect(broadcast.isEmpty && changes.withLock { $0 } == 2, "one change as it came, one as it went")
    }
}
