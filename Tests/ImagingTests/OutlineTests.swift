import Foundation
import Testing

@testable import Imaging

@Suite struct OutlineTests {
    private func overlap(_ from: Double, _ to: Double, _ pixel: Int) -> Double {
        max(0, min(to, Double(pixel + 1)) - max(from, Double(pixel)))
    }

    @Test(arguments: [
        (10.0, 8.0, 12.0, 6.0), (10.3, 7.9, 11.21, 5.77), (2, 3, 9.5, 9.5), (19.6, 14.5, 4, 90), (10, 8, 0.3, 0.2),
        (10, 8, 300, 300), (-40, 8, 10, 10), (10, 8, 0, 5),
    ]) func `an upright rectangle covers the product of its overlaps`(
        x: Double, y: Double, width: Double, height: Double
    ) throws {
        let outline = Outline(.rectangle, centreX: x, centreY: y, width: width, height: height)
        let samples = try Image.coverage(of: outline, width: 20, height: 16).samples
        for row in 0..<16 {
            for column in 0..<20 {
                let area =
                    overlap(x - width / 2, x + width / 2, column) * overlap(y - height / 2, y + height / 2, row)
                #expect(abs(Double(samples[row * 20 + column]) - 255 * area) <= 0.5001)
            }
        }
    }

    /// Whether a point lies inside, by the shape's own definition rather than by a polygon.
    private func holds(_ outline: Outline, _ x: Double, _ y: Double) -> Bool {
        let turn = outline.angle * .pi / 180
        let (dx, dy) = (x - outline.centreX, y - outline.centreY)
        let (u, v) = (abs(dx * cos(turn) + dy * sin(turn)), abs(dy * cos(turn) - dx * sin(turn)))
        let (a, b) = (outline.width / 2, outline.height / 2)
        switch outline.kind {
        case .rectangle: return u <= a && v <= b
        case .ellipse: return (u / a) * (u / a) + (v / b) * (v / b) <= 1
        case .rounded(let radius):
            let r = min(radius, a, b)
            guard u > a - r, v > b - r else { return u <= a && v <= b }
            return hypot(u - (a - r), v - (b - r)) <= r
        }
    }

    @Test(arguments: [
        Outline(.rectangle, centreX: 15.2, centreY: 11.7, width: 17, height: 9, angle: 5),
        Outline(.rectangle, centreX: 15, centreY: 12, width: 20, height: 3.3, angle: -71),
        Outline(.rectangle, centreX: 2, centreY: 3, width: 20, height: 13, angle: 45),
        Outline(.rounded(radius: 4), centreX: 15.5, centreY: 12.25, width: 18, height: 11),
        Outline(.rounded(radius: 99), centreX: 15.5, centreY: 12.25, width: 18, height: 11, angle: 30),
        Outline(.rounded(radius: 3), centreX: 29, centreY: 22, width: 18, height: 11, angle: 12),
        Outline(.ellipse, centreX: 15.1, centreY: 11.8, width: 25, height: 14),
        Outline(.ellipse, centreX: 15.1, centreY: 11.8, width: 25, height: 6, angle: 100),
    ]) func `any shape covers what fine samples of it count`(outline: Outline) throws {
        let (width, height, fine) = (30, 24, 64)
        let samples = try Image.coverage(of: outline, width: width, height: height).samples
        var worst = 0.0
        for row in 0..<height {
            for column in 0..<width {
                // Far outside, or, as these shapes are convex, inside with all four corners: no need to count.
                let value = Double(samples[row * width + column])
                let corners = [(0.0, 0.0), (1, 0), (0, 1), (1, 1)].map { (Double(column) + $0, Double(row) + $1) }
                guard holds(outline.grown(by: 1), Double(column) + 0.5, Double(row) + 0.5) else {
                    worst = max(worst, value)
                    continue
                }
                guard !corners.allSatisfy({ holds(outline, $0, $1) }) else {
                    worst = max(worst, 255 - value)
                    continue
                }
                var count = 0
                // A grid that is sheared, so that an edge cannot run along its lines.
                for i in 0..<fine * fine {
                    let (a, b) = (i / fine, i % fine)
                    let u = (Double(a) + (Double(b) + 0.5) / Double(fine)) / Double(fine)
                    let v = (Double(b) + (Double(a) + 0.5) / Double(fine)) / Double(fine)
                    count += holds(outline, Double(column) + u, Double(row) + v) ? 1 : 0
                }
                let expected = 255 * Double(count) / Double(fine * fine)
                worst = max(worst, abs(value - expected))
            }
        }
        #expect(worst <= 2)
    }

    @Test(arguments: [0.0, 0.001, 5, 33.3, 45, 89.9, 90, 123, 180, 270, -17, 1000])
    func `a turned shape keeps its area`(angle: Double) throws {
        for (kind, area) in [
            (Outline.Kind.rectangle, 300.0 * 170), (.ellipse, 150 * 85 * Double.pi),
            (.rounded(radius: 30), 300 * 170 - 30 * 30 * (4 - Double.pi)),
        ] {
            let outline = Outline(kind, centreX: 181.3, centreY: 179.6, width: 300, height: 170, angle: angle)
            let sum = try Image.coverage(of: outline, width: 360, height: 360).samples.reduce(0) { $0 + Int($1) }
            #expect(abs(Double(sum) / 255 / area - 1) < 0.0005)
        }
    }

    @Test(arguments: [0.0, 17, 90, 141])
    func `the bounds hold everything and are tight`(angle: Double) throws {
        for kind in [Outline.Kind.rectangle, .ellipse, .rounded(radius: 12)] {
            let outline = Outline(kind, centreX: 60.2, centreY: 55.5, width: 70, height: 41, angle: angle)
            let (box, samples) = (outline.bounds, try Image.coverage(of: outline, width: 120, height: 120).samples)
            let covered = (0..<120 * 120).filter { samples[$0] > 0 }
            let (columns, rows) = (covered.map { $0 % 120 }, covered.map { $0 / 120 })
            #expect(try #require(columns.min()) >= box.x && #require(columns.max()) < box.x + box.width)
            #expect(try #require(rows.min()) >= box.y && #require(rows.max()) < box.y + box.height)
            // A tip may cover less than half of a step of its pixel.
            #expect(try #require(columns.min()) <= box.x + 1 && #require(rows.max()) >= box.y + box.height - 2)
        }
        let whole = Outline(.rectangle, centreX: 10, centreY: 7, width: 20, height: 14, angle: 180)
        #expect(whole.bounds == PixelBox(x: 0, y: 0, width: 20, height: 14))
    }

    @Test func `growing moves every side, and rounds the corners by as much`() {
        let outline = Outline(.rounded(radius: 5), centreX: 9, centreY: 9, width: 20, height: 10, angle: 3)
        let larger = Outline(.rounded(radius: 8), centreX: 9, centreY: 9, width: 26, height: 16, angle: 3)
        #expect(outline.grown(by: 3) == larger)
        #expect(outline.grown(by: -30).width == 0)
    }

    @Test(arguments: [
        Outline(.rectangle, centreX: .nan, centreY: 0, width: 1, height: 1),
        Outline(.ellipse, centreX: 0, centreY: 0, width: .infinity, height: 1),
        Outline(.ellipse, centreX: 0, centreY: 0, width: -1, height: 1),
        Outline(.ellipse, centreX: 0, centreY: 1e9, width: 1, height: 1),
    ]) func `shapes without a place are refused`(outline: Outline) {
        #expect(throws: ImagingError.self) { try Image.coverage(of: outline, width: 4, height: 4) }
        #expect(outline.bounds.width >= 0)
    }

    @Test func `a corner without a radius is square`() throws {
        let square = Outline(.rectangle, centreX: 5, centreY: 5, width: 6, height: 6)
        let expected = try Image.coverage(of: square, width: 10, height: 10).samples
        for radius in [0, -4, Double.nan] {
            let outline = Outline(.rounded(radius: radius), centreX: 5, centreY: 5, width: 6, height: 6)
            #expect(try Image.coverage(of: outline, width: 10, height: 10).samples == expected)
        }
    }
}
