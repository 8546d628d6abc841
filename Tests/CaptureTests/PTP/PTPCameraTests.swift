import Foundation
import Rigs
import Synchronization
import Testing
import Work

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
        options.bus = Bus(.system)
    }
}

/// Bodies of Canon and Nikon through the stock library, over a cable of our own: what they do wrong as its ptp2 driver tells it.
@Suite(.atMost(8), .enabled(if: VirtualCamera.isThere, VirtualCamera.reason)) struct PTPCameraTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var vendors: [PTPBody.Vendor] = [.canon, .nikon]
        var shots: [PTPBody.Fault] = []
        var transfers: [PTPBody.Transfer] = []
        /// Files committed.
        var files = 1
        var error: CameraError?
        var presses: Int? = 1
        /// More than a megabyte, which libgphoto2 fetches in parts.
        var isLarge = false
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
        Row(testDescription: "download stalls for good", transfers: [.stall(.seconds(60))]),
        Row(
            testDescription: "object shorter than announced", transfers: [.short], presses: nil),
        Row(
            testDescription: "large object shorter than announced", transfers: [.short], presses: nil,
            isLarge: true),
        Row(testDescription: "object cut off once", transfers: [.cutOff]),
        Row(testDescription: "cut off on the card", shots: [.cutOff], presses: 2),
        Row(testDescription: "not a picture", shots: [.noJPEG], presses: 2),
        Row(testDescription: "empty", shots: [.empty], presses: 2),
        Row(
            testDescription: "never a picture", shots: [.noJPEG, .noJPEG, .noJPEG], files: 0,
            error: .notAPicture(name: "", detail: ""), presses: 2),
        Row(testDescription: "raw file and JPEG", shots: [.files(["IMG_#.CR2", "IMG_#.JPG"])], files: 2),
        Row(testDescription: "JPEG and raw file", shots: [.files(["IMG_#.JPG", "IMG_#.CR2"])], files: 2),
        Row(testDescription: "the same object twice", shots: [.twice]),
        Row(testDescription: "hundreds of properties that change", shots: [.chatter(800)]),
    ]

    @Test(arguments: rows) func `A body's fault has its outcome through libgphoto2`(_ row: Row) async throws {
        for vendor in row.vendors {
            let plugged = try PluggedBody([PTPBody(vendor, jpeg: row.isLarge ? Samples.large : Samples.jpeg)])
            let scratch = try Scratch()
            try await with(TetheredCamera(plugged.options)) { camera in
                plugged.body.state.withLock { ($0.shots, $0.transfers) = (row.shots, row.transfers) }
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
                if let presses = row.presses {
                    #expect(plugged.body.state.withLock { $0.presses } == presses, "\(vendor)")
                }
                #expect(scratch.committed.count == row.files && scratch.names().allSatisfy { $0.hasPrefix("kept-") })
                // And the next shot is as if nothing had been.
                plugged.body.state.withLock { ($0.shots, $0.transfers) = ([], []) }
                let again = try Scratch()
                let shot = try await camera.capture(again.request())
                #expect(shot.files.count == 1, "\(vendor)")
            }
        }
    }

    @Test(arguments: [PTPBody.Vendor.canon, .nikon])
    func `A shot focuses, one after a failure to focus does not, and the next one does again`(
        vendor: PTPBody.Vendor
    ) async throws {
        let plugged = try PluggedBody(vendor)
        let scratch = try Scratch()
        try await with(TetheredCamera(plugged.options)) { camera in
            _ = try await camera.capture(scratch.request())
            plugged.body.state.withLock { $0.shots = [.outOfFocus] }
            _ = try await camera.capture(scratch.request())
            _ = try await camera.capture(scratch.request())
        }
        let expected = vendor == .canon ? [true, false, true] : [true, true, false, true]
        #expect(plugged.body.state.withLock { $0.focuses } == expected)
        #expect(plugged.body.state.withLock { !$0.halfPressed && !$0.fullyPressed })
    }

    @Test(arguments: [PTPBody.Vendor.canon, .nikon])
    func `What the countdown has focused is fired as it is, and let go of when nobody shoots`(
        vendor: PTPBody.Vendor
    ) async throws {
        let plugged = try PluggedBody(vendor)
        let scratch = try Scratch()
        try await with(TetheredCamera(plugged.options)) { camera in
            try await camera.prepare()
            if vendor == .canon { #expect(plugged.body.state.withLock { $0.halfPressed }) }
            _ = try await camera.capture(scratch.request())
            _ = try await camera.capture(scratch.request())
        }
        #expect(plugged.body.state.withLock { $0.focuses } == [false, true])
        #expect(plugged.body.state.withLock { !$0.halfPressed && !$0.fullyPressed })
    }

    @Test(arguments: [PTPBody.Vendor.canon, .nikon])
    func `Live view of a body goes on around a shot, skips what is no JPEG, and is off at the end`(
        vendor: PTPBody.Vendor
    ) async throws {
        let plugged = try PluggedBody(vendor) { $0.frames = [Samples.jpeg, Array(Samples.jpeg.dropLast(30))] }
        let scratch = try Scratch()
        try await with(TetheredCamera(plugged.options)) { camera in
            var count = 0
            for await frame in await camera.liveView() {
                #expect(frame.jpeg == Samples.jpeg)
                count += 1
                if count == 3 { _ = try await camera.capture(scratch.request()) }
                if count == 6 { break }
            }
            #expect(await eventually { await camera.status.state == .ready })
            #expect(plugged.body.state.withLock { !$0.isLive })
            #expect(plugged.body.state.withLock { $0.focuses } == [true])
            for await _ in await camera.liveView() { break }
        }
        #expect(plugged.body.state.withLock { !$0.isLive })
    }

    @Test(arguments: [PTPBody.Vendor.canon, .nikon])
    func `A body that refuses live view still shoots`(vendor: PTPBody.Vendor) async throws {
        let plugged = try PluggedBody(vendor) { $0.liveRefusal = 0xA004 }
        let scratch = try Scratch()
        try await with(TetheredCamera(plugged.options)) { camera in
            let stream = await camera.liveView()
            let shot = try await camera.capture(scratch.request())
            #expect(shot.files.count == 1)
            plugged.body.state.withLock { $0.liveRefusal = nil }
            for await _ in stream { break }
        }
    }

    @Test func `An empty battery is the reason, in one line`() async throws {
        let plugged = try PluggedBody(.nikon) { $0.battery = 4 }
        try await with(TetheredCamera(plugged.options)) { camera in
            #expect(await eventually { await camera.status.whyNot?.contains("battery is low (4%)") == true })
        }
    }
}
