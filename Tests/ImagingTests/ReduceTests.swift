import Foundation
import Testing

@testable import Imaging

@Suite struct ReduceTests {
    let scratch = Scratch()

    static let regions: [(region: Region, width: Int, height: Int)] = [
        (Region(x: 0, y: 0, width: 61, height: 47), 61, 47),
        (Region(x: 0, y: 0, width: 61, height: 47), 33, 25),
        (Region(x: 3.3, y: 9.7, width: 40, height: 30), 40, 30),
        (Region(x: 3.3, y: 9.7, width: 41.5, height: 30.2), 17, 29),
        (Region(x: -20, y: -30.5, width: 100, height: 100), 40, 41),
        (Region(x: 20.1, y: 20.2, width: 10.5, height: 7.3), 64, 51),
        (Region(x: 200, y: -500, width: 30, height: 30), 9, 7),
        (Region(x: 0, y: 0, width: 61, height: 47), 1, 1),
        (Region(x: 0, y: 0, width: 61, height: 47), 200, 3),
    ]

    /// PNG, so that nothing but the filter stands between the pixels.
    @Test(arguments: regions.indices, [3, 4])
    func `pixels are those of an exact Lanczos filter, on every processor`(index: Int, bands: Int) throws {
        var picture = Pattern(61, 47, bands: bands, grain: 120)
        if bands == 4 {
            for i in stride(from: 0, to: picture.pixels.count, by: 4) {
                picture.pixels[i + 3] = 255
                if (i / 4) % 61 < 20 { picture.pixels.replaceSubrange(i..<i + 4, with: [0, 0, 0, 0]) }
            }
        }
        let path = "\(scratch.path)/a.png"
        try #require(picture.write(path))
        let file = try PictureFile(path: path)
        let (region, width, height) = Self.regions[index]
        let results = try KernelLevel.each { try Pattern(file.sampled(region, width: width, height: height)).pixels }
        #expect(Set(results).count == 1)
        var expected = Lanczos.sampled(picture, region, width: width, height: height)
        if bands == 4 {
            for i in stride(from: 0, to: expected.count, by: 4) {
                for band in i..<i + 3 { expected[band] = min(expected[band], expected[i + 3]) }
            }
        }
        let worst = zip(results[0], expected).map { abs(Double($0) - $1) }.max() ?? 0
        #expect(worst < (bands == 4 ? 1.1 : 0.6), "\(worst)")
    }

    @Test func `a crop that starts between blocks has no seams`() throws {
        let jpeg = Pattern(700, 120, grain: 60).jpeg(across: 4)
        let file = try PictureFile(path: scratch.write(jpeg))
        let full = Pattern(decoding: jpeg)
        for start in stride(from: 100.0, to: 164, by: 5.3) {
            let region = Region(x: start, y: 11.4, width: 90.6, height: 50)
            let shown = try Pattern(file.sampled(region, width: 88, height: 49))
            let expected = Lanczos.sampled(full, region, width: 88, height: 49)
            #expect(zip(shown.pixels, expected).allSatisfy { abs(Double($0) - $1) < 0.6 })
        }
    }

    @Test func `in linear light black and white average to the brighter grey`() throws {
        var stripes = Pattern(64, 64, filled: [0, 0, 0])
        for i in stripes.pixels.indices where (i / 3) % 2 == 0 { stripes.pixels[i] = 255 }
        let path = "\(scratch.path)/a.png"
        try #require(stripes.write(path))
        let all = Region(x: 0, y: 0, width: 64, height: 64)
        let file = try PictureFile(path: path)
        let gamma = try Pattern(file.sampled(all, width: 8, height: 8))
        let linear = try Pattern(file.sampled(all, width: 8, height: 8, light: .linear))
        #expect(abs(Int(gamma[4, 4][0]) - 128) < 3 && abs(Int(linear[4, 4][0]) - 188) < 3)
    }

    @Test func `linear light keeps pixels that are not resampled`() throws {
        for (name, bands) in [("a.png", 3), ("b.png", 4)] {
            var picture = Pattern(50, 40, bands: bands)
            if bands == 4 { for i in stride(from: 3, to: picture.pixels.count, by: 12) { picture.pixels[i] = 255 } }
            try #require(picture.write("\(scratch.path)/\(name)"))
            let file = try PictureFile(path: "\(scratch.path)/\(name)")
            #expect(
                distance(try file.allPixels(light: .linear).pixels, try file.allPixels().pixels) <= (bands == 4 ? 1 : 0)
            )
        }
        let jpeg = Pattern(80, 60).jpeg(across: 2)
        let file = try PictureFile(path: scratch.write(jpeg))
        #expect(try file.allPixels(light: .linear).pixels == Pattern(decoding: jpeg).pixels)
    }

    @Test func `the same bytes come from many threads at once`() async throws {
        let path = try scratch.write(Pattern(400, 300).jpeg(across: 2, down: 2))
        let all = Region(x: 5, y: 7, width: 380, height: 280)
        let results = try await withThrowingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { try Pattern(PictureFile(path: path).sampled(all, width: 90, height: 66)).pixels }
            }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(results.count == 1)
    }
}
