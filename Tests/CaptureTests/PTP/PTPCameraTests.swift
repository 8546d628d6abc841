import Foundation
import Synchronization
import Testing

@testable import Capture

/// A body on a cable of its own, and how to reach it.
struct PluggedBody {
    let body: PTPBody
    let cable: PTPCable
    var options: TetheredCamera.Options

    init(_ vendor: PTPBody.Vendor, _ change: (inout PTPBody.State) -> Void = { _ in }) throws {
        try self.init([PTPBody(vendor, jpeg: Samples.jpeg, change)])
    }

    init(_ bodies: [PTPBody]) throws {
        body = bodies[0]
        cable = PTPCable(bodies)
        let driver = try VirtualCamera.driver.get().replacing("/iolibs", with: "/cable")
        options = TetheredCamera.Options(
            worker: WorkerProgram(
                path: Programs.folder + "/booth", arguments: ["camera-worker"],
                environment: cable.environment(driver: driver)))
    }
}

/// Bodies of Canon and Nikon through the stock library, over a cable of our own: what they do wrong as its ptp2 driver tells it.
@Suite(.enabled(if: VirtualCamera.isThere, VirtualCamera.reason)) struct PTPCameraTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var vendors: [PTPBody.Vendor] = [.canon, .nikon]
        var shots: [PTPBody.Fault] = []
        var transfers: [PTPBody.Transfer] = []
        /// Files committed.
        var files = 1
        var error: CameraError?
        var presses: Int? = 1
        var limit = Duration.seconds(5)
    }

    static let rows: [Row] = [
        Row(testDescription: "nothing wrong", vendors: [.canon, .nikon, .generic]),
        Row(testDescription: "busy for a moment", shots: [.busy(2)]),
        Row(testDescription: "no focus, then without", shots: [.outOfFocus]),
        Row(testDescription: "card full, then into memory", shots: [.cardFull]),
        Row(testDescription: "shutter without picture", shots: [.silent(isOnCard: false)], presses: 2),
        Row(
            testDescription: "picture that nobody tells of", vendors: [.canon, .nikon, .generic],
            shots: [.silent(isOnCard: true)]),
        Row(
            testDescription: "unplugged at the shutter, back at another address", vendors: [.canon, .nikon, .generic],
            shots: [.unplug(back: .milliseconds(700))]),
        Row(
            testDescription: "unplugged in the download", transfers: [.unplug(back: .milliseconds(700))]),
        Row(testDescription: "download stalls 4 s", transfers: [.stall(.seconds(4))]),
        Row(testDescription: "download stalls for good", transfers: [.stall(.seconds(60))], limit: .seconds(8)),
        Row(
            testDescription: "object shorter than announced", transfers: [.short], presses: nil,
            limit: .seconds(14)),
        Row(testDescription: "object cut off once", transfers: [.cutOff]),
        Row(testDescription: "cut off on the card", shots: [.cutOff], presses: 2),
        Row(testDescription: "not a picture", shots: [.noJPEG], presses: 2),
        Row(testDescription: "empty", shots: [.empty], presses: 2),
        Row(
            testDescription: "never a picture", shots: [.noJPEG, .noJPEG, .noJPEG], files: 0,
            error: .notAPicture(name: "", detail: ""), presses: 2),
        Row(testDescription: "the same object twice", shots: [.twice]),
        Row(testDescription: "hundreds of properties that change", shots: [.chatter(800)]),
    ]

    @Test(arguments: rows) func `A body's fault has its outcome through libgphoto2`(_ row: Row) async throws {
        for vendor in row.vendors {
            let plugged = try PluggedBody(vendor)
            let scratch = try Scratch()
            try await with(TetheredCamera(plugged.options)) { camera in
                plugged.body.state.withLock { ($0.shots, $0.transfers) = (row.shots, row.transfers) }
                let began = ContinuousClock.now
                do throws(CameraError) {
                    let shot = try await camera.capture(scratch.request())
                    #expect(shot.files.count == row.files)
                } catch {
                    #expect(row.files == 0, "\(vendor): \(error)")
                    switch (error, row.error) {
                    case (.notAPicture, .notAPicture): break
                    default: #expect(error == row.error)
                    }
                }
                let took = ContinuousClock.now - began
                print("FAULT \(row.testDescription), \(vendor): \(took), presses \(plugged.body.state.withLock { $0.presses }) \(await camera.log.suffix(3))")
                #expect(took < row.limit, "\(vendor)")
                if let presses = row.presses {
                    #expect(plugged.body.state.withLock { $0.presses } == presses, "\(vendor)")
                }
                #expect(scratch.committed.count == row.files && scratch.names().allSatisfy { $0.hasPrefix("kept-") })
                // And the next shot is as if nothing had been.
                plugged.body.state.withLock { ($0.shots, $0.transfers) = ([], []) }
                let again = try Scratch()
                let shot = try await camera.capture(again.request(deadline: .seconds(8)))
                #expect(shot.files.count == 1, "\(vendor)")
            }
        }
    }
}
