import Compositor
import Faults
import Foundation
import Imaging
import Testing

@Suite struct QRCodeTests {
    /// What zbar reads in an RGB picture; empty when it finds no code.
    private func decoded(_ image: Image) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).ppm")
        defer { try? FileManager.default.removeItem(at: file) }
        let pixels = try image.withPixels { Data($0) }
        try (Data("P6\n\(image.width) \(image.height)\n255\n".utf8) + pixels).write(to: file)
        return try BarcodeReader.contents(of: file.path)
    }

    @Test(
        .enabled(if: BarcodeReader.isInstalled, "zbar-tools is not installed"),
        arguments: [
            "https://example.com/g/3f9c2d", "1234567890", "Grüße, 你好, שלום", "a", "HELLO WORLD", "two\nlines",
            String(repeating: "long ", count: 200),
        ])
    func `a reader reads what was written`(content: String) throws {
        for correction in QRCode.Correction.allCases {
            let code = try QRCode(content: content, correction: correction)
            #expect(try decoded(code.image(module: 3)) == content)
        }
    }

    @Test(.enabled(if: BarcodeReader.isInstalled, "zbar-tools is not installed"))
    func `a coloured code that counts as readable is read`() throws {
        let (blue, cream) = (Colour(red: 30, green: 40, blue: 120), Colour(red: 255, green: 240, blue: 210))
        #expect(Contrast.isReadable(blue, on: cream))
        let image = try QRCode(content: "coloured").image(module: 2, quiet: 4, colour: blue, background: cream)
        #expect(try decoded(image) == "coloured")
    }

    @Test(arguments: [(1, 0), (3, 4), (7, 2)])
    func `modules are whole pixels of two colours`(module: Int, quiet: Int) throws {
        let (dark, light) = (Colour(red: 1, green: 2, blue: 3), Colour(red: 250, green: 251, blue: 252))
        let code = try QRCode(content: "HELLO")
        #expect(code.modules == 21)
        let image = try code.image(module: module, quiet: quiet, colour: dark, background: light)
        let side = (21 + 2 * quiet) * module
        #expect(image.width == side && image.height == side && image.bands == 3)
        try image.withPixels { pixels in
            func sample(_ x: Int, _ y: Int) -> [UInt8] { Array(pixels[(y * side + x) * 3..<(y * side + x) * 3 + 3]) }
            for y in 0..<side {
                for x in 0..<side {
                    let corner = sample(x / module * module, y / module * module)
                    #expect(sample(x, y) == corner && (corner == [1, 2, 3] || corner == [250, 251, 252]))
                    let inside = min(x, y, side - 1 - x, side - 1 - y) / module - quiet
                    if inside < 0 { #expect(corner == [250, 251, 252]) }
                }
            }
            // The first finder pattern: seven dark modules, then a light one.
            let row = (0..<8).map { sample((quiet + $0) * module, quiet * module)[0] }
            #expect(row == [1, 1, 1, 1, 1, 1, 1, 250])
        }
    }

    @Test func `as SVG it is the same modules, in a quiet zone`() throws {
        let code = try QRCode(content: "https://photos.example/s/AbCdEf")
        let (svg, image) = (code.svg(), try code.image(module: 1))
        #expect(svg.contains("viewBox=\"0 0 \(image.width) \(image.width)\""))
        var dark = Set<[Int]>()
        for match in svg.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/) {
            let (x, y, length) = (Int(match.1)!, Int(match.2)!, Int(match.3)!)
            #expect(match.3 == match.4)
            for column in x..<x + length { #expect(dark.insert([column, y]).inserted) }
        }
        try image.withPixels { pixels in
            for y in 0..<image.height {
                for x in 0..<image.width {
                    #expect((pixels[(y * image.width + x) * 3] == 0) == dark.contains([x, y]))
                }
            }
        }
    }

    @Test func `translucent colours make a premultiplied picture`() throws {
        let image = try QRCode(content: "a").image(
            module: 1, quiet: 1, background: Colour(red: 200, green: 100, blue: 0, alpha: 128))
        #expect(image.bands == 4)
        try image.withPixels { #expect(Array($0[..<4]) == [100, 50, 0, 128]) }
    }

    @Test func `more correction takes more modules`() throws {
        let sizes = try QRCode.Correction.allCases.map {
            try QRCode(content: String(repeating: "a", count: 100), correction: $0).modules
        }
        #expect(sizes == sizes.sorted() && Set(sizes).count == 4)
    }

    @Test func `content at the limit is a code, one byte more is an error`() throws {
        for (correction, limit) in zip(QRCode.Correction.allCases, [2_953, 2_331, 1_663, 1_273]) {
            #expect(try QRCode(content: String(repeating: "a", count: limit), correction: correction).modules == 177)
            #expect(throws: QRCodeError.tooLong(bytes: limit + 1, limit: limit, correction: correction)) {
                try QRCode(content: String(repeating: "a", count: limit + 1), correction: correction)
            }
        }
        #expect(try QRCode(content: String(repeating: "1", count: 7_089), correction: .low).modules == 177)
        #expect(throws: QRCodeError.tooLong(bytes: 7_090, limit: 2_953, correction: .low)) {
            try QRCode(content: String(repeating: "1", count: 7_090), correction: .low)
        }
    }

    @Test func `what cannot be a code says why`() {
        #expect(throws: QRCodeError.empty) { try QRCode(content: "") }
        #expect(throws: QRCodeError.zeroByte) { try QRCode(content: "a\0b") }
        let error = QRCodeError.tooLong(bytes: 1_400, limit: 1_273, correction: .high)
        #expect(
            error.description
                == "code: 1400 bytes are too long, correction H holds about 1273; "
                + "shorten the content or use a lower correction")
    }

    @Test(arguments: [(0, 4), (-1, 4), (3, -1), (1_001, 4), (1, 1_001), (600, 4), (.max, .max)])
    func `a picture that cannot be is refused`(module: Int, quiet: Int) throws {
        let code = try QRCode(content: "a")
        #expect(throws: ImagingError.self) { try code.image(module: module, quiet: quiet) }
    }
}
