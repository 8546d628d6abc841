import Rigs
import StrictJSON
import Synchronization
import Testing
import Work

@testable import Capture

@Suite(.passingTime) struct ConnectionTests {
    @Test func `A camera that is plugged in again is back within three seconds, on another port`() async throws {
        let body = FakeBody()
        try await with(body.camera()) { camera in
            body.unplug(for: nil)
            #expect(await eventually { await camera.status.state == .absent })
            body.plugIn()
            let began = TimeSource.ofTest.now
            try await camera.ready(within: .seconds(3))
            #expect(TimeSource.ofTest.now - began < .seconds(3))
            #expect(await camera.status.counters.reconnects == 1)
            #expect(await camera.status.identity?.port == body.state.withLock { $0.port })
        }
    }

    @Test func `The capture target is set at each connection`() async throws {
        let body = FakeBody()
        try await with(body.camera()) { camera in
            #expect(body.state.withLock { $0.settings["capturetarget"]?.value } == "Memory card")
            body.state.withLock { $0.settings["capturetarget"]?.value = "Internal RAM" }
            body.unplug(for: .milliseconds(100))
            #expect(await eventually { await camera.status.counters.reconnects == 1 })
            #expect(await eventually { body.state.withLock { $0.settings["capturetarget"]?.value } == "Memory card" })
        }
    }

    @Test func `Another program that holds the camera is told of, and waited out`() async throws {
        let body = FakeBody { $0.openFailures = Array(repeating: (-53, ""), count: 3) }
        let camera = body.camera()
        await camera.start()
        #expect(await eventually { if case .claimed? = await camera.status.reason { true } else { false } })
        #expect(await camera.status.whyNot?.contains("gio mount -s gphoto2") == true)
        try await camera.ready(within: .seconds(20))
        await camera.close()
    }

    @Test func `Firmware that freezes at the start costs an attempt, no more`() async throws {
        let body = FakeBody { $0.hangsAtOpen = 2 }
        try await with(body.camera()) { camera in #expect(await camera.status.state == .ready) }
        #expect(body.state.withLock { $0.links } == 3)
    }

    @Test func `Only the body with the wanted serial number is taken`() async throws {
        let body = FakeBody { $0.serial = "1" }
        let camera = body.camera { $0.serial = "2" }
        await camera.start()
        #expect(await eventually { await camera.status.reason == .absent(wanted: "2") })
        body.state.withLock { $0.serial = "2" }
        try await camera.ready(within: .seconds(20))
        #expect(await camera.status.identity?.serial == "2")
        await camera.close()
    }

    @Test func `Without a camera a shot fails with the reason, in time`() async throws {
        let body = FakeBody { $0.isPlugged = false }
        let scratch = try Scratch()
        let camera = body.camera()
        await camera.start()
        let began = TimeSource.ofTest.now
        await #expect(throws: CameraError.self) { try await camera.capture(scratch.request(deadline: .seconds(1))) }
        // Far from the 15 s of a shot, with all the other tests at the same time.
        #expect(TimeSource.ofTest.now - began < .seconds(8))
        await camera.close()
        await #expect(throws: CameraError.closed) { try await camera.capture(scratch.request()) }
    }

    @Test func `The shutter pressed on the body is told of, and idle events are read`() async throws {
        let body = FakeBody()
        try await with(body.camera()) { camera in
            let events = await camera.events()
            let object = body.shoot(["HAND.JPG"])[0]
            body.state.withLock { $0.events += [["event": "object", "object": object.json], ["event": "complete"]] }
            for await event in events {
                if case .shutterPressed(let name) = event {
                    #expect(name == "HAND.JPG")
                    break
                }
            }
        }
    }

    @Test func `A picture taken on the body in live view is not taken for the next shot's`() async throws {
        let body = FakeBody()
        let scratch = try Scratch()
        try await with(body.camera()) { camera in
            let frames = await camera.liveView()
            var iterator = frames.makeAsyncIterator()
            _ = await iterator.next()
            let object = body.shoot(["HAND.JPG"])[0]
            body.state.withLock { $0.events += [["event": "object", "object": object.json], ["event": "complete"]] }
            #expect(await eventually { body.state.withLock { $0.events.isEmpty } })
            let shot = try await camera.capture(scratch.request())
            #expect(shot.files.map(\.name) == ["IMG_1.JPG"])
        }
    }

    @Test func `Two bodies work side by side, each with its own files`() async throws {
        let (first, second) = (FakeBody { $0.serial = "1" }, FakeBody { $0.serial = "2" })
        let (left, right) = (try Scratch(), try Scratch())
        try await with(first.camera()) { one in
            try await with(second.camera()) { two in
                async let a = one.capture(left.request())
                async let b = two.capture(right.request())
                let counts = try await [a.files.count, b.files.count]
                #expect(counts == [1, 1])
            }
        }
        #expect(left.names() == ["kept-1.jpg"] && right.names() == ["kept-1.jpg"])
    }

    @Test func `A low battery is a warning, an empty one a reason`() async throws {
        let body = FakeBody { $0.settings["batterylevel"] = ("5%", []) }
        try await with(body.camera()) { camera in
            #expect(await eventually { await camera.status.battery?.isCritical == true })
            #expect(await camera.status.whyNot?.contains("battery") == true)
        }
        #expect(
            Battery("Low").isLow && !Battery("Low").isCritical && !Battery("80%").isLow
                && Battery("full").percent == nil)
    }

    @Test func `Settings are set by what the body offers, and read back`() async throws {
        let body = FakeBody()
        try await with(body.camera()) { camera in
            let results = try await camera.apply(
                SettingsProfile([
                    .init(["nothing", "capturetarget"], ["internal ram"]), .init(["capturetarget"], ["tape"]),
                    .init(["shutter"], ["1/60"]),
                ]))
            #expect(results.map(\.outcome) == [.set, .notOffered, .notOffered])
            #expect(results[0].value == "Internal RAM")
            let settings = try await camera.settings()
            #expect(settings.map(\.name) == ["capturetarget"])
        }
    }
}
