import Testing

@testable import Imaging

@Suite struct AnimationBudgetTests {
    private func animation(width: Int = 180, height: Int = 120) throws -> Animation {
        try Animation(
            frames: (0..<3).map { try scene(width: width, height: height, seed: $0) }, order: [0, 1, 2, 1],
            delays: [100, 100, 100, 100])
    }

    @Test(arguments: [0.95, 0.7, 0.4, 0.2]) func `a GIF keeps its budget and uses most of it`(share: Double)
        throws
    {
        let animation = try animation()
        let budget = try Int(Double(animation.gif().count) * share)
        let file = try animation.gif(budget: budget)
        let gif = try #require(GIFStructure(file))
        #expect(file.count <= budget)
        #expect(file.count > budget / 2)
        #expect(gif.frames.map(\.delay) == [10, 10, 10, 10])
        // The shape stays.
        #expect(abs(gif.width * 120 - gif.height * 180) <= 180)
        #expect(try animation.gif(budget: budget, workers: 2) == file)
    }

    @Test func `a budget that is no limit changes nothing`() throws {
        let plain = try animation().gif()
        #expect(try animation().gif(budget: plain.count) == plain)
        #expect(try animation().gif(budget: plain.count - 1).count < plain.count)
    }

    @Test func `colours go before pixels`() throws {
        let plain = try #require(GIFStructure(animation().gif()))
        let size = try animation().gif().count
        let smaller = try #require(GIFStructure(animation().gif(budget: size * 95 / 100)))
        #expect(smaller.width == plain.width)
        let small = try #require(GIFStructure(animation().gif(budget: size / 4)))
        #expect(small.width < plain.width && small.width >= 64)
    }

    @Test func `the error names the least budget, and that one is kept`() throws {
        let animation = try animation()
        let error = #expect(throws: ImagingError.self) { try animation.gif(budget: 1000) }
        guard case .overBudget(bytes: 1000, let least)? = error else {
            Issue.record("not the error for a budget: \(String(describing: error))")
            return
        }
        #expect(try animation.gif(budget: least).count == least)
        #expect(throws: ImagingError.self) { try animation.gif(budget: least - 1) }
    }

    @Test func `a narrow animation is not made narrower`() throws {
        let animation = try animation(width: 30, height: 90)
        let error = #expect(throws: ImagingError.self) { try animation.gif(budget: 500) }
        guard case .overBudget(_, let least)? = error else { return }
        #expect(try GIFStructure(animation.gif(budget: least))?.width == 30)
    }

    @Test(arguments: [0.6, 0.2]) func `a WebP keeps its budget`(share: Double) throws {
        let animation = try animation()
        let budget = try Int(Double(animation.webp(quality: 90).count) * share)
        let file = try animation.webp(budget: budget, quality: 90)
        #expect(file.count <= budget)
        #expect(throws: ImagingError.self) { try animation.webp(budget: 200, quality: 90) }
    }

    @Test func `a file that no memory would hold is refused before it is made`() throws {
        let often = [Int](repeating: 0, count: 65536)
        let frames = [try scene(width: 300, height: 200)]
        let animation = Animation(frames: frames, order: often, delays: often.map { _ in 100 })
        #expect(throws: ImagingError.self) { try animation.gif() }
        #expect(throws: ImagingError.self) { try animation.gif(budget: 1 << 20) }
        #expect(throws: ImagingError.self) { try animation.webp(budget: 1 << 20) }
    }
}
