import Compositor
import Faults
import Foundation
import Imaging
import Testing

@Suite struct CodeTests {
    private let scratch = try! Scratch()

    private func layout(_ keys: String, on side: Int = 400) throws -> Layout {
        try scratch.layout(
            side, side, bleed: 12,
            ##""background": { "colour": "#ffe0c0" }, "codes": [{ "x": 40, "y": 60, \##(keys) }]"##)
    }

    private func photo(_ keys: String, values: Values = Values()) throws -> Raster {
        try Raster(scratch.composition(layout(keys), values: values).finalPhoto())
    }

    @Test(
        .enabled(if: BarcodeReader.isInstalled, "zbar-tools is not installed"),
        arguments: [
            #""size": 240"#, #""size": "40%", "correction": "H""#, #""module": 4, "quiet": 4"#,
            ##""size": 200, "colour": "#203060", "background": "#fff8e8""##,
        ])
    func `a code is read back from the printed picture`(keys: String) throws {
        var values = Values()
        try values.set("share.url", to: "https://example.com/s/Grüße-47")
        let composition = try scratch.composition(
            layout(#""content": "{share.url}?n={session.number|0}", \#(keys)"#), values: values)
        for name in ["photo.png", "photo.jpg"] {
            let path = try scratch.write(
                name,
                composition.finalPhoto().encoded(as: #require(StillFormat(path: name)), metadata: Metadata()))
            #expect(try BarcodeReader.contents(of: path) == "https://example.com/s/Gr%C3%BC%C3%9Fe-47?n=0")
        }
    }

    @Test func `modules are whole pixels, and what is left is shared out around the symbol`() throws {
        // 21 modules and 8 of quiet: 29, three pixels each in 90.
        let photo = try photo(#""content": "A", "size": 90"#)
        #expect(photo.ink(on: Colour(red: 255, green: 224, blue: 192)) == PixelBox(x: 42, y: 62, width: 87, height: 87))
        #expect(photo[42 + 12, 62 + 12] == .black && photo[42 + 11, 62 + 12] == .white)
    }

    @Test func `a module's size decides about the symbol's`() throws {
        let photo = try photo(#""content": "A", "module": 5, "quiet": 2"#)
        #expect(
            photo.ink(on: Colour(red: 255, green: 224, blue: 192)) == PixelBox(x: 40, y: 60, width: 125, height: 125))
    }

    @Test func `empty content draws nothing`() throws {
        let photo = try photo(#""content": "{share.url}", "size": 90"#)
        #expect(photo.ink(on: Colour(red: 255, green: 224, blue: 192)) == nil)
    }

    @Test func `content that does not fit into its box is an error that says so`() throws {
        let error = #expect(throws: CompositorError.self) {
            try photo(#""content": "https://example.com/a/rather/long/link", "size": 30"#)
        }
        #expect(
            error?.description
                == #"QR code "https://example.com/a/rather/long/link": 29 modules do not fit into its box; "#
                + "make it larger or the link shorter")
    }

    @Test func `content that no symbol holds is an error`() throws {
        var values = Values()
        try values.set("long", to: String(repeating: "a", count: 3_000))
        #expect(throws: CompositorError.self) { try photo(#""content": "{value.long}", "size": 390"#, values: values) }
    }
}

/// zbarimg, another program than the one under test.
enum BarcodeReader {
    private static let program = ["/usr/bin/zbarimg", "/usr/local/bin/zbarimg"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    static let isInstalled = program != nil

    /// What is read in a picture file; empty when no code is found.
    static func contents(of path: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: try #require(program))
        process.arguments = ["--quiet", "--raw", "--oneshot", "-Sbinary", path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
