import Capture
import Rigs
import Sessions
import Testing
import Work

@testable import Engine

/// The live view that screens ask for, by a clock of the test's own.
@Suite(.ahead) struct LiveFeedTests {
    private let steps =
        #"{"step":"attract"},{"step":"countdown","seconds":10},{"step":"capture","shots":2,"interval":10},{"step":"save"}"#

    private struct Booth {
        let rig: Rig
        let camera: FolderCamera
        let engine: Engine

        /// What comes of a wish while time passes.
        func next(after number: Int) async -> LiveFeed.Frame? {
            await rig.time.passing { await engine.live.next(after: number) }
        }
    }

    private func countingDown(frameRate: Double? = 25, _ body: (Booth) async throws -> Void) async throws {
        let rig = try Rig()
        let camera = FolderCamera(testPictures: frameRate, time: rig.time.source)
        let engine = try rig.engine(steps, camera: camera)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await engine.until(step: "countdown")
            try await body(Booth(rig: rig, camera: camera, engine: engine))
        }
    }

    @Test func `The camera shows its live view while somebody wants it, and two seconds longer`() async throws {
        try await countingDown { booth in
            #expect(await booth.camera.status.state == .ready)
            let first = try #require(await booth.next(after: 0))
            #expect(await booth.camera.status.state == .previewing)
            let second = try #require(await booth.next(after: first.number))
            #expect(second.number > first.number && booth.engine.live.isRunning)
            let time = booth.rig.time
            while booth.engine.live.isRunning {
                time.advance(by: .milliseconds(100))
                await Task.yield()
            }
            try await time.passing {
                while await booth.camera.status.state != .ready { try await time.source.sleep(for: .milliseconds(50)) }
            }
        }
    }

    @Test func `A frame is waited for two seconds where there is no live view`() async throws {
        try await countingDown(frameRate: nil) { booth in
            let before = booth.rig.time.now
            #expect(await booth.next(after: 0) == nil)
            #expect(booth.rig.time.now - before == .seconds(2))
        }
    }

    @Test func `Nothing is shown at a step without it, and the camera is left alone`() async throws {
        let rig = try Rig()
        let camera = FolderCamera(testPictures: 25, time: rig.time.source)
        let engine = try rig.engine(steps, camera: camera)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            let before = rig.time.now
            #expect(await rig.time.passing { await engine.live.next(after: 0) } == nil)
            #expect(rig.time.now - before == .seconds(2))
            #expect(await camera.status.counters.frames == 0)
        }
    }

    @Test func `At rest a screen that shows the live view gets ten frames a second at most`() async throws {
        let rig = try Rig()
        var event = Event(name: "Emma & Noah", date: "14 June 2026")
        (event.reserve, event.layouts, event.theme.background) = (0, ["duo"], "live")
        _ = try EventRecord.create(event, workflow: rig.workflow(steps), in: rig.folder)
        let engine = try rig.engine(steps, camera: FolderCamera(testPictures: 25, time: rig.time.source))
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            let frame = try #require(await rig.time.passing { await engine.live.next(after: 0) })
            let began = rig.time.now
            var last = frame.number
            for _ in 1...5 {
                last = try #require(await rig.time.passing { await engine.live.next(after: last) }).number
            }
            #expect(rig.time.now - began >= .milliseconds(500))
        }
    }

    @Test func `What was seen before a shot is not shown after it`() async throws {
        try await countingDown(frameRate: 5) { booth in
            let before = try #require(await booth.next(after: 0))
            #expect(booth.engine.live.isShown(before))
            let place = booth.engine.view.now.place
            try await booth.rig.tick(booth.engine, until: "the next countdown") { view in
                view.place != place && view.step?.shot == 2 && view.step?.fireAt != nil
            }
            #expect(!booth.engine.live.isShown(before))
            let after = try #require(await booth.next(after: 0))
            #expect(after.number > before.number && booth.engine.live.isShown(after))
        }
    }

    @Test func `Many who wait get the same frame, and who has one of another launch gets any`() async throws {
        try await countingDown { booth in
            let feed = booth.engine.live
            let frames = await booth.rig.time.passing {
                await withTaskGroup(of: Int?.self) { group in
                    for _ in 0..<20 { group.addTask { await feed.next(after: 0)?.number } }
                    return await group.reduce(into: Set<Int?>()) { $0.insert($1) }
                }
            }
            #expect(frames.count <= 2 && !frames.contains(nil), "\(frames)")
            #expect(await booth.next(after: 1_000_000) != nil)
        }
    }

    @Test func `Who wants fewer frames passes some over`() async throws {
        try await countingDown { booth in
            let first = try #require(await booth.next(after: 0)).number
            let later = await booth.rig.time.passing { await booth.engine.live.next(after: first, skipping: 3) }
            #expect(try #require(later).number >= first + 2)
        }
    }

    @Test func `A session that ends takes its frames with it`() async throws {
        try await countingDown { booth in
            let frame = try #require(await booth.next(after: 0))
            try await booth.engine.perform(.stop)
            #expect(!booth.engine.live.isShown(frame))
            #expect(await booth.next(after: 0) == nil)
        }
    }
}
