import Foundation
import Synchronization
import Testing

@testable import Capture

/// Bodies of Canon and Nikon through the stock library, over a cable of our own: what they do wrong, seen by the real ptp2 driver.
@Suite(.serialized, .enabled(if: VirtualCamera.isThere, VirtualCamera.reason)) struct PTPCameraTests {
    struct Plugged {
        let body: PTPBody
        let cable: PTPCable
        let options: TetheredCamera.Options

        init(_ body: PTPBody) throws {
            self.body = body
            cable = PTPCable([body])
            let driver = try VirtualCamera.driver.get().replacing("/iolibs", with: "/cable")
            options = TetheredCamera.Options(
                worker: WorkerProgram(
                    path: Programs.folder + "/booth", arguments: ["camera-worker"],
                    environment: cable.environment(driver: driver)))
        }
    }

    @Test(arguments: [PTPBody.Vendor.canon, .nikon, .generic])
    func `A body shoots, twice, to its card`(vendor: PTPBody.Vendor) async throws {
        let plugged = try Plugged(PTPBody(vendor, jpeg: Samples.jpeg))
        let scratch = try Scratch()
        try await with(TetheredCamera(plugged.options)) { camera in
            let status = await camera.status
            #expect(status.identity?.model == vendor.model && status.identity?.serial == plugged.body.serial)
            for _ in 0..<2 {
                let shot = try await camera.capture(scratch.request())
                print("TIMING", vendor, shot.timings)
            }
        }
        #expect(scratch.names() == ["kept-1.jpg", "kept-2.jpg"])
        #expect(plugged.body.state.withLock { $0.focuses } == [true, true])
        #expect(plugged.body.state.withLock { $0.intoMemory } == [false, false])
    }
}
