import Foundation
import Rigs
import Synchronization
import Testing
import Work

@testable import Capture

/// The same bodies by PTP/IP, through libgphoto2's stock drivers alone.
@Suite struct PTPNetworkTests {
    private func options(_ network: PTPNetwork) -> TetheredCamera.Options {
        var options = TetheredCamera.Options(
            worker: WorkerProgram(path: Programs.folder + "/booth", arguments: ["camera-worker"]))
        options.fixed = ("ptpip:127.0.0.1:\(network.port):\(network.port)", "PTP/IP Camera")
        options.bus = Bus(.system)
        return options
    }

    @Test(arguments: [PTPBody.Vendor.canon, .nikon])
    func `A body in the network shoots, loses its link and shoots again`(vendor: PTPBody.Vendor) async throws {
        let body = PTPBody(vendor, jpeg: Samples.jpeg)
        let network = PTPNetwork(body)
        let scratch = try Scratch()
        try await with(TetheredCamera(options(network))) { camera in
            #expect(await camera.status.identity?.serial == body.serial)
            _ = try await camera.capture(scratch.request())
            network.cut()
            _ = try await camera.capture(scratch.request())
            #expect(await camera.status.counters.reconnects == 1)
            body.state.withLock { $0.transfers = [.unplug(back: nil)] }
            _ = try await camera.capture(scratch.request())
            for await _ in await camera.liveView() { break }
        }
        #expect(scratch.committed.count == 3)
        #expect(body.state.withLock { $0.presses } == 3)
    }
}
