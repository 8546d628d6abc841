import Rigs
import Sessions
import Synchronization
import Testing
import Work

@testable import Engine

/// Work in the background.
@Suite(.ahead) struct LaneTests {
    private let time = ManualTime()
    private let view = PublishedView()
    private let log = Broadcast<String>()
    private let lanes: BackgroundLanes

    init() { lanes = BackgroundLanes(time: time.source, view: view, log: log) }

    /// A job that lasts until its gate is opened.
    private func gate() -> (stream: AsyncStream<Void>, open: AsyncStream<Void>.Continuation) {
        let (stream, open) = AsyncStream.makeStream(of: Void.self)
        return (stream, open)
    }

    @Test func guestsGoBeforeTheNight() async throws {
        let order = Order()
        let (first, open) = gate()
        await lanes.add(.guest, "GIF of #1") {
            for await _ in first {}
            order.note("guest 1")
        }
        await lanes.add(.night, "night") { order.note("night") }
        await lanes.add(.guest, "GIF of #2") { order.note("guest 2") }
        #expect(view.now.jobs.map(\.what) == ["GIF of #1", "night", "GIF of #2"])
        #expect(view.now.jobs.map(\.isRunning) == [true, false, false])
        open.finish()
        await lanes.idle()
        #expect(order.all == ["guest 1", "guest 2", "night"] && view.now.jobs.isEmpty)
    }

    /// It is left behind, and what it gives later is nobody's.
    @Test func aJobThatNeverEndsHoldsNobodyUp() async throws {
        let order = Order()
        let (stuck, open) = gate()
        let lines = log.join(newest: 10)
        await lanes.add(.guest, "stuck", within: .seconds(120)) { for await _ in stuck {} }
        await lanes.add(.guest, "next") { order.note("next") }
        while time.sleepers < 1 { await Task.yield() }
        time.advance(by: .seconds(120))
        await lanes.idle()
        #expect(order.all == ["next"])
        var said = lines.makeAsyncIterator()
        #expect(await said.next() == "stuck: not done within 120 s, so it is left undone")
        open.finish()
    }

    @Test func `When the booth is closed, what takes too long is cancelled and nothing is begun`() async throws {
        let order = Order()
        let lines = log.join(newest: 10)
        let (stuck, open) = gate()
        let (ended, end) = gate()
        await lanes.add(.guest, "stuck") {
            for await _ in stuck {}
            order.note(Task.isCancelled ? "cancelled" : "done")
            end.finish()
        }
        await lanes.add(.guest, "next") { order.note("next") }
        let closing = Task { await lanes.close(within: .seconds(60)) }
        while time.sleepers < 2 { await Task.yield() }
        time.advance(by: .seconds(60))
        await closing.value
        for await _ in ended {}
        await lanes.add(.night, "late") { order.note("late") }
        await lanes.idle()
        #expect(order.all == ["cancelled"] && view.now.jobs.isEmpty)
        var said = lines.makeAsyncIterator()
        #expect(await said.next() == "stuck: not done when the booth was closed, so it is left undone")
        open.finish()
    }

    private final class Order: Sendable {
        private let words = Mutex<[String]>([])
        var all: [String] { words.withLock { $0 } }
        func note(_ word: String) { words.withLock { $0.append(word) } }
    }
}

/// A session's end and what is still made of it.
@Suite(.ahead) struct BackgroundTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    /// A job of two minutes holds neither the next session nor the watchdog.
    @Test func theNextSessionDoesNotWaitForTheBackground() async throws {
        let engine = try rig.engine(#"{"step":"attract"},{"step":"capture","interval":0},{"step":"gif"}"#)
        let (stuck, open) = AsyncStream.makeStream(of: Void.self)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            await engine.context.lanes.add(.guest, "two minutes") { for await _ in stuck {} }
            try await engine.perform(.next)
            try await engine.until("the end") { $0.figures.completed == 1 }
            let session = try await engine.record.session(number: 1)
            #expect(session.renditions.map(\.state) == [.ready, .placeholder], "its GIF is still to be made")
            rig.time.advance(by: .seconds(2))
            try await engine.until("the next guest's session") { $0.step?.word == "attract" }
            rig.time.advance(by: .seconds(120))
            // Not all that is well: a look at the disk may be under way, which takes none of those two minutes.
            #expect(engine.context.watchdog.isWell)
            open.finish()
            try await engine.until("nothing to be done") { $0.jobs.isEmpty }
        }
        let session = try await engine.record.session(number: 1)
        #expect(session.renditions.map(\.state) == [.ready, .ready])
        #expect(try await engine.record.check() == [])
    }
}
