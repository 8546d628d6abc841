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

    @Test func `a cut file without a preview is damaged`() throws {
        let file = try PictureFile(path: scratch.write(DNG(isCut: true, light: halves).file))
        #expect(throws: ImagingError.damaged(path: file.path, detail: "the sensor's data are missing")) {
            try file.allPixels()
        }
        #expect(throws: ImagingError.self) { try file.allPixels(acceptDamaged: true) }
        let jpeg = Pattern(64, 48, grain: 90).jpeg(quality: 100)
        let broken = DNG(
            preview: Array(jpeg.dropLast(jpeg.count / 3)), previewSize: (64, 48), isCut: true, light: halves)
        let shown = try PictureFile(path: scratch.write(broken.file, "broken"))
        #expect(throws: ImagingError.self) { try shown.allPixels() }
        #expect(Set(try shown.allPixels(acceptDamaged: true).pixels).count > 8)
        let whole = DNG().file
        let path = try scratch.write(Array(whole.prefix(whole.count / 2)), "half")
        #expect(throws: ImagingError.self) { try PictureFile(path: path).allPixels() }
    }

    @Test func `a preview of any size stands for sensor data that are missing`() throws {
        let jpeg = Pattern(64, 48, filled: [200, 60, 40]).jpeg(quality: 100)
        let file = try PictureFile(
            path: scratch.write(DNG(preview: jpeg, previewSize: (64, 48), isCut: true, light: halves).file))
        #expect(distance(try file.allPixels()[100, 20], [200, 60, 40]) < 4)
        #expect(file.warnings == ["\(file.path): the sensor's data are missing; its preview of 64x48 pixels is shown"])
        #expect(throws: ImagingError.self) { try file.checkSensorData() }
    }

    @Test func `the bars of a preview of another shape are left out`() throws {
        // 4:3 stands in the middle of a square.
        var square = Pattern(96, 96, filled: [0, 0, 0])
        for at in 12 * 96 * 3..<84 * 96 * 3 { square.pixels[at] = [200, 60, 40][at % 3] }
        let dng = DNG(preview: square.jpeg(quality: 100), previewSize: (96, 96), isCut: true, light: halves)
        let shown = try PictureFile(path: scratch.write(dng.file)).allPixels()
        for (x, y) in [(2, 2), (125, 93), (64, 2), (64, 93)] { #expect(distance(shown[x, y], [200, 60, 40]) < 12) }
    }

    @Test func `a preview stands for sensor data that are missing, and it is said`() throws {
        let jpeg = Pattern(128, 96, filled: [200, 60, 40]).jpeg(quality: 100)
        for (offset, isCut) in [(0, true), (1, false), (64, false)] {
            var bytes = DNG(preview: jpeg, previewSize: (128, 96), isCut: isCut, light: halves).file
            if offset > 0 {
                bytes = Self.moving(strip: 128 * 96 * 2, of: bytes, to: bytes.count - 128 * 96 * 2 + offset)
            }
            let file = try PictureFile(path: scratch.write(bytes, "cut-\(offset)"))
            #expect(distance(try file.allPixels()[30, 20], [200, 60, 40]) < 4)
            let said = "the sensor's data are missing; its preview of 128x96 pixels is shown"
            #expect(file.warnings == ["\(file.path): \(said)"])
            #expect(throws: ImagingError.damaged(path: file.path, detail: "the sensor's data are missing")) {
                try file.checkSensorData()
            }
        }
    }

    /// The file with the strip of `count` bytes said to begin elsewhere.
    private static func moving(strip count: Int, of bytes: [UInt8], to offset: Int) -> [UInt8] {
        func number(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        var bytes = bytes
        // Tag 273, LONG, one: the entry before 277 whose count stands in 279.
        let head: [UInt8] = [0x11, 0x01, 4, 0, 1, 0, 0, 0]
        for at in bytes.indices.dropLast(60) where bytes[at...].starts(with: head) {
            let counts: [UInt8] = [0x17, 0x01, 4, 0, 1, 0, 0, 0] + number(count)
            guard bytes[at..<at + 60].indices.contains(where: { bytes[$0...].starts(with: counts) }) else { continue }
            bytes.replaceSubrange(at + 8..<at + 12, with: number(offset))
        }
        return bytes
    }

    @Test(arguments: [0, 1, 4000]) func `a Fujifilm or Canon file that is cut short is noticed`(lost: Int) throws {
        var fuji = Array("FUJIFILMCCD-RAW 0201".utf8) + [UInt8](repeating: 0, count: 5000)
        fuji.replaceSubrange(100..<108, with: [0, 0, 4, 0] + [0, 0, 0x0F, 0x94])  // 1024 and 3988 are 5012
        fuji = Array(fuji.prefix(5012 - lost))
        let boxes = [0, 0, 0, 16] + Array("ftypcrx ".utf8) + [0, 0, 0, 1] + [0, 0, 0x10, 0] + Array("mdat".utf8)
        let canon = Array((boxes + [UInt8](repeating: 0, count: 4088)).dropLast(lost))
        for bytes in [fuji, canon] {
            #expect(try RawGate.isMissingData(OpenFile(memory: bytes, name: "a")) == (lost > 0))
        }
    }

    @Test func `Fujifilm and Canon keep the time in places of their own`() throws {
        let time = CaptureTime(exif: "2026:06:14 20:15:00", fraction: "73")
        let exif = Exif.block(exif: [(0x9003, .text("2026:06:14 20:15:00")), (0x9291, .text("73"))])
        let segment = [0xFF, 0xD8, 0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif
        let fuji = Array("FUJIFILMCCD-RAW 0201".utf8) + [UInt8](repeating: 0, count: 64) + [0, 0, 0, 120]
        let raf = fuji + [UInt8](repeating: 0, count: 32) + segment
        #expect(try RawTags.tags(of: OpenFile(memory: raf, name: "a.raf")).takenAt == time)
        // The directory of EXIF's tags stands first in Canon's box.
        let directory = Array(
            Exif.block(main: [(0x9003, .text("2026:06:14 20:15:00")), (0x9291, .text("73"))]).dropFirst(6))
        let inner = [0, 0, 0, UInt8(directory.count + 8)] + Array("CMT2".utf8) + directory
        let cr3 =
            [0, 0, 0, 16] + Array("ftypcrx ".utf8) + [0, 0, 0, 1] + [0, 0, 0, UInt8(inner.count + 8)]
            + Array("moov".utf8) + inner
        #expect(try RawTags.tags(of: OpenFile(memory: cr3, name: "a.cr3")).takenAt == time)
        for file in [raf, cr3] {
            for end in file.indices {
                _ = try RawTags.tags(of: OpenFile(memory: Array(file[...end]), name: "cut"))
            }
        }
    }

    @Test func `bytes in memory are a raw file as well`() throws {
        let bytes = DNG(light: halves).file
        let file = try PictureFile(path: scratch.write(bytes))
        let memory = try PictureFile(bytes: bytes, name: "a.dng")
        #expect(memory.format == .raw)
        #expect(try memory.allPixels().pixels == file.allPixels().pixels)
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
