import Foundation
import Testing

@testable import Imaging

@Suite struct RawFileTests {
    let scratch = Scratch()

    /// Left half darker than the right.
    private func halves(_ x: Int, _ y: Int) -> (Int, Int, Int) { x < 64 ? (9000, 9000, 9000) : (30000, 30000, 30000) }

    @Test func `a mosaic is developed, whole and at half the size`() throws {
        let path = try scratch.write(DNG(light: halves).file, "a.jpg")
        let file = try PictureFile(path: path)
        #expect(file.format == .raw && (file.width, file.height) == (128, 96) && !file.hasAlpha)
        let full = try file.allPixels()
        let half = try Pattern(file.sampled(Region(x: 0, y: 0, width: 128, height: 96), width: 64, height: 48))
        for (picture, right) in [(full, 100), (half, 50)] {
            let (dark, bright) = (picture[8, 20], picture[right, 20])
            #expect(zip(dark, bright).allSatisfy { Int($0) + 40 < Int($1) }, "\(dark) \(bright)")
            #expect(dark.max()! - dark.min()! < 6 && bright.max()! - bright.min()! < 6, "grey stays grey")
        }
    }

    @Test(arguments: [(1, false), (3, true), (6, false), (8, true)]) func `a turned one stands upright`(
        orientation: Int, brightFirst: Bool
    ) throws {
        let path = try scratch.write(DNG(orientation: orientation, light: halves).file)
        let file = try PictureFile(path: path)
        let turned = orientation >= 5
        #expect((file.width, file.height) == (turned ? 96 : 128, turned ? 128 : 96))
        let upright = try file.allPixels()
        let (first, last) = (upright[10, 10][1], upright[file.width - 10, file.height - 10][1])
        #expect(brightFirst ? first > last + 40 : last > first + 40)
    }

    @Test func `a preview that is large enough is shown in its place`() throws {
        let picture = Pattern(128, 96, filled: [200, 60, 40])
        let jpeg = picture.jpeg(quality: 100)
        let file = try PictureFile(path: scratch.write(DNG(preview: jpeg, previewSize: (128, 96)).file))
        #expect(file.format == .raw && (file.width, file.height) == (128, 96))
        #expect(try file.allPixels().pixels == Pattern(decoding: jpeg).pixels)
    }

    @Test func `a smaller preview serves smaller slots only`() throws {
        let jpeg = Pattern(64, 48, filled: [200, 60, 40]).jpeg(quality: 100)
        let file = try PictureFile(path: scratch.write(DNG(preview: jpeg, previewSize: (64, 48)).file))
        let all = Region(x: 0, y: 0, width: 128, height: 96)
        let covered = try Pattern(file.sampled(all, width: 64, height: 48))
        #expect(distance(covered[30, 20], [200, 60, 40]) < 4)
        let finer = try Pattern(file.sampled(all, width: 70, height: 52))
        #expect(finer[30, 20].max()! - finer[30, 20].min()! < 6, "the grey sensor's picture")
    }

    @Test func `a preview of another shape, or a broken one, is passed over`() throws {
        let square = Pattern(128, 128, filled: [200, 60, 40]).jpeg()
        let whole = Pattern(128, 96, grain: 90).jpeg()
        let cut = Array(whole.dropLast(whole.count / 3))
        for (preview, size) in [(square, (128, 128)), (cut, (128, 96))] {
            let path = try scratch.write(DNG(preview: preview, previewSize: size).file)
            let shown = try PictureFile(path: path).allPixels()
            #expect(shown[60, 90].max()! - shown[60, 90].min()! < 6)
        }
    }

    @Test func `the time is the camera's`() throws {
        let path = try scratch.write(DNG(time: "2026:03:29 02:30:00").file)
        #expect(try PictureFile(path: path).takenAt == CaptureTime(exif: "2026:03:29 02:30:00"))
    }

    @Test func `a whole preview proves nothing of the sensor's data`() throws {
        let jpeg = Pattern(128, 96, filled: [200, 60, 40]).jpeg()
        for isCut in [false, true] {
            let dng = DNG(preview: jpeg, previewSize: (128, 96), isCut: isCut, light: halves)
            let file = try PictureFile(path: scratch.write(dng.file, "\(isCut)"))
            _ = try file.allPixels()
            if isCut {
                #expect(throws: ImagingError.self) { try file.checkSensorData() }
            } else {
                try file.checkSensorData()
            }
        }
    }

    @Test func `a cut file is damaged, and shows its preview when that is accepted`() throws {
        let file = try PictureFile(path: scratch.write(DNG(isCut: true, light: halves).file))
        #expect(throws: ImagingError.damaged(path: file.path, detail: "the raw data are incomplete or wrong")) {
            try file.allPixels()
        }
        #expect(throws: ImagingError.self) { try file.allPixels(acceptDamaged: true) }
        let jpeg = Pattern(64, 48, filled: [200, 60, 40]).jpeg(quality: 100)
        let shown = try PictureFile(
            path: scratch.write(DNG(preview: jpeg, previewSize: (64, 48), isCut: true, light: halves).file, "preview"))
        #expect(throws: ImagingError.self) { try shown.allPixels() }
        #expect(distance(try shown.allPixels(acceptDamaged: true)[100, 20], [200, 60, 40]) < 4)
        let whole = DNG().file
        let path = try scratch.write(Array(whole.prefix(whole.count / 2)), "half")
        #expect(throws: ImagingError.self) { try PictureFile(path: path).allPixels() }
    }

    @Test func `one that is no camera's is no picture`() throws {
        for start in ["FUJIFILMCCD-RAW 0201", "IIRO", "IIU\0"] {
            let other = try scratch.write(Array(start.utf8) + [UInt8](repeating: 9, count: 2000), "other")
            #expect(throws: ImagingError.self) { try PictureFile(path: other) }
        }
    }

    @Test func `a TIFF from a camera's editor is an ordinary picture`() throws {
        let path = "\(scratch.path)/edited.tif"
        try #require(Pattern(40, 30).write(path))
        #expect(try PictureFile(path: path).format == .tiff)
    }

    static let samples: [String] = {
        guard let folder = ProcessInfo.processInfo.environment["BOOTHKIT_RAW_SAMPLES"] else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().map { "\(folder)/\($0)" }
    }()

    @Test(arguments: samples) func `a camera's own file is read`(path: String) throws {
        let file = try PictureFile(path: path)
        #expect(file.format == .raw && file.width > 1000 && file.height > 1000)
        #expect(file.takenAt != nil)
        let region = Region(x: 0, y: 0, width: Double(file.width), height: Double(file.height))
        for width in [300, 1600] {
            let shown = try Pattern(file.sampled(region, width: width, height: width * file.height / file.width))
            let mean = shown.pixels.reduce(0) { $0 + Int($1) } / shown.pixels.count
            #expect((10...245).contains(mean), "\(mean)")
        }
        #expect(try file.whole().width == file.width)
    }
}
