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

    @Test func `what is cropped away shows the background, in whatever part of the capture is seen`() throws {
        let call = try EffectCall(parsing: "green-screen:colour=#2040ff,crop-left=0.25,crop-bottom=0.25").prepared()
        let whole = try call.applied(to: guest(), in: EffectContext(side: 64))
        #expect(try pixel(whole, 60, 40) != [32, 64, 255])
        // The guest from 30 to 66, cut at 24 and at 48 from the top.
        #expect(try pixel(whole, 50, 47) != [32, 64, 255])
        #expect(try pixel(whole, 50, 48) == [32, 64, 255])
        #expect(try pixel(whole, 20, 40) == [32, 64, 255])
        let right = try guest().cropped(to: PixelBox(x: 48, y: 0, width: 48, height: 64))
        let seen = EffectContext(side: 64, seen: Region(x: 0.5, y: 0, width: 0.5, height: 1))
        #expect(try pixel(call.applied(to: right, in: seen), 5, 47) != [32, 64, 255])
        #expect(try pixel(call.applied(to: right, in: seen), 5, 48) == [32, 64, 255])
        // Nothing of what is seen is left.
        let gone = try EffectCall(parsing: "green-screen:colour=#2040ff,crop-right=0.6").prepared()
        #expect(try pixel(gone.applied(to: right, in: seen), 5, 40) == [32, 64, 255])
    }

    @Test(arguments: ["crop-left=0.5,crop-right=0.5", "crop-top=0.9,crop-bottom=0.1"])
    func `a crop that leaves nothing is refused`(text: String) throws {
        let call = try EffectCall(parsing: "green-screen:" + text)
        let error = #expect(throws: EffectError.self) { try call.prepared() }
        #expect(error.map { "\($0)".contains("leave a twentieth") } == true)
    }

    @Test(arguments: [
        "background-capture=0", "background-capture=1.5", "background-capture=1000", "shadow=2", "crop-top=1",
    ])
    func `parameters out of range are refused`(text: String) {
        #expect(throws: EffectError.self) { try EffectCall(parsing: "green-screen:" + text) }
    }

    @Test func `a background that is another capture is asked for by number`() throws {
        let call = try EffectCall(parsing: "green-screen:background-capture=2")
        #expect(call.captures == [2] && call.files.isEmpty)
        let error = #expect(throws: ImagingError.self) { try call.applied(to: guest()) }
        #expect(error.map { "\($0)".contains("no capture 2 here") } == true)
    }

    @Test func `an empty shot is seen through the effects before the green screen`() throws {
        // The left of the screen is lit, the right is not: mirrored, the plate must be mirrored, too.
        let folder = FileManager.default.temporaryDirectory.appending(path: "plate-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func screen(_ guest: Bool) throws -> Image {
            try Image.of(
                width: 320, height: 160, bands: 3,
                (0..<320 * 160).flatMap { place -> [UInt8] in
                    let (x, y) = (place % 320, place / 320)
                    if guest, (40..<300).contains(x), y > 24 { return [150, 140, 135] }
                    return [60, 170, 70].map { UInt8(Double($0) * (1.1 - 0.3 * Double(x) / 320)) }
                })
        }
        let plate = folder.appending(path: "empty.png")
        try Data(screen(false).encoded(as: .png, metadata: Metadata())).write(to: plate)
        var context = EffectContext(side: 160)
        context.emptyScreen = EmptyScreen(path: plate.path())
        let chain = [
            try EffectCall(name: "mirror").prepared(), try EffectCall(parsing: "green-screen:result=screen").prepared(),
        ]
        let field = try chain.applied(to: screen(true), in: context)
        let truth = try EffectCall(name: "mirror").applied(to: screen(false))
        let off = zip(try field.samples(), try truth.samples()).map { abs(Int($0) - Int($1)) }
        #expect(off.reduce(0, +) / off.count <= 2)
    }
}
