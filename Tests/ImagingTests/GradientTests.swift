import Testing

@testable import Imaging

@Suite struct GradientTests {
    private func filled(_ gradient: Gradient, _ width: Int, _ height: Int) throws -> [UInt8] {
        var canvas = try Canvas(width: width, height: height, colour: .white)
        canvas.fill(gradient)
        return try canvas.finished().samples
    }

    @Test(arguments: [(0.0, 0, 1), (90, -1, 0), (180, 0, -1), (270, 1, 0), (-90, 1, 0), (.nan, 0, 1)])
    func `the angle says where it runs`(angle: Double, right: Int, down: Int) throws {
        let samples = try filled(Gradient(from: .black, to: .white, angle: angle), 64, 64)
        func at(_ x: Int, _ y: Int) -> Int { Int(samples[(y * 64 + x) * 3]) }
        let (from, to) = (at(32 - 31 * right, 32 - 31 * down), at(32 + 31 * right, 32 + 31 * down))
        #expect(from <= 8 && to >= 247)
        #expect(abs(at(32 - 31 * down, 32 - 31 * right) - at(32 + 31 * down, 32 + 31 * right)) <= 4)
    }

    @Test func `corners have the colours of the ends`() throws {
        let (from, to) = (Colour(red: 10, green: 200, blue: 30), Colour(red: 250, green: 0, blue: 30))
        let samples = try filled(Gradient(from: from, to: to, angle: -30), 150, 100)
        #expect(greatestDifference(Array(samples.prefix(3)), [10, 200, 30]) <= 2)
        #expect(greatestDifference(Array(samples.suffix(3)), [250, 0, 30]) <= 2)
    }

    @Test func `one colour to itself is that colour, over white where it is transparent`() throws {
        let colour = Colour(red: 10, green: 200, blue: 255, alpha: 51)
        let samples = try filled(Gradient(from: colour, to: colour, angle: 77), 19, 13)
        #expect(samples == Array(repeatElement([206, 244, 255], count: 19 * 13).joined()))
    }

    @Test func `a slow change is dithered rather than stepped`() throws {
        let (from, to) = (Colour(red: 100, green: 100, blue: 100), Colour(red: 104, green: 104, blue: 104))
        let (width, height) = (64, 800)
        let samples = try filled(Gradient(from: from, to: to), width, height)
        for top in stride(from: 0, to: height, by: 8) {
            let block = samples[top * width * 3..<(top + 8) * width * 3].map(Double.init)
            let expected = 100 + 4 * (Double(top) + 4) / Double(height)
            #expect(abs(block.reduce(0, +) / Double(block.count) - expected) < 0.02)
            #expect(try #require(block.max()) - #require(block.min()) <= 1)
        }
    }
}
