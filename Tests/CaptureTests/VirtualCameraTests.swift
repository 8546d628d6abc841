import Foundation
import Imaging
import Rigs
import Testing

@testable import Capture

extension VirtualCamera {
    static var reason: Comment { Comment(rawValue: whyNot) }

    /// A body with its own picture store in `scratch`.
    static func options(_ scratch: Scratch, jpeg: [UInt8] = Samples.jpeg) throws -> TetheredCamera.Options {
        TetheredCamera.Options(
            worker: WorkerProgram(
                path: Programs.folder + "/booth", arguments: ["camera-worker"],
                environment: try environment(in: scratch.folder, jpeg: jpeg)))
    }
}

/// One after the other: they all are on the same port.
@Suite(.serialized, .enabled(if: VirtualCamera.isThere, VirtualCamera.reason)) struct VirtualCameraTests {
    @Test func `It is found, told apart, and asked how it is`() async throws {
        // The camera's store lies in it, and is gone with it.
        let scratch = try Scratch()
        defer { withExtendedLifetime(scratch) {} }
        let options = try VirtualCamera.options(scratch)
        let found = try await DetectedCamera.all(worker: options.worker)
        #expect(found == [DetectedCamera(model: "Nikon DSC D750", port: "usb:001,001")])
        try await with(TetheredCamera(options)) { camera in
            let status = await camera.status
            #expect(status.identity?.model == "Nikon DSC D750" && status.identity?.serial == "0.1")
            #expect(status.battery?.percent == 50 && status.whyNot == nil)
            let settings = try await camera.settings()
            #expect(settings.contains { $0.name == "f-number" && $0.choices.contains("f/8") })
            #expect(settings.contains { $0.name == "capturetarget" && $0.value == "Memory card" })
            let results = try await camera.apply(
                SettingsProfile([
                    .init(["aperture", "f-number"], ["f/8"]), .init(["imagesize"], ["1024x768"]),
                    .init(["none"], ["1"]),
                ]))
            #expect(results.map(\.outcome) == [.set, .readOnly, .notOffered])
            #expect(results[0] == SettingResult(name: "f-number", value: "f/8", outcome: .set))
        }
    }

    @Test func `Shots in a row are each kept whole under a name of its own`() async throws {
        let scratch = try Scratch()
        let kept = try Scratch()
        try await with(TetheredCamera(try VirtualCamera.options(scratch))) { camera in
            for _ in 0..<5 {
                let shot = try await camera.capture(kept.request())
                #expect(shot.files.count == 1)
            }
            for await _ in await camera.liveView() { Issue.record("it has no live view") }
            #expect(await camera.status.hasLiveView == false)
            _ = try await camera.capture(kept.request())
        }
        #expect(kept.names() == (1...6).map { "kept-\($0).jpg" })
        for name in kept.names() {
            #expect(try Data(contentsOf: URL(filePath: kept.path(name))) == Data(Samples.jpeg))
        }
    }

    /// It holds 26 pictures, and none more in the memory; to a new connection it is empty.
    @Test func `A body that calls itself full is connected anew, and loses no shot`() async throws {
        let (scratch, kept) = (try Scratch(), try Scratch())
        try await with(TetheredCamera(try VirtualCamera.options(scratch))) { camera in
            for _ in 0..<28 { _ = try await camera.capture(kept.request()) }
            #expect(await camera.status.state == .ready)
        }
        #expect(kept.names().count == 28)
    }

    @Test func `A worker that is killed between shots is replaced within the next shot`() async throws {
        let scratch = try Scratch()
        try await with(TetheredCamera(try VirtualCamera.options(scratch))) { camera in
            _ = try await camera.capture(scratch.request())
            await (camera.link as? WorkerLink)?.end()
            _ = try await camera.capture(scratch.request())
        }
        #expect(scratch.committed.count == 2)
    }

    @Test func `A second booth is refused the port, and gets it when it is free`() async throws {
        let scratch = try Scratch()
        let options = try VirtualCamera.options(scratch)
        let second = TetheredCamera(options)
        try await with(TetheredCamera(options)) { _ in
            await second.start()
            #expect(await eventually { await second.status.reason == .absent(wanted: nil) })
        }
        try await second.ready(within: .seconds(60))
        await second.close()
    }
}
