import Foundation
import Testing

@testable import Imaging

/// Guests in clothes near the screen's colour, and what they wave and wear that is seen through.
@Suite struct ScreenKeyClothTests {
    typealias Light = ScreenKeyScene.Light
    private static let blue = Colour(red: 36, green: 82, blue: 190)
    private static let behind = Colour(red: 190, green: 172, blue: 175)

    /// A person of 960 x 1280 in cloth with folds that run down.
    private static func dressed(_ colour: Colour, screen: Colour? = nil) -> ScreenKeyScene {
        let cloth = ScreenKeyScene.light(colour)
        var scene = ScreenKeyScene.person(soft: 1)
        (scene.width, scene.height, scene.noise) = (960, 1280, 0.004)
        if let screen { scene.key = screen }
        let person = scene.subject
        scene.subject = { x, y in
            let (skin, coverage) = person(x / 4, y / 4)
            return (y < 660 ? skin : cloth * (0.86 + 0.14 * sin(Double(x) / 24)), coverage)
        }
        return scene
    }

    /// Mean difference per channel from the truth, where `counts` says so of coverage.
    private static func error(
        _ scene: ScreenKeyScene, rows: Range<Int>, where counts: (Double) -> Bool
    ) throws -> Double {
        let result = try ScreenKey(scene.picture)
            .composited(over: .flat(behind, width: scene.width, height: scene.height)).samples
        let background = ScreenKeyScene.light(behind)
        var (sum, count) = (0.0, 0.0)
        for y in stride(from: rows.lowerBound, to: rows.upperBound, by: 3) {
            for x in stride(from: 0, to: scene.width, by: 2) {
                let (colour, coverage) = scene.subject(x, y)
                guard counts(coverage) else { continue }
                let truth = colour * coverage + background * (1 - coverage)
                for band in 0..<3 {
                    let code = Double(ScreenKeyScene.encoded(truth[band]))
                    sum += abs(Double(result[(y * scene.width + x) * 3 + band]) - code)
                    count += 1
                }
            }
        }
        return sum / max(1, count)
    }

    @Test(arguments: [
        ("turquoise", Colour(red: 64, green: 224, blue: 208)), ("pistachio", Colour(red: 147, green: 197, blue: 114)),
        ("mint", Colour(red: 170, green: 240, blue: 200)), ("lime", Colour(red: 160, green: 236, blue: 64)),
        ("emerald", Colour(red: 20, green: 130, blue: 96)), ("celadon", Colour(red: 172, green: 225, blue: 175)),
        ("olive", Colour(red: 96, green: 120, blue: 50)),
    ])
    func `clothes near a green screen's colour keep theirs`(name: String, colour: Colour) throws {
        let error = try Self.error(Self.dressed(colour), rows: 720..<1270) { $0 > 0.98 }
        #expect(error < 5, "\(name): \(error)")
    }

    @Test(arguments: [
        ("sky", Colour(red: 135, green: 206, blue: 235)), ("periwinkle", Colour(red: 150, green: 160, blue: 245)),
        ("violet", Colour(red: 110, green: 60, blue: 220)), ("denim", Colour(red: 70, green: 100, blue: 150)),
    ])
    func `clothes near a blue screen's colour keep theirs`(name: String, colour: Colour) throws {
        let error = try Self.error(Self.dressed(colour, screen: Self.blue), rows: 720..<1270) { $0 > 0.98 }
        #expect(error < 5, "\(name): \(error)")
    }

    @Test func `a cloth of the screen's own hue that is twice as bright is no lamp's light on the screen`() throws {
        let error = try Self.error(Self.dressed(Colour(red: 57, green: 235, blue: 92)), rows: 720..<1270) { $0 > 0.98 }
        #expect(error < 5, "\(error)")
    }

    /// A person, and beside them a forearm that moved up or down by `length` pixels while the shutter was open.
    private static func waving(_ length: Double) -> ScreenKeyScene {
        var scene = dressed(Colour(red: 160, green: 32, blue: 64))
        let (person, skin) = (scene.subject, Light(0.57, 0.30, 0.18))
        scene.subject = { x, y in
            let (colour, coverage) = person(x, y)
            guard coverage < 1, (800..<950).contains(x) else { return (colour, coverage) }
            // A box of 70 pixels, moved over `length`.
            let far = abs(Double(y) - 500)
            let share = min(1, max(0, ((70 + length) / 2 - far) / min(70, length))) * min(1, 70 / length)
            return (skin, share)
        }
        return scene
    }

    @Test(arguments: [(30.0, 2.0), (60, 2), (120, 6)])
    func `a hand that moved is a soft veil of its own colour`(length: Double, most: Double) throws {
        let error = try Self.error(Self.waving(length), rows: 400..<600) { $0 > 0.02 && $0 < 0.98 }
        #expect(error < most, "\(error)")
    }

    @Test func `a white veil stays thin`() throws {
        var scene = Self.dressed(Colour(red: 160, green: 32, blue: 64))
        let person = scene.subject
        scene.subject = { x, y in
            let (colour, coverage) = person(x, y)
            guard coverage < 0.01, (20..<140).contains(x), y > 500 else { return (colour, coverage) }
            let folds = 0.27 + 0.1 * sin(Double(x) / 21 + Double(y) / 160) + 0.06 * sin(Double(x) / 7)
            return (Light(repeating: 0.85), folds)
        }
        let matte = try ScreenKey(scene.picture).matte().samples
        var (sum, count) = (0.0, 0.0)
        for y in 600..<1270 {
            for x in 30..<130 {
                sum += abs(Double(matte[y * 960 + x]) / 255 - scene.subject(x, y).coverage)
                count += 1
            }
        }
        #expect(sum / count < 0.15, "off by \(sum / count)")
    }

    @Test func `the bytes do not depend on threads or vectors`() throws {
        let picture = try Self.waving(60).picture
        func results(_ threads: Int) throws -> [UInt8] {
            try ScreenKey(picture, threads: threads)
                .composited(over: .flat(Self.behind, width: 960, height: 1280)).samples
        }
        let first = try results(1)
        for threads in [2, 3] { #expect(try results(threads) == first) }
        for level in try KernelLevel.each({ try results(2) }) { #expect(level == first) }
    }
}
