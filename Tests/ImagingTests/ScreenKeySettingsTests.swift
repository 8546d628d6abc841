import Faults
import Foundation
import Testing

@testable import Imaging

@Suite struct ScreenKeySettingsTests {
    @Test func `the bytes do not depend on threads or vectors`() throws {
        var scene = ScreenKeyScene.person(soft: 6)
        (scene.width, scene.height, scene.noise) = (237, 311, 0.01)
        let picture = try scene.picture
        let background = try Image.smooth(width: 237, height: 311, bands: 3)
        func results(_ threads: Int) throws -> [[UInt8]] {
            let key = try ScreenKey(picture, threads: threads)
            let fine = try key.fineMatte().flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
            let field = try #require(try key.screenField())
            return try [
                key.composited(over: background).samples, key.cutOut().samples, key.matte().samples, field.samples,
                fine,
            ]
        }
        let first = try results(1)
        for threads in 2...8 { #expect(try results(threads) == first) }
        for level in try KernelLevel.each({ try results(2) }) { #expect(level == first) }
    }

    @Test(arguments: [
        Colour(red: 128, green: 128, blue: 128), .white, .black, Colour(red: 130, green: 128, blue: 120),
    ])
    func `a grey key is refused with a reason`(key: Colour) throws {
        let picture = try ScreenKeyScene.person().picture
        let error = #expect(throws: ImagingError.self) {
            _ = try ScreenKey(picture, settings: .init(keyColour: key))
        }
        #expect(error?.description.contains("grey") == true)
    }

    @Test func `a picked pure green stands for the screen of that hue`() throws {
        let picture = try ScreenKeyScene.person().picture
        let picked = try ScreenKey(picture, settings: .init(keyColour: Colour(red: 0, green: 255, blue: 0)))
        #expect(picked.found)
        #expect(try picked.matte().samples == ScreenKey(picture).matte().samples)
        #expect(try !ScreenKey(picture, settings: .init(keyColour: Colour(red: 0, green: 0, blue: 255))).found)
    }

    @Test func `an empty shot tells what is behind the subject`() throws {
        var scene = ScreenKeyScene.person()
        scene.light = 0.4...1.6
        let plate = try scene.screen
        let picture = try scene.picture
        let field = try #require(try ScreenKey(picture, plate: plate).screenField()).samples
        let blind = try #require(try ScreenKey(picture).screenField()).samples
        let truth = try plate.samples
        func error(_ field: [UInt8]) -> Int { zip(field, truth).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) } }
        #expect(error(field) < error(blind))
        #expect(error(field) < truth.count)
        let other = try Image.flat(.white, width: 10, height: 10)
        #expect(throws: ImagingError.self) { _ = try ScreenKey(picture, plate: other) }
    }

    @Test func `a background of another size is refused`() throws {
        let key = try ScreenKey(ScreenKeyScene.person().picture)
        let error = #expect(throws: ImagingError.self) {
            _ = try key.composited(over: .flat(.white, width: 100, height: 320))
        }
        #expect(error?.description.contains("100x320") == true)
    }

    private func cover(_ settings: ScreenKey.Settings) throws -> Int {
        try ScreenKey(ScreenKeyScene.person(soft: 12).picture, settings: settings).matte().samples.reduce(0) {
            $0 + Int($1)
        }
    }

    @Test func `edges move in and out, and get harder`() throws {
        let plain = try cover(.init())
        #expect(try cover(.init(edge: 0.3)) < plain)
        #expect(try cover(.init(edge: -0.3)) > plain)
        let hard = try ScreenKey(ScreenKeyScene.person(soft: 12).picture, settings: .init(softness: 0)).matte().samples
        let soft = try ScreenKey(ScreenKeyScene.person(soft: 12).picture).matte().samples
        let between = { (matte: [UInt8]) in matte.count { $0 > 5 && $0 < 250 } }
        #expect(between(hard) * 2 < between(soft))
    }

    @Test func `a higher core keeps more, more coverage keys more`() throws {
        let thin = ScreenKeyScene { x, y in
            (ScreenKeyScene.Light(repeating: 0.5), abs(x - 120) < 60 && abs(y - 160) < 80 ? 0.5 : 0)
        }
        let picture = try thin.picture
        func middle(_ settings: ScreenKey.Settings) throws -> UInt8 {
            try ScreenKey(picture, settings: settings).matte().samples[160 * 240 + 120]
        }
        #expect(try middle(.init(solidCore: 0.95)) == 255)
        #expect(abs(Int(try middle(.init())) - 128) < 12)
        var tinted = ScreenKeyScene.person()
        tinted.key = Colour(red: 70, green: 168, blue: 96)
        let key = Colour(red: 56, green: 168, blue: 88)
        #expect(try ScreenKey(tinted.picture, settings: .init(keyColour: key, coverage: 1)).found)
    }

    @Test func `own colour goes when it shall not be kept`() throws {
        let picture = try ScreenKeyScene.person(cloth: .init(0.11, 0.19, 0.045)).picture
        func excess(_ keep: Double) throws -> Int {
            let result = try ScreenKey(picture, settings: .init(keepOwnColour: keep))
                .composited(over: .flat(.white, width: 240, height: 320)).samples
            let at = (270 * 240 + 120) * 3
            return Int(result[at + 1]) - max(Int(result[at]), Int(result[at + 2]))
        }
        #expect(try excess(1) > 20)
        #expect(try excess(0) < 8)
    }

    @Test func `settings stay in their ranges`() {
        var settings = ScreenKey.Settings(coverage: 7, softness: -1, spill: .nan, solidCore: 0, edge: 1)
        #expect(settings.coverage == 1 && settings.softness == 0 && settings.spill == 0)
        #expect(settings.solidCore == 0.1 && settings.edge == 0.9)
        settings.keepOwnColour = 2
        settings.edge = -3
        #expect(settings.keepOwnColour == 1 && settings.edge == -0.9)
    }

    @Test func `a cut-out over the background is close to the composite`() throws {
        let key = try ScreenKey(ScreenKeyScene.person(soft: 2).picture)
        let cut = try key.cutOut().samples
        let result = try key.composited(over: .flat(.white, width: 240, height: 320)).samples
        var worst = 0
        for place in 0..<240 * 320 where cut[place * 4 + 3] == 255 || cut[place * 4 + 3] == 0 {
            for band in 0..<3 {
                let over = Int(cut[place * 4 + band]) + 255 - Int(cut[place * 4 + 3])
                worst = max(worst, abs(over - Int(result[place * 3 + band])))
            }
        }
        #expect(worst <= 1)
        for place in 0..<240 * 320 { #expect(cut[place * 4 + 1] <= cut[place * 4 + 3]) }
    }

    @Test func `bad light is told`() throws {
        var scene = ScreenKeyScene.person()
        scene.light = 0.2...1.2
        #expect(try ScreenKey(scene.picture).advice.contains { $0.contains("unevenly") })
        #expect(try ScreenKey(ScreenKeyScene.person().screen).advice.isEmpty)
    }
}
