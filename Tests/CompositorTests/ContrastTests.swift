import Compositor
import Imaging
import Testing

@Suite struct ContrastTests {
    @Test(arguments: [
        ("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1), ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
        // Half of black on white paper is middle grey.
        ("#00000080", "#ffffff", 4.00),
    ])
    func `contrast is that of WCAG, either way round`(one: String, other: String, expected: Double) throws {
        let (a, b) = (try #require(Colour(hex: one)), try #require(Colour(hex: other)))
        #expect(abs(Contrast.ratio(a, b) - expected) < 0.01)
        #expect(Contrast.ratio(a, b) == Contrast.ratio(b, a))
    }

    @Test(arguments: [
        ("#000000", "#ffffff", true), ("#767676", "#ffffff", true), ("#777777", "#ffffff", false),
        ("#ffffff", "#000000", false), ("#000000", "#000000", false), ("#00000060", "#ffffff", false),
    ])
    func `a code is dark on light, with enough contrast`(colour: String, background: String, readable: Bool) throws {
        let (a, b) = (try #require(Colour(hex: colour)), try #require(Colour(hex: background)))
        #expect(Contrast.isReadable(a, on: b) == readable)
    }
}
