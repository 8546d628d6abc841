import Foundation
import Testing

@testable import Imaging

@Suite struct BlendModeTests {
    /// W3C Compositing and Blending Level 1, written down apart from the kernels: backdrop, source.
    private func formula(_ blend: BlendMode, _ b: Double, _ s: Double) -> Double {
        switch blend {
        case .normal: return s
        case .multiply: return b * s
        case .screen: return b + s - b * s
        case .overlay: return formula(.hardLight, s, b)
        case .darken: return min(b, s)
        case .lighten: return max(b, s)
        case .colourDodge: return b == 0 ? 0 : s == 1 ? 1 : min(1, b / (1 - s))
        case .colourBurn: return b == 1 ? 1 : s == 0 ? 0 : 1 - min(1, (1 - b) / s)
        case .hardLight: return s <= 0.5 ? b * 2 * s : b + (2 * s - 1) - b * (2 * s - 1)
        case .softLight:
            if s <= 0.5 { return b - (1 - 2 * s) * b * (1 - b) }
            let d = b <= 0.25 ? ((16 * b - 12) * b + 4) * b : sqrt(b)
            return b + (2 * s - 1) * (d - b)
        case .difference: return abs(b - s)
        case .exclusion: return b + s - 2 * b * s
        }
    }

    @Test(arguments: BlendMode.allCases) func `opaque colours follow the formula`(blend: BlendMode) throws {
        // Every pair of backdrop and source.
        let pairs = (0..<256 * 256).map { (UInt8($0 & 255), UInt8($0 >> 8)) }
        let paper = try Image.of(width: 256, height: 256, bands: 3, pairs.flatMap { [$0.0, $0.0, $0.0] })
        let layer = try Image.of(width: 256, height: 256, bands: 3, pairs.flatMap { [$0.1, $0.1, $0.1] })
        var canvas = try Canvas(copying: paper)
        try canvas.draw(layer, x: 0, y: 0, blend: blend)
        let result = try canvas.finished().samples
        let worst = pairs.indices.map { i in
            abs(Double(result[3 * i]) - 255 * formula(blend, Double(pairs[i].0) / 255, Double(pairs[i].1) / 255))
        }.max()
        #expect(try #require(worst) <= 0.501)
    }

    @Test(arguments: BlendMode.allCases, [1, 0.8, 0.31])
    func `alpha, coverage and opacity weigh the mode`(blend: BlendMode, opacity: Double) throws {
        let (width, height) = (101, 40)
        let paper = try Image.random(width: width, height: height, bands: 3, seed: 11)
        let layer = try Image.random(width: width, height: height, bands: 4, seed: 12)
        let coverage = try Image.random(width: width, height: height, bands: 1, seed: 13)
        var canvas = try Canvas(copying: paper)
        try canvas.draw(layer, x: 0, y: 0, coverage: coverage, opacity: opacity, blend: blend)
        let (below, above, mask) = (try paper.samples, try layer.samples, try coverage.samples)
        let result = try canvas.finished().samples
        var worst = 0.0
        for i in 0..<width * height {
            let alpha = Double(above[4 * i + 3]) / 255
            let share = alpha * Double(mask[i]) / 255 * opacity
            for c in 0..<3 {
                let b = Double(below[3 * i + c]) / 255
                let s = alpha > 0 ? Double(above[4 * i + c]) / 255 / alpha : 0
                let expected = share * formula(blend, b, s) + (1 - share) * b
                worst = max(worst, abs(Double(result[3 * i + c]) - 255 * expected))
            }
        }
        #expect(worst <= 1)
    }
}
