import Foundation
import Rigs
import Synchronization
import Testing

@testable import Capture

/// What becomes of the link to bodies of Canon and Nikon: frozen firmware, other programs, several bodies, the end of the booth.
@Suite(.atMost(8), .enabled(if: VirtualCamera.isThere, VirtualCamera.reason)) struct PTPLinkTests {
    @Test func `Firmware that freezes at the shutter is answered in time, and back soon after it wakes`() async throws {
        for (vendor, isOnCard) in [(PTPBody.Vendor.canon, true), (.nikon, false)] {
            let plugged = try PluggedBody(vendor)
            let scratch = try Scratch()
            try await with(TetheredCamera(plugged.options)) { camera in
                plugged.body.state.withLock { $0.shots = [.freeze(isOnCard: isOnCard)] }
                // What is told of the camera lasts for a second or two: none of it is missed so.
                let told = Mutex("")
                let listening = Task { [events = await camera.events()] in
                    for await case .state(_, let reason?) in events { told.withLock { $0 += "\(reason)\n" } }
                }
                defer { listening.cancel() }
                repeat {
                    await #expect(throws: CameraError.self) {
                        try await camera.capture(scratch.request(deadline: .seconds(8)))
                    }
                } while !plugged.body.state.withLock { $0.shots.isEmpty }
                // Its deadline ends the call, or libgphoto2's own when the machine is slow: either has a remedy.
                #expect(
                    await eventually {
                        told.withLock { $0.contains("switch it off and on") || $0.contains("check cable and power") }
                    }, "\(told.withLock { $0 })")
                plugged.body.thaw()
                try await camera.ready(within: .seconds(60))
                // The picture that was taken comes all the same.
                if isOnCard { #expect(await eventually { scratch.committed.count == 1 }) }
                _ = try await camera.capture(scratch.request())
                #expect(scratch.committed.count == (isOnCard ? 2 : 1))
            }
        }
    }

    @Test func `Firmware that is frozen at the start is woken by a reset of its port, once`() async throws {
        for vendor in [PTPBody.Vendor.canon, .nikon] {
            let plugged = try PluggedBody(vendor) { $0.freezesAt = 0x1002 }
            let camera = TetheredCamera(plugged.options)
            await camera.start()
            try await camera.ready(within: .seconds(60))
            #expect(plugged.body.state.withLock { $0.resets } == 1)
            await camera.close()
        }
    }

    @Test func `A slow download that goes on is waited for`() async throws {
        let plugged = try PluggedBody([PTPBody(.nikon, jpeg: Samples.large) { $0.slowness = .milliseconds(1800) }])
        let scratch = try Scratch()
        try await with(TetheredCamera(plugged.options)) { camera in
            let shot = try await camera.capture(scratch.request())
            #expect(shot.timings.download > .seconds(5), "too quick to prove anything")
        }
        #expect(plugged.body.state.withLock { $0.presses } == 1)
    }

    @Test func `A booth that is told to end leaves live view and lets the camera go`() async throws {
        let plugged = try PluggedBody(.nikon)
        let process = Process()
        process.executableURL = URL(filePath: Programs.folder + "/booth")
        process.arguments = ["camera", "preview", "--camera", "usb", "--seconds", "60", "-o", "/dev/null"]
        process.environment = ProcessInfo.processInfo.environment.merging(plugged.options.worker.environment) { $1 }
        process.standardError = FileHandle.nullDevice
        try process.start()
        #expect(await eventually { plugged.body.state.withLock { $0.isLive } })
        process.terminate()
        #expect(await eventually { plugged.body.state.withLock { !$0.isLive && $0.claims == 0 && !$0.isInSession } })
    }

    @Test(arguments: [PTPBody.Vendor.canon, .nikon])
    func `A body that stays busy is told of, but not before five seconds, and shoots when it is free`(
        vendor: PTPBody.Vendor
    ) async throws {
        let plugged = try PluggedBody(vendor)
        let scratch = try Scratch()
        try await with(TetheredCamera(plugged.options)) { camera in
            plugged.body.state.withLock { $0.isBusy = true }
            let began = ContinuousClock.now
            await #expect(throws: CameraError.busy) { try await camera.capture(scratch.request()) }
            #expect(ContinuousClock.now - began >= .seconds(5))
            plugged.body.state.withLock { $0.isBusy = false }
            _ = try await camera.capture(scratch.request())
        }
        #expect(plugged.body.state.withLock { $0.presses } == 1)
    }

    @Test func `A picture in the memory of a body whose link dies is fetched over the next`() async throws {
        for vendor in [PTPBody.Vendor.canon, .nikon] {
            let plugged = try PluggedBody(vendor)
            let scratch = try Scratch()
            try await with(TetheredCamera(plugged.options)) { camera in
                plugged.body.state.withLock { ($0.shots, $0.transfers) = ([.cardFull], [.stall(.seconds(60))]) }
                let shot = try await camera.capture(scratch.request())
                #expect(shot.files.count == 1)
            }
            #expect(plugged.body.state.withLock { $0.presses } == 1)
        }
    }

    @Test func `A body in another program's hands is told of, and taken when it is free`() async throws {
        let plugged = try PluggedBody(.canon) { $0.isTaken = true }
        let camera = TetheredCamera(plugged.options)
        await camera.start()
        #expect(await eventually { if case .claimed? = await camera.status.reason { true } else { false } })
        #expect(await camera.status.whyNot?.contains("holds the camera") == true)
        plugged.body.state.withLock { $0.isTaken = false }
        try await camera.ready(within: .seconds(60))
        await camera.close()
    }

    @Test func `Each of two bodies is known by its serial number, wherever it is plugged in`() async throws {
        let canon = PTPBody(.canon, jpeg: Samples.jpeg, serial: "111")
        let nikon = PTPBody(.nikon, jpeg: Samples.jpeg, serial: "222")
        let plugged = try PluggedBody([canon, nikon])
        var (first, second) = (plugged.options, plugged.options)
        (first.serial, second.serial) = ("222", "111")
        let (left, right) = (try Scratch(), try Scratch())
        try await with(TetheredCamera(first)) { one in
            try await with(TetheredCamera(second)) { two in
                async let a = one.capture(left.request())
                async let b = two.capture(right.request())
                let counts = try await [a.files.count, b.files.count]
                #expect(counts == [1, 1])
                #expect(await one.status.identity?.model == "Nikon DSC D850")
                nikon.unplug(for: .milliseconds(300))
                #expect(await eventually { await one.status.identity?.port == nikon.port })
                try await one.ready(within: .seconds(60))
                _ = try await one.capture(left.request())
            }
        }
        #expect((nikon.state.withLock { $0.presses }, canon.state.withLock { $0.presses }) == (2, 1))
    }
}
