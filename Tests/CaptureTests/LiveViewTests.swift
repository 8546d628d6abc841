import Rigs
import Synchronization
import Testing
import Work

@testable import Capture

@Suite(.passingTime) struct LiveViewTests {
    @Test func `Frames come while somebody watches, at no more than the rate, and stop then`() async throws {
        let body = FakeBody()
        try await with(body.camera { $0.frameRate = 50 }) { camera in
            let began = TimeSource.ofTest.now
            var count = 0
            for await frame in await camera.liveView() {
                count += 1
                #expect(frame.jpeg == body.jpeg)
                #expect(await camera.status.state == .previewing)
                if count == 10 { break }
            }
            #expect(TimeSource.ofTest.now - began > .milliseconds(170))
            #expect(await eventually { await camera.status.state == .ready })
            let asked = body.count("preview")
            try await TimeSource.ofTest.sleep(for: .milliseconds(100))
            #expect(body.count("preview") == asked)
        }
    }

    @Test func `Live view goes on after a shot, and the newest frame wins`() async throws {
        let body = FakeBody()
        let scratch = try Scratch()
        try await with(body.camera()) { camera in
            var frames = await camera.liveView().makeAsyncIterator()
            _ = await frames.next()
            _ = try await camera.capture(scratch.request())
            try await TimeSource.ofTest.sleep(for: .milliseconds(300))
            let shown = await camera.status.counters.frames
            #expect(try #require(await frames.next()).number >= shown)
            #expect(await frames.next() != nil)
        }
    }

    @Test func `Live view is begun anew before the body's own limit, with its profiles`() async throws {
        let body = FakeBody {
            $0.settings["viewfinder"] = ("1", ["0", "1"])
            $0.settings["exposure"] = ("dark", ["dark", "bright"])
        }
        let camera = body.camera {
            ($0.renewal, $0.frameRate) = (.milliseconds(300), 50)
            $0.preview = SettingsProfile([.init(["exposure"], ["bright"])])
            $0.still = SettingsProfile([.init(["nothing", "exposure"], ["dark"])])
        }
        let scratch = try Scratch()
        func sets(_ name: String, _ value: String) -> Int {
            body.state.withLock { $0.requests.count { $0 == .set(name, to: value) } }
        }
        try await with(camera) { camera in
            for await frame in await camera.liveView() where frame.number >= 40 { break }
            #expect(sets("exposure", "bright") == 1)
            // Once for the renewal; it is off already when nobody watches any more.
            #expect(sets("viewfinder", "0") == 1)
            _ = try await camera.capture(scratch.request())
            #expect(sets("exposure", "dark") == 1)
        }
    }

    @Test func `What is no JPEG is counted, not shown`() async throws {
        let body = FakeBody { $0.frames = [.bad, .bad, .good] }
        try await with(body.camera()) { camera in
            for await frame in await camera.liveView() {
                #expect(frame.number == 1)
                break
            }
            #expect(await camera.status.counters.badFrames == 2)
        }
    }

    @Test func `A body that refuses live view for a while shows it later, and shoots meanwhile`() async throws {
        let body = FakeBody { $0.frames = [.refuse(-1, "enable liveview failed (0xa004)")] }
        let scratch = try Scratch()
        try await with(body.camera()) { camera in
            let stream = await camera.liveView()
            let shot = try await camera.capture(scratch.request())
            #expect(shot.files.count == 1)
            for await _ in stream { break }
        }
    }

    @Test func `A body without live view ends the stream and still shoots`() async throws {
        let body = FakeBody { $0.frames = [.refuse(-6, "")] }
        let scratch = try Scratch()
        try await with(body.camera()) { camera in
            for await _ in await camera.liveView() { Issue.record("there is none") }
            #expect(await camera.status.hasLiveView == false)
            let shot = try await camera.capture(scratch.request())
            #expect(shot.files.count == 1)
        }
    }

    @Test(
        arguments: [
            ([0xFF, 0xD8, 0xFF, 0, 1, 0xFF, 0xD9], true), ([0xFF, 0xD8, 0xFF, 0, 1, 0xFF, 0xD9, 0, 0], true),
            ([0xFF, 0xD8, 0xFF, 0, 1, 2, 3], false), ([0xFF, 0xD8, 0xFF, 0xD9], false), ([], false),
            ([0, 0, 0, 0, 0, 0], false),
        ] as [([UInt8], Bool)]) func `A frame needs both ends of a JPEG`(bytes: [UInt8], isWhole: Bool)
    {
        #expect(LiveFrame.isWhole(bytes) == isWhole)
    }
}
