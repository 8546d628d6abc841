import Testing

@testable import Imaging

@Suite(.enabled(if: VipsTool.isInstalled)) struct AnimationWebPTests {
    @Test func `frames, delays, loops and comment are exactly those asked for`() throws {
        let frames = try (0..<2).map { try scene(width: 97, height: 65, seed: $0) }
        let file = try Animation(frames: frames, order: [0, 1, 1, 0], delays: [33, 501, 1, 40], loops: 4)
            .webp(quality: 95, comment: "odd")
        let header = try VipsTool.header(file, "x.webp", options: "[n=-1]")
        #expect(header["n-pages"] == "4" && header["delay"] == "33 501 1 40" && header["loop"] == "4")
        #expect(header["width"] == "97" && header["page-height"] == "65")
        #expect(try withFile(file, "x.webp") { try Stamp.comment(ofFile: $0) } == "odd")
        let shown = try VipsTool.pixels(file, "x.webp", options: "[n=-1]")
        let expected = try [0, 1, 1, 0].flatMap { try frames[$0].withPixels { p throws(ImagingError) in Array(p) } }
        // Animations are shown with alpha, which is opaque.
        let colours = shown.enumerated().filter { $0.offset % 4 != 3 }.map(\.element)
        #expect((shown.count == expected.count ? shown : colours).difference(from: expected).mean < 5)
    }

    @Test func `any number of workers gives the same bytes`() throws {
        let animation = try Animation(
            frames: (0..<4).map { try scene(width: 80, height: 60, seed: $0) }, order: [0, 1, 2, 3],
            delays: [100, 100, 100, 100])
        #expect(try animation.webp(workers: 3) == animation.webp(workers: 1))
    }

    @Test func `what WebP cannot hold is refused`() throws {
        let frame = try scene(width: 20, height: 10)
        for (delay, quality) in [(0, 80), (1 << 24, 80), (100, 0), (100, 101)] {
            let animation = Animation(frames: [frame], order: [0], delays: [delay])
            #expect(throws: ImagingError.self) { try animation.webp(quality: quality) }
        }
        let wide = Animation(frames: [try scene(width: 16384, height: 1)], order: [0], delays: [100])
        #expect(throws: ImagingError.self) { try wide.webp() }
    }
}
