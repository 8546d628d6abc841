import Imaging
import Testing

/// Strokes of a pen.
@Suite struct StrokeTests {
    private func image(_ strokes: [PenStroke], _ width: Int = 60, _ height: Int = 40) throws -> [[UInt8]] {
        let image = try Image(strokes: strokes, width: width, height: height)
        #expect(image.bands == 4)
        return try image.withPixels { pixels in
            stride(from: 0, to: pixels.count, by: 4).map { Array(pixels[$0..<$0 + 4]) }
        }
    }

    private func alphas(_ points: [PenStroke.Point], _ width: Int = 60, _ height: Int = 40) throws -> [Int] {
        try image([PenStroke(colour: .black, points: points)], width, height).map { Int($0[3]) }
    }

    @Test func `A line is as wide as its pen, with round ends`() throws {
        let alphas = try alphas([.init(x: 20, y: 20, radius: 5), .init(x: 40, y: 20, radius: 5)])
        #expect(alphas[20 * 60 + 30] == 255 && alphas[15 * 60 + 30] == 255 && alphas[14 * 60 + 30] == 0)
        #expect(alphas[24 * 60 + 30] == 255 && alphas[25 * 60 + 30] == 0)
        #expect(alphas[20 * 60 + 15] > 200 && alphas[20 * 60 + 14] == 0, "the end reaches as far as the pen is wide")
        #expect(alphas[15 * 60 + 15] == 0, "and its corners are round")
        let area = Double(alphas.reduce(0, +)) / 255
        #expect(abs(area - (200 + 25 * Double.pi)) < 1.5, "\(area)")
    }

    @Test func `A dot is a circle`() throws {
        let alphas = try alphas([.init(x: 30, y: 20, radius: 8)])
        #expect(abs(Double(alphas.reduce(0, +)) / 255 - 64 * .pi) < 2)
    }

    @Test func `Crossings and joins do not show`() throws {
        let alphas = try alphas([
            .init(x: 10, y: 10, radius: 4), .init(x: 50, y: 30, radius: 4), .init(x: 50, y: 10, radius: 4),
            .init(x: 10, y: 30, radius: 4),
        ])
        #expect(alphas.max() == 255)
        // Nothing is darker than one line: what is laid over itself keeps its soft edge.
        let twice = try self.alphas([
            .init(x: 20, y: 20, radius: 5), .init(x: 40, y: 20, radius: 5),
        ])
        let back = try self.alphas([
            .init(x: 20, y: 20, radius: 5), .init(x: 40, y: 20, radius: 5), .init(x: 20, y: 20, radius: 5),
        ])
        #expect(zip(twice, back).allSatisfy { $1 <= $0 + 1 })
    }

    @Test func `Pressure makes a line wider along its way`() throws {
        let alphas = try alphas([.init(x: 5, y: 20, radius: 1), .init(x: 55, y: 20, radius: 11)])
        func height(_ x: Int) -> Double { Double((0..<40).map { alphas[$0 * 60 + x] }.reduce(0, +)) / 255 }
        #expect(abs(height(15) - 6) < 1 && abs(height(30) - 12) < 1 && abs(height(45) - 18) < 1)
    }

    @Test func `A later stroke lies over an earlier one, and colours are premultiplied`() throws {
        let red = PenStroke(
            colour: Colour(red: 255, green: 0, blue: 0),
            points: [.init(x: 10, y: 20, radius: 6), .init(x: 50, y: 20, radius: 6)])
        let blue = PenStroke(
            colour: Colour(red: 0, green: 0, blue: 255),
            points: [.init(x: 30, y: 5, radius: 6), .init(x: 30, y: 35, radius: 6)])
        let pixels = try image([red, blue])
        #expect(pixels[20 * 60 + 30] == [0, 0, 255, 255] && pixels[20 * 60 + 15] == [255, 0, 0, 255])
        #expect(pixels[0] == [0, 0, 0, 0])
        #expect(pixels.allSatisfy { $0[0] <= $0[3] && $0[1] <= $0[3] && $0[2] <= $0[3] })
    }

    @Test func `A curve passes through the middles between its points, without corners`() throws {
        let alphas = try alphas([
            .init(x: 10, y: 10, radius: 2), .init(x: 50, y: 10, radius: 2), .init(x: 50, y: 30, radius: 2),
        ])
        #expect(alphas[10 * 60 + 30] == 255 && alphas[20 * 60 + 50] > 200)
        #expect(alphas[10 * 60 + 50] == 0, "the corner is rounded off")
    }

    @Test func `What lies outside is cut off, and what is no size is refused`() throws {
        let outside = try alphas([.init(x: -500, y: -500, radius: 3), .init(x: -400, y: 900, radius: 3)])
        #expect(outside.allSatisfy { $0 == 0 })
        let through = try alphas([.init(x: -500, y: 20, radius: 3), .init(x: 500, y: 20, radius: 3)])
        #expect(through[20 * 60] == 255 && through[20 * 60 + 59] == 255)
        #expect(try alphas([]).allSatisfy { $0 == 0 })
        for point in [
            PenStroke.Point(x: .nan, y: 0, radius: 1), .init(x: 0, y: 1e9, radius: 1), .init(x: 0, y: 0, radius: -1),
        ] {
            #expect(throws: ImagingError.self) { try alphas([point]) }
        }
        #expect(throws: ImagingError.self) { try Image(strokes: [], width: 0, height: 4) }
    }
}
