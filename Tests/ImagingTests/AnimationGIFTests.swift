import Testing

@testable import Imaging

@Suite struct AnimationGIFTests {
    @Test func `frames, delays, loops and comment are exactly those asked for`() throws {
        let animation = try Animation(
            frames: (0..<3).map { try scene(width: 65, height: 43, seed: $0) }, order: [0, 1, 2, 1, 1],
            delays: [500, 104, 105, 1, 20], loops: 0)
        let file = try animation.gif(comment: "boothkit 1 abc")
        let gif = try #require(GIFStructure(file))
        #expect(gif.width == 65 && gif.height == 43)
        #expect(gif.frames.map(\.delay) == [50, 10, 11, 2, 2])
        #expect(gif.frames.allSatisfy { $0.width == 65 && $0.height == 43 })
        #expect(gif.frames[1].indices == gif.frames[3].indices && gif.frames[3].indices == gif.frames[4].indices)
        #expect(gif.frames[0].indices != gif.frames[1].indices)
        #expect(gif.repeats == 0)
        #expect(try withFile(file, "x.gif") { try Stamp.comment(ofFile: $0) } == "boothkit 1 abc")
    }

    @Test(arguments: [(0, 0), (1, nil), (2, 1), (65535, 65534)])
    func `loops count the first time too`(loops: Int, repeats: Int?) throws {
        let animation = try Animation(frames: [scene(width: 20, height: 10)], order: [0], delays: [100], loops: loops)
        #expect(try GIFStructure(animation.gif())?.repeats == repeats)
    }

    @Test(.enabled(if: VipsTool.isInstalled)) func `another program shows the pictures`() throws {
        let frames = try (0..<2).map { try scene(width: 96, height: 64, seed: $0) }
        let file = try Animation(frames: frames, order: [0, 1, 0], delays: [40, 50, 60], loops: 3).gif()
        let header = try VipsTool.header(file, "x.gif", options: "[n=-1]")
        #expect(header["n-pages"] == "3" && header["delay"] == "40 50 60" && header["loop"] == "3")
        let shown = try VipsTool.pixels(file, "x.gif", options: "[n=-1]")
        let expected = try [0, 1, 0].flatMap { try frames[$0].withPixels { p throws(ImagingError) in Array(p) } }
        let difference = shown.difference(from: expected)
        #expect(difference.mean < 3)
    }

    @Test(arguments: [2, 3, 16])
    func `any number of workers gives the same bytes`(workers: Int) throws {
        let animation = try Animation(
            frames: (0..<5).map { try scene(width: 120, height: 80, seed: $0) }, order: [4, 3, 2, 1, 0, 4],
            delays: [100, 100, 100, 100, 100, 100])
        #expect(try animation.gif(workers: workers) == animation.gif(workers: 1))
    }

    @Test func `every processor gives the same bytes`() throws {
        let animation = try Animation(frames: [scene(width: 90, height: 70)], order: [0], delays: [100])
        let files = try KernelLevel.each { try animation.gif() }
        #expect(files.dropFirst().allSatisfy { $0 == files[0] })
    }

    @Test(arguments: [1, 2, 5, 200]) func `flat colours are kept, and few colours make a small table`(count: Int) throws
    {
        let image = try Image(width: 100, height: 60, bands: 3) { pixels in
            for at in 0..<(pixels.count / 3) {
                let shade = at % 100 * count / 100
                (pixels[3 * at], pixels[3 * at + 1]) = (UInt8(shade % 16 * 17), UInt8(shade / 16 * 17))
                pixels[3 * at + 2] = 255
            }
        }
        let file = try Animation(frames: [image], order: [0], delays: [100]).gif()
        let frame = try #require(GIFStructure(file)?.frames.first)
        #expect(Set(frame.indices).count == min(count, 100))
        #expect(frame.colours == [1: 2, 2: 2, 5: 8, 200: 128][count])
        if VipsTool.isInstalled {
            let expected = try image.withPixels { pixels throws(ImagingError) in Array(pixels) }
            #expect(try VipsTool.pixels(file, "x.gif").prefix(expected.count).elementsEqual(expected))
        }
    }

    @Test(arguments: [(1, 1), (1, 300), (3, 2), (700, 500)])
    func `every size is packed so that it can be unpacked`(width: Int, height: Int) throws {
        // Noise fills the table of codes again and again.
        var state: UInt32 = 7
        let image = try Image(width: width, height: height, bands: 3) { pixels in
            for at in pixels.indices {
                state = state &* 1_664_525 &+ 1_013_904_223
                pixels[at] = UInt8(state >> 24)
            }
        }
        let file = try Animation(frames: [image], order: [0], delays: [100]).gif()
        #expect(GIFStructure(file)?.frames.first?.indices.count == width * height)
    }

    @Test func `what cannot be an animation is refused with a reason`() throws {
        let frame = try scene(width: 20, height: 10)
        func refuses(_ animation: Animation, workers: Int = 1, budget: Int? = nil) {
            #expect(throws: ImagingError.self) { try animation.gif(budget: budget, workers: workers) }
        }
        refuses(Animation(frames: [], order: [], delays: []))
        refuses(Animation(frames: [frame], order: [], delays: []))
        refuses(Animation(frames: [frame], order: [1], delays: [100]))
        refuses(Animation(frames: [frame], order: [-1], delays: [100]))
        refuses(Animation(frames: [frame], order: [0], delays: []))
        refuses(Animation(frames: [frame], order: [0], delays: [0]))
        refuses(Animation(frames: [frame], order: [0], delays: [655_351]))
        refuses(Animation(frames: [frame], order: [0], delays: [100], loops: -1))
        refuses(Animation(frames: [frame], order: [0], delays: [100], loops: 65536))
        refuses(Animation(frames: [frame], order: [0], delays: [100]), workers: 0)
        refuses(Animation(frames: [frame], order: [0], delays: [100]), budget: 0)
        refuses(Animation(frames: [frame, try scene(width: 21, height: 10)], order: [0, 1], delays: [100, 100]))
        refuses(Animation(frames: [try scene(width: 20, height: 10, bands: 4)], order: [0], delays: [100]))
        let many = [Int](repeating: 0, count: 65537)
        refuses(Animation(frames: [frame], order: many, delays: many.map { _ in 100 }))
        refuses(Animation(frames: [try scene(width: 65536, height: 1)], order: [0], delays: [100]))
    }
}
