import Foundation
import Testing

@testable import Imaging

/// The empty shot, the shadow that is kept, the part that is keyed, the cut-out that is kept.
@Suite struct ScreenKeyPlateTests {
    private let background = Colour(red: 200, green: 180, blue: 160)

    private func behind(_ scene: ScreenKeyScene) throws -> Image {
        try .flat(background, width: scene.width, height: scene.height)
    }

    @Test func `an empty shot in other light tells as much`() throws {
        var scene = ScreenKeyScene.person()
        scene.light = 0.6...1.5
        let picture = try scene.picture
        let field = try #require(try ScreenKey(picture, plate: scene.screen).screenField()).samples
        // A stop darker, as the camera's exposure may be.
        scene.light = 0.3...0.75
        let darker = try #require(try ScreenKey(picture, plate: scene.screen).screenField()).samples
        let off = zip(field, darker).map { abs(Int($0) - Int($1)) }
        #expect(off.max()! <= 8 && off.reduce(0, +) <= off.count)
    }

    @Test func `an empty shot of something else is not believed`() throws {
        let scene = ScreenKeyScene.person()
        let picture = try scene.picture
        let alone = try ScreenKey(picture).composited(over: behind(scene)).samples
        let wall = try Image.flat(Colour(red: 128, green: 120, blue: 118), width: 240, height: 320)
        #expect(try ScreenKey(picture, plate: wall).composited(over: behind(scene)).samples == alone)
        var blue = scene
        blue.key = Colour(red: 0x20, green: 0x50, blue: 0xC0)
        #expect(try ScreenKey(picture, plate: blue.screen).composited(over: behind(scene)).samples == alone)
    }

    /// A shadow of half the light beside the subject.
    private func shaded() -> ScreenKeyScene {
        let person = ScreenKeyScene.person().subject
        return ScreenKeyScene(width: 480, height: 640, light: 1...1) { x, y in
            let (colour, coverage) = person(x / 2, y / 2)
            let shadow = min(1, max(0, 40 - hypot(Double(x) - 400, (Double(y) - 300) / 3)) / 20) * 0.4
            // Less light on the screen: as if something black stood before a part of it.
            return coverage > 0 ? (colour, coverage) : (.zero, shadow)
        }
    }

    @Test func `the shadow on the screen falls on the background as far as it is wanted`() throws {
        let scene = shaded()
        func level(_ share: Double, x: Int, y: Int) throws -> Double {
            let key = try ScreenKey(scene.picture, settings: .init(shadow: share))
            var base = try behind(scene)
            if let shadow = try key.shadow() { base = try shadow.laid(over: base) }
            let out = try key.composited(over: base).samples
            return ScreenKeyScene.linear(out[(y * 480 + x) * 3 + 1])
        }
        let clear = ScreenKeyScene.linear(background.green)
        #expect(abs(try level(0, x: 400, y: 300) / clear - 1) < 0.05)
        #expect(abs(try level(1, x: 400, y: 300) / clear - 0.65) < 0.06)
        #expect(abs(try level(0.5, x: 400, y: 300) / clear - 0.83) < 0.05)
        #expect(abs(try level(1, x: 60, y: 60) / clear - 1) < 0.02)
    }

    @Test(arguments: [0.0, 1])
    func `a kept cut-out over the background is what keying it gives`(shadow: Double) throws {
        let scene = shaded()
        let key = try ScreenKey(scene.picture, settings: .init(shadow: shadow))
        var base = try behind(scene)
        if let shadow = try key.shadow() { base = try shadow.laid(over: base) }
        let whole = try key.composited(over: base).samples
        let laid = try key.cutOut().laid(over: behind(scene)).samples
        // A cut-out has no room for what is brighter than white times its coverage.
        let off = zip(whole, laid).map { abs(Int($0) - Int($1)) }
        #expect(off.max()! <= 16 && off.count { $0 > 2 } * 100 < off.count)
    }

    @Test func `what is outside of the box is background, to the pixel`() throws {
        var scene = ScreenKeyScene.person()
        let person = scene.subject
        // A lamp stand beside the screen.
        scene.subject = { x, y in x < 30 ? (.init(0.3, 0.2, 0.1), 1) : person(x, y) }
        let box = PixelBox(x: 33, y: 11, width: 190, height: 300)
        let key = try ScreenKey(scene.picture, box: box)
        let flat = try behind(scene)
        let out = try key.composited(over: flat).samples
        let (matte, cut) = (try key.matte().samples, try key.cutOut().samples)
        let fine = try key.fineMatte()
        for y in 0..<320 {
            for x in 0..<240 where !(x >= 33 && x < 223 && y >= 11 && y < 311) {
                let place = y * 240 + x
                #expect(Array(out[place * 3..<place * 3 + 3]) == [200, 180, 160])
                #expect(matte[place] == 0 && cut[place * 4 + 3] == 0 && fine[place] == 0)
            }
        }
        #expect(matte[200 * 240 + 120] == 255 && fine[200 * 240 + 120] == 65535)
    }

    @Test func `shadow and box give the same bytes on any number of threads`() throws {
        let picture = try shaded().picture
        func results(_ threads: Int) throws -> [[UInt8]] {
            let box = PixelBox(x: 5, y: 7, width: 471, height: 629)
            let key = try ScreenKey(picture, settings: .init(shadow: 0.8), box: box, threads: threads)
            return try [key.cutOut().samples, try #require(try key.shadow()).samples]
        }
        let first = try results(1)
        for threads in [2, 3, 8] { #expect(try results(threads) == first) }
        for level in try KernelLevel.each({ try results(2) }) { #expect(level == first) }
    }

    @Test func `a shot with little screen, or a pale one, is told`() throws {
        var scene = ScreenKeyScene.person()
        scene.subject = { x, _ in (.init(0.3, 0.2, 0.15), x > 110 ? 1 : 0) }
        let little = try ScreenKey(scene.picture).advice
        #expect(little.contains { $0.contains("% of the picture is plain screen") }, "\(little)")
        scene.key = Colour(red: 140, green: 190, blue: 150)
        scene.subject = { _, _ in (.zero, 0) }
        let pale = try ScreenKey(scene.picture, settings: .init(keyColour: scene.key))
        #expect(pale.advice.contains { $0.contains("pale") })
        scene.key = Colour(red: 60, green: 255, blue: 80)
        #expect(try ScreenKey(scene.picture).advice.first?.contains("overexposed") == true)
    }
}
