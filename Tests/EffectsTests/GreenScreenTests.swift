import Effects
import Foundation
import Imaging
import Testing

@Suite struct GreenScreenTests {
    /// A grey guest before green, 96 × 64.
    private func guest() throws -> Image {
        try Image.of(
            width: 96, height: 64, bands: 3,
            (0..<96 * 64).flatMap { place -> [UInt8] in
                let (x, y) = (place % 96, place / 96)
                return (30..<66).contains(x) && y > 16 ? [150, 140, 135] : [60, 170, 70]
            })
    }

    private func pixel(_ image: Image, _ x: Int, _ y: Int) throws -> [UInt8] {
        let start = (y * image.width + x) * image.bands
        return Array(try image.samples()[start..<start + image.bands])
    }

    @Test func `the guest stands before the colour`() throws {
        let out = try EffectCall(parsing: "green-screen:colour=#2040ff").applied(to: guest())
        #expect(try pixel(out, 5, 5) == [32, 64, 255])
        #expect(zip(try pixel(out, 48, 45), [150, 140, 135]).allSatisfy { abs(Int($0) - Int($1)) <= 3 })
    }

    @Test func `the cut-out is clear where the screen was`() throws {
        let out = try EffectCall(parsing: "green-screen:result=cut-out").applied(to: guest())
        #expect(out.bands == 4)
        #expect(try pixel(out, 5, 5)[3] == 0)
        #expect(try pixel(out, 48, 45)[3] == 255)
        // Another background then costs a composite only.
        let again = try EffectCall(parsing: "green-screen:colour=#2040ff").applied(to: out)
        #expect(try pixel(again, 5, 5) == [32, 64, 255])
    }

    @Test func `a background fills the frame about its focus, and a foreground lies on top`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "screen-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ name: String, _ image: Image) throws -> String {
            let url = folder.appending(path: name)
            try Data(image.encoded(as: .png, metadata: Metadata())).write(to: url)
            return url.path()
        }
        // Red, then blue: twice as wide as the frame.
        let wide = try Image.of(
            width: 192, height: 64, bands: 3, (0..<192 * 64).flatMap { $0 % 192 < 96 ? [200, 0, 0] : [0, 0, 200] })
        let dot = try Image.of(
            width: 96, height: 64, bands: 4, (0..<96 * 64).flatMap { $0 / 96 > 60 ? [9, 9, 9, 255] : [0, 0, 0, 0] })
        let (background, foreground) = (try write("wide.png", wide), try write("dot.png", dot))
        for (focus, expected) in [("0", [200, 0, 0] as [UInt8]), ("1", [0, 0, 200])] {
            let call = try EffectCall(
                name: "green-screen",
                parameters: ["background": background, "foreground": foreground, "focus-x": focus])
            #expect(call.files == [background, foreground])
            let out = try call.applied(to: guest())
            #expect(try pixel(out, 5, 5) == expected)
            #expect(try pixel(out, 48, 63) == [9, 9, 9])
        }
    }

    @Test func `without a screen the capture comes back`() throws {
        let grey = try Image.of(width: 40, height: 40, bands: 3, (0..<4800).map { UInt8(100 + $0 % 40) })
        #expect(try EffectCall(name: "green-screen").applied(to: grey) === grey)
    }

    @Test func `a grey key is refused with a reason`() throws {
        let call = try EffectCall(parsing: "green-screen:key=#808080")
        let error = #expect(throws: ImagingError.self) { try call.applied(to: guest()) }
        #expect(error.map { "\($0)".contains("grey") } == true)
    }
}
