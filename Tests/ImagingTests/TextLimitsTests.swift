import Imaging
import Testing

@Suite struct TextLimitsTests {
    @Test(arguments: [
        ("a\r\nb\rc", "a\nb\nc"), ("a\tb", "a b"),
    ])
    func `line ends and tabs of any system are understood`(text: String, plain: String) throws {
        let style = TextStyle(font: lato)
        #expect(
            try TextBlock(text, style: style, width: 100, height: 100).bytes
                == TextBlock(plain, style: style, width: 100, height: 100).bytes)
    }

    @Test(arguments: ["a\0b", "\u{1B}[2J", "\u{7F}", "\u{85}", "\u{9F}", String(repeating: "a", count: 2_001)])
    func `text that cannot be drawn is refused`(text: String) {
        expectRefusal(text, TextStyle(font: lato))
    }

    @Test(arguments: [0, -1, 0.5, 16_385, .infinity, .nan] as [Double])
    func `a box that cannot be is refused`(length: Double) {
        expectRefusal("a", TextStyle(font: lato), width: length)
        expectRefusal("a", TextStyle(font: lato), height: length)
    }

    @Test(arguments: [
        TextStyle(font: lato, size: .pixels(0)), TextStyle(font: lato, size: .pixels(.nan)),
        TextStyle(font: lato, size: .pixels(4_097)), TextStyle(font: Font(family: "Lato", weight: 0)),
        TextStyle(font: Font(family: "Lato", weight: 1_000)), TextStyle(font: lato, letterSpacing: .infinity),
        TextStyle(font: lato, size: .pixels(10), letterSpacing: 41), TextStyle(font: lato, lineHeight: 0),
        TextStyle(font: lato, outline: .init(width: -1, colour: .black)),
        TextStyle(font: lato, shadow: Shadow(x: 0, y: 0, blur: -1)),
        TextStyle(font: lato, shadow: Shadow(x: .nan, y: 0, blur: 1)),
        TextStyle(font: lato, shadow: Shadow(x: 0, y: 0, blur: 1, opacity: 1.5)), TextStyle(font: Font()),
    ])
    func `a style that cannot be is refused`(style: TextStyle) {
        expectRefusal("a", style)
    }

    @Test func `a picture beyond reason is refused, not begun`() {
        let text = Array(repeating: String(repeating: "M", count: 20), count: 20).joined(separator: "\n")
        expectRefusal(text, TextStyle(font: lato, size: .pixels(4_096)), width: 16_000, height: 16_000)
    }

    @Test func `the longest text is drawn in bounded time and space`() throws {
        let text = String(repeating: "﷽", count: 2_000)
        let clock = ContinuousClock()
        let time = try clock.measure {
            let style = TextStyle(font: lato, size: .pixels(200))
            let block = try TextBlock(text, style: style, width: 300, height: 300)
            #expect(block.overflows)
            if let image = block.image { #expect(image.width <= 300 + 2 * 2_048 + 2) }
            let fitted = try TextBlock(
                String(repeating: "lorem ", count: 330), style: TextStyle(font: lato, wrap: true), width: 900,
                height: 900)
            #expect(!fitted.overflows)
        }
        #expect(time < .seconds(5))
    }

    @Test func `what cannot fit is as small as text gets, and says so`() throws {
        let style = TextStyle(font: lato, outline: .init(width: 20, colour: .black))
        let block = try TextBlock("a", style: style, width: 30, height: 30)
        #expect(block.overflows && block.pixelSize == 1)
    }

    private func expectRefusal(_ text: String, _ style: TextStyle, width: Double = 100, height: Double = 100) {
        #expect {
            try TextBlock(text, style: style, width: width, height: height)
        } throws: { error in
            if case .invalidText? = error as? ImagingError { "\(error)".hasPrefix("text: ") } else { false }
        }
    }
}
