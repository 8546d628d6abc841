import Glibc
import Imaging
import Rigs
import Testing

@testable import Capture

/// What all this costs beside libgphoto2's own time; by `make soak`, on a machine that does nothing else.
@Suite(.serialized, .enabled(if: Soak.count > 0, "figures; make soak")) struct FigureTests {
    @Test(.enabled(if: VirtualCamera.isThere, VirtualCamera.reason))
    func `A shot of 10 MB costs at most 50 ms more than libgphoto2, and 80 ms for the decode`() async throws {
        let (scratch, kept) = (try Scratch(), try Scratch())
        let options = try VirtualCamera.options(scratch, jpeg: try Self.large())
        var bare: [Duration] = []
        let link = try WorkerLink(options.worker)
        _ = try await link.ask(.open(port: "usb:001,001", model: "Nikon DSC D750"), within: .seconds(5))
        _ = try await link.ask(.set("capturetarget", to: "Memory card"), within: .seconds(5))
        for number in 0..<15 {
            let began = ContinuousClock.now
            _ = try await link.ask(.trigger, within: .seconds(5))
            var object: CameraObject?
            while object == nil {
                let event = Event(try await link.ask(.wait(milliseconds: 200), within: .seconds(5)))
                if case .object(let one) = event { object = one }
            }
            let path = scratch.path("bare-\(number)")
            _ = try await link.ask(.fetch(try #require(object), to: path), within: .seconds(5))
            bare.append(.now - began)
            while Event(try await link.ask(.wait(milliseconds: 10), within: .seconds(5))) != .timeout {}
        }
        _ = try await link.ask(.close, within: .seconds(5))
        link.end()
        var (ours, decodes): ([Duration], [Duration]) = ([], [])
        try await with(TetheredCamera(options)) { camera in
            for _ in 0..<15 {
                let shot = try await camera.capture(kept.request())
                ours.append(shot.timings.total - shot.timings.verification)
                decodes.append(shot.timings.verification)
            }
        }
        let (own, all, decode) = (bare.sorted()[7], ours.sorted()[7], decodes.sorted()[7])
        print("10 MB: libgphoto2 \(own), a shot without decode \(all), decode \(decode)")
        #expect(all - own <= .milliseconds(50))
    }

    @Test func `Live view adds at most 5 ms a frame, and 5 % of a core at 25 frames a second`() async throws {
        let link = try WorkerLink(Programs.standIn("good"))
        _ = try await link.ask(.preview, within: .seconds(5))
        let began = ContinuousClock.now
        for _ in 0..<100 { _ = try await link.ask(.preview, within: .seconds(5)) }
        let each = (ContinuousClock.now - began) / 100
        link.end()
        try await with(TetheredCamera(TetheredCamera.Options(worker: Programs.standIn("good")))) { camera in
            var count = 0
            var start = (ContinuousClock.now, Self.cpu())
            for await _ in await camera.liveView() {
                count += 1
                if count == 10 { start = (.now, Self.cpu()) }
                if count == 110 { break }
            }
            let share = (Self.cpu() - start.1) / (ContinuousClock.now - start.0)
            print("live view: \(each) a frame of 200 kB, \(share * 100) % of a core at 25 fps")
            #expect(share <= 0.05)
        }
        #expect(each <= .milliseconds(5))
    }

    /// User and system time of this process.
    private static func cpu() -> Duration {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let (user, system) = (usage.ru_utime, usage.ru_stime)
        return .seconds(user.tv_sec + system.tv_sec) + .microseconds(user.tv_usec + system.tv_usec)
    }

    /// 24 megapixels of noise that come to about 10 MB.
    private static func large() throws -> [UInt8] {
        var seed: UInt64 = 88_172_645_463_325_252
        let image = try Image(width: 6000, height: 4000, bands: 3) { pixels throws(ImagingError) in
            for index in stride(from: 0, to: pixels.count, by: 3) {
                seed ^= seed << 13
                seed ^= seed >> 7
                seed ^= seed << 17
                let level = UInt8(truncatingIfNeeded: (index / 60_000) % 200 + Int(seed & 15))
                (pixels[index], pixels[index + 1], pixels[index + 2]) = (level, level, 128)
            }
        }
        return try image.encoded(as: .jpeg, quality: 90, chroma: .half, metadata: Metadata())
    }
}
