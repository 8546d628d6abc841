import Foundation
import Testing

@testable import Imaging

@Suite struct HEVCTilesTests {
    let scratch = Scratch()
    private static let sides = [0, 1, 2, 3]

    /// Four tiles of 64 x 64 with another picture each, cropped to 120 x 100.
    private func grid() throws -> SampleHEIF {
        let whole = Pattern(128, 128, grain: 4)
        let coded = try Self.sides.map { index in
            var tile = Pattern(64, 64)
            tile.pixels = whole.slice(x: index % 2 * 64, y: index / 2 * 64, width: 64, height: 64)
            return try SampleHEIF.coded(tile, in: scratch)
        }
        return SampleHEIF(
            size: (120, 100), tile: (64, 64), grid: (2, 2), coded: coded, order: [0, 1, 2, 3])
    }

    private func single(_ pattern: Pattern, options: String = "Q=80") throws -> SampleHEIF {
        let size = (pattern.width, pattern.height)
        return SampleHEIF(
            size: size, tile: size, coded: [try SampleHEIF.coded(pattern, options: options, in: scratch)], order: [0])
    }

    /// What libheif makes of all of it at once.
    private func whole(_ bytes: [UInt8]) throws -> Pattern {
        let picture = try PictureFile(bytes: bytes, name: "whole.heic")
        var header = picture.header
        (header.width, header.height) = (picture.width, picture.height)
        (header.orientation, header.tiles) = (.upright, nil)
        let all = Sampling(
            region: Region(x: 0, y: 0, width: Double(header.width), height: Double(header.height)),
            width: header.width, height: header.height, light: .gamma, acceptDamaged: false)
        return try Pattern(HEIFFile.whole(OpenFile(memory: bytes, name: "whole.heic"), header, all))
    }

    static let turns: [[(String, [UInt8])]] = [
        [], [("irot", [1])], [("irot", [2])], [("irot", [3])], [("imir", [0])], [("imir", [1])],
        [("irot", [1]), ("imir", [0])], [("imir", [0]), ("irot", [1])], [("irot", [3]), ("imir", [1])],
        [("imir", [1]), ("irot", [3]), ("irot", [3])],
    ]

    @Test(arguments: turns.indices, [true, false])
    func `tiles show what the whole decode shows, turned as the file says`(turn: Int, isGrid: Bool) throws {
        var sample = try isGrid ? grid() : single(Pattern(120, 100, grain: 4))
        sample.properties = Self.turns[turn].map { (type: $0.0, content: $0.1) }
        let picture = try PictureFile(bytes: sample.bytes(), name: "tiles.heic")
        #expect(picture.header.tiles?.tiles.count == (isGrid ? 4 : 1))
        let expected = try whole(sample.bytes())
        let shown = try picture.allPixels()
        #expect((shown.width, shown.height) == (expected.width, expected.height))
        #expect(distance(shown.pixels, expected.pixels) <= 1)  // libheif rounds in its own way
        let region = Region(x: 20.5, y: 31.25, width: 63, height: 50.5)
        let part = try Pattern(picture.sampled(region, width: 63, height: 50))
        let wanted = Lanczos.sampled(shown, region, width: 63, height: 50)
        #expect(zip(part.pixels, wanted).allSatisfy { abs(Double($0) - $1) < 1.1 })
    }

    @Test(arguments: ["Q=80,subsample_mode=off", "Q=80,bitdepth=10", "Q=60,bitdepth=12"])
    func `every depth and sampling of a single picture is shown`(options: String) throws {
        let sample = try single(Pattern(72, 66, grain: 4), options: options)
        let picture = try PictureFile(bytes: sample.bytes(), name: "single.heic")
        #expect(picture.header.tiles != nil)
        #expect(try distance(picture.allPixels().pixels, whole(sample.bytes()).pixels) <= 1)
    }

    @Test func `a recipe in the file is found as well as one in the list of items`() throws {
        var sample = try grid()
        let expected = try PictureFile(bytes: sample.bytes(), name: "inner").allPixels()
        sample.recipeInFile = true
        let picture = try PictureFile(bytes: sample.bytes(), name: "file")
        #expect(try picture.header.tiles != nil && picture.allPixels().pixels == expected.pixels)
    }

    @Test func `a cropped picture is left to libheif`() throws {
        var sample = try grid()
        let crop: [Int] = [100, 1, 80, 1, 0, 1, 0, 1]
        sample.properties = [("clap", crop.flatMap { [0, 0, 0, UInt8($0)] })]
        let picture = try PictureFile(bytes: sample.bytes(), name: "crop.heic")
        #expect(picture.header.tiles == nil && (picture.width, picture.height) == (100, 80))
    }

    @Test func `tiles that are missing or wrong are damage, and grey when that is accepted`() throws {
        var sample = try grid()
        let cut = sample.bytes()
        let short = Array(cut.prefix(cut.count - sample.coded[3].data.count - sample.coded[2].data.count / 2))
        sample.coded[1].data = [0, 0, 0, 40] + [UInt8](repeating: 0x55, count: 40)
        for (bytes, grey) in [(short, (100, 80)), (sample.bytes(), (100, 20))] {
            let picture = try PictureFile(bytes: bytes, name: "damaged.heic")
            let error = #expect(throws: ImagingError.self) { try picture.allPixels() }
            guard case .damaged = error else { throw error ?? .missing(path: "") }
            let shown = try Pattern(picture.whole(acceptDamaged: true))
            #expect(shown[grey.0, grey.1] == [128, 128, 128] && Set(shown.pixels).count > 20)
        }
    }

    @Test func `a stream that speaks of a larger picture than its file is refused before it takes memory`() throws {
        var sample = try single(Pattern(640, 480, grain: 4))
        (sample.size, sample.tile) = ((64, 64), (64, 64))
        #expect(
            throws: ImagingError.unsupported(
                path: "lie.heic", reason: "planes of another size or depth than the picture's")
        ) { try PictureFile(bytes: sample.bytes(), name: "lie.heic").allPixels() }
    }

    @Test func `extents that count the same bytes again and again are not followed`() throws {
        var sample = try single(Pattern(64, 64))
        sample.extents = 2
        #expect(try HEIFItems(of: OpenFile(memory: sample.bytes(), name: "")).tiles == nil)
    }
}

@Suite struct OrientationTests {
    @Test(arguments: Orientation.allCases, Orientation.allCases)
    func `one turn after another is a turn`(first: Orientation, second: Orientation) throws {
        let pattern = Pattern(5, 3)
        let image = try Image(width: 5, height: 3, bands: 3) { out in _ = out.update(fromContentsOf: pattern.pixels) }
        let apart = try Pattern(second.applied(to: first.applied(to: image)))
        let together = try Pattern(first.then(second).applied(to: image))
        #expect(together.width == apart.width && together.pixels == apart.pixels)
    }
}
