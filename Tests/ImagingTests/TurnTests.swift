import Foundation
import Testing

@testable import Imaging

@Suite struct TurnTests {
    @Test(arguments: [1, 3, 4], [0.0, 90, 180, 270, -90, 360, 450])
    func `quarter turns only move pixels`(bands: Int, degrees: Double) throws {
        let (width, height) = (13, 8)
        let image = try Image.random(width: width, height: height, bands: bands, seed: 4)
        let quarters = (Int(degrees / 90) % 4 + 4) % 4
        let (outWidth, outHeight) = quarters % 2 == 0 ? (width, height) : (height, width)
        let turned = try image.turned(
            by: degrees, centreX: Double(outWidth) / 2, centreY: Double(outHeight) / 2, width: outWidth,
            height: outHeight)
        let (before, after) = (try image.samples, try turned.samples)
        for y in 0..<height {
            for x in 0..<width {
                let (u, v) = [(x, y), (height - 1 - y, x), (width - 1 - x, height - 1 - y), (y, width - 1 - x)][
                    quarters]
                let (from, to) = ((y * width + x) * bands, (v * outWidth + u) * bands)
                #expect(before[from..<from + bands] == after[to..<to + bands])
            }
        }
    }

    @Test func `edge pixels repeat outside, however far`() throws {
        let image = try Image.random(width: 9, height: 7, bands: 3, seed: 4)
        let moved = try image.turned(by: 0, centreX: 34.5, centreY: 63.5, width: 90, height: 110).samples
        let before = try image.samples
        for (x, y) in [(0, 0), (89, 0), (33, 109), (89, 109), (0, 62), (30, 60), (38, 66), (39, 67), (29, 59)] {
            let (u, v) = (min(max(x - 30, 0), 8), min(max(y - 60, 0), 6))
            #expect(
                Array(moved[(y * 90 + x) * 3..<(y * 90 + x) * 3 + 3])
                    == Array(before[(v * 9 + u) * 3..<(v * 9 + u) * 3 + 3]))
        }
    }

    @Test(arguments: [(1, 5.0), (3, 5), (3, -33.3), (3, 123.4), (4, 17)])
    func `a turn samples the picture where the formula says`(bands: Int, degrees: Double) throws {
        // Lanczos3 in double precision with exact phases.
        let (width, height, size) = (40, 30, 56)
        let image = try Image.smooth(width: width, height: height, bands: bands)
        let (centreX, centreY) = (27.3, 28.8)
        let turned = try image.turned(by: degrees, centreX: centreX, centreY: centreY, width: size, height: size)
        let (before, after) = (try image.samples, try turned.samples)
        let angle = degrees * .pi / 180
        func weights(_ position: Double) -> [Double] {
            let first = position.rounded(.down) - 2
            let raw = (0..<6).map { tap -> Double in
                let x = (first + Double(tap) - position) * .pi
                return x == 0 ? 1 : 3 * sin(x) * sin(x / 3) / (x * x)
            }
            return raw.map { $0 / raw.reduce(0, +) }
        }
        var worst = 0.0
        for y in 0..<size {
            for x in 0..<size {
                let (dx, dy) = (Double(x) + 0.5 - centreX, Double(y) + 0.5 - centreY)
                let u = min(max(cos(angle) * dx + sin(angle) * dy + 19.5, -4), 43)
                let v = min(max(cos(angle) * dy - sin(angle) * dx + 14.5, -4), 33)
                let (across, down) = (weights(u), weights(v))
                for band in 0..<min(bands, 3) {
                    var sum = 0.0
                    for j in 0..<6 {
                        for i in 0..<6 {
                            let column = min(max(Int(u.rounded(.down)) - 2 + i, 0), width - 1)
                            let row = min(max(Int(v.rounded(.down)) - 2 + j, 0), height - 1)
                            sum += across[i] * down[j] * Double(before[(row * width + column) * bands + band])
                        }
                    }
                    let limit = bands == 4 ? Double(after[(y * size + x) * 4 + 3]) : 255
                    worst = max(worst, abs(min(max(sum, 0), limit) - Double(after[(y * size + x) * bands + band])))
                }
            }
        }
        #expect(worst <= 1)
    }

    @Test func `turning there and back gives the picture again`() throws {
        let image = try Image.smooth(width: 120, height: 90, bands: 3)
        let there = try image.turned(by: 23, centreX: 80, centreY: 80, width: 160, height: 160)
        let back = try there.turned(by: -23, centreX: 60, centreY: 45, width: 120, height: 90)
        let (before, after) = (try image.samples, try back.samples)
        let inner = (0..<90 * 120).filter { 4..<116 ~= $0 % 120 && 4..<86 ~= $0 / 120 }
        let difference = inner.flatMap { i in (0..<3).map { abs(Int(before[3 * i + $0]) - Int(after[3 * i + $0])) } }
        #expect(try #require(difference.max()) <= 3)
        #expect(Double(difference.reduce(0, +)) / Double(difference.count) < 0.5)
    }

    @Test(arguments: [1, 3, 4]) func `one colour stays that colour at any angle`(bands: Int) throws {
        let flat = try Image.of(width: 9, height: 5, bands: bands, Array(repeating: 173, count: 45 * bands))
        let turned = try flat.turned(by: 41.7, centreX: 6.1, centreY: 7.7, width: 15, height: 14).samples
        #expect(turned.allSatisfy { $0 == 173 })
    }

    @Test(arguments: [1, 3, 4]) func `every level of vectors gives the same bytes`(bands: Int) throws {
        let image = try Image.random(width: 37, height: 23, bands: bands, seed: 21)
        for (degrees, width) in [(5.0, 41), (-61, 40), (90, 23), (0, 1)] {
            let results = try KernelLevel.each {
                try image.turned(by: degrees, centreX: 18.37, centreY: 20.11, width: width, height: 39).samples
            }
            #expect(results.allSatisfy { $0 == results[0] })
        }
    }

    @Test func `ringing never lifts a colour above its alpha`() throws {
        let image = try Image.random(width: 40, height: 40, bands: 4, seed: 6)
        let samples = try image.turned(by: 12, centreX: 20, centreY: 20, width: 40, height: 40).samples
        #expect(samples.indices.allSatisfy { samples[$0] <= samples[$0 | 3] })
    }

    @Test func `turns without a place are refused`() throws {
        let image = try Image.random(width: 4, height: 4, bands: 3, seed: 1)
        for (degrees, x, y, width) in [(Double.nan, 0.0, 0.0, 4), (0, .infinity, 0, 4), (0, 0, 1e9, 4), (0, 0, 0, 0)] {
            #expect(throws: ImagingError.self) {
                try image.turned(by: degrees, centreX: x, centreY: y, width: width, height: 4)
            }
        }
    }
}
