import Imaging
import Testing

@testable import Effects

@Suite struct BalanceTests {
    private func scene(_ light: (Double, Double, Double)) throws -> Image {
        try Image.of(
            width: 50, height: 2, bands: 3,
            (0..<100).flatMap { place -> [UInt8] in
                let grey = 30 + 1.6 * Double(place)
                return [UInt8(grey * light.0), UInt8(grey * light.1), UInt8(grey * light.2)]
            })
    }

    @Test func `automatic white balance takes a cast back, and not too far`() throws {
        let cast = try scene((1, 0.95, 0.85))
        let out = try EffectCall(parsing: "white-balance:mode=auto").applied(
            to: cast, balance: Balance(measuring: cast)
        ).samples()
        let before = try cast.samples()
        let place = 50 * 3
        #expect(Int(out[place]) - Int(out[place + 2]) < (Int(before[place]) - Int(before[place + 2])) / 2)
        let wall = try scene((1, 0.3, 0.2))
        let gains = Balance(measuring: wall).gains
        #expect(gains.min() >= 0.79 && gains.max() <= 1.27)
    }

    @Test func `a neutral scene is left alone, and so is one that says nothing`() throws {
        let gains = Balance(measuring: try scene((1, 1, 1))).gains
        #expect(gains.min() > 0.99 && gains.max() < 1.01)
        #expect(Balance(measuring: try Image.of(width: 1, height: 1, bands: 3, [255, 255, 255])) == .neutral)
    }

    @Test func `warmer is redder, pinker less green, and the light stays`() throws {
        let grey = try Image.of(width: 1, height: 1, bands: 3, [120, 120, 120])
        let warm = try EffectCall(parsing: "white-balance:temperature=0.5").applied(to: grey).samples()
        #expect(warm[0] > 120 && warm[2] < 120 && abs(Int(warm[1]) - 120) < 8)
        let pink = try EffectCall(parsing: "white-balance:tint=0.5").applied(to: grey).samples()
        #expect(pink[1] < pink[0] && pink[1] < pink[2])
    }
}
