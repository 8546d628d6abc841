import Imaging
import Testing

private let red = Colour(red: 255, green: 0, blue: 0)
private let box = 200.0

@Suite struct TextDrawingTests {
    private func draw(_ text: String, _ change: (inout TextStyle) -> Void = { _ in }) throws -> TextBlock {
        var style = TextStyle(font: lato, size: .pixels(80))
        change(&style)
        return try TextBlock(text, style: style, width: box, height: box)
    }

    @Test func `an outline grows the ink by its width on every side`() throws {
        let plain = try Ink(draw("Ho"))
        let block = try draw("Ho") { $0.outline = .init(width: 6, colour: red) }
        let ink = try Ink(block)
        #expect(abs(ink.left - (plain.left - 6)) <= 1 && abs(ink.right - (plain.right + 6)) <= 1)
        #expect(abs(ink.top - (plain.top - 6)) <= 1 && abs(ink.bottom - (plain.bottom + 6)) <= 1)
        // Through the left stem of the H: outline, fill, outline.
        let middle = (plain.top + plain.bottom) / 2 + 10
        #expect(try block.pixel(plain.left - 3, middle) == [255, 0, 0, 255])
        #expect(try block.pixel(plain.left + 4, middle) == [0, 0, 0, 255])
        // No seam where they meet.
        for x in plain.left - 5...plain.left + 5 { #expect(try block.pixel(x, middle)[3] >= 254) }
    }

    @Test func `an outline does not show through a translucent fill`() throws {
        let faint = Colour(red: 0, green: 0, blue: 255, alpha: 100)
        let plain = try draw("H") { $0.colour = faint }
        let outlined = try draw("H") {
            $0.colour = faint
            $0.outline = .init(width: 4, colour: red)
        }
        let ink = try Ink(draw("H"))
        #expect(try outlined.pixel(ink.left + 4, ink.top + 5) == plain.pixel(ink.left + 4, ink.top + 5))
    }

    @Test func `a sharp shadow is the shape once more`() throws {
        let plain = try draw("H")
        let block = try draw("H") { $0.shadow = Shadow(x: 12, y: -5, blur: 0, colour: red, opacity: 0.5) }
        let ink = try Ink(plain)
        #expect(try block.pixel(ink.left + 4, ink.top + 10) == [0, 0, 0, 255])
        #expect(try block.pixel(ink.left + 4 + 12, ink.top - 2) == [128, 0, 0, 128])
        let (image, bare) = (try #require(block.image), try #require(plain.image))
        #expect(image.width == bare.width + 12 && image.height == bare.height + 5)
        #expect(block.x == plain.x && block.y == plain.y - 5)
        #expect(!block.overflows)
    }

    @Test func `a blurred shadow keeps its mass and reaches further`() throws {
        func shadow(_ blur: Double) throws -> TextBlock {
            try draw("H") { $0.shadow = Shadow(x: 100, y: 0, blur: blur) }
        }
        let (sharp, soft) = (try shadow(0), try shadow(12))
        #expect(abs(try soft.mass.total / sharp.mass.total - 1) < 0.02)
        #expect(abs(try soft.mass.x - sharp.mass.x) < 0.5)
        #expect(try #require(soft.image).height >= #require(sharp.image).height + 30)
    }

    @Test(arguments: [0.25, 0.5, 0.75])
    func `a fraction of the origin moves the ink by as much`(fraction: Double) throws {
        let style = TextStyle(font: lato, size: .pixels(60))
        let still = try TextBlock("Sun", style: style, width: box, height: box)
        let moved = try TextBlock(
            "Sun", style: style, width: box, height: box, originX: 7 + fraction, originY: -3 + fraction)
        #expect(abs(try moved.mass.x - still.mass.x - fraction) < 0.02)
        #expect(abs(try moved.mass.y - still.mass.y - fraction) < 0.04)
        let whole = try TextBlock("Sun", style: style, width: box, height: box, originX: 12, originY: -40)
        #expect(try whole.bytes == still.bytes && whole.x == still.x && whole.y == still.y)
    }

    @Test(arguments: ["", " ", "\n\n", "\u{200B}"])
    func `text without ink has no image`(text: String) throws {
        let block = try draw(text) { $0.outline = .init(width: 5, colour: red) }
        #expect(block.image == nil && block.missingGlyphs.isEmpty && !block.overflows)
    }

    @Test func `any number of threads draw the same bytes`() async throws {
        let texts = ["Anna", "שלום", "नमस्ते", "two\nlines", "a b c d e f", "Ñandú"]
        @Sendable func drawn(_ text: String) throws -> [UInt8] {
            let style = TextStyle(
                font: Font(family: "Lato", weight: 700), outline: .init(width: 2, colour: red),
                shadow: Shadow(x: 3, y: 3, blur: 4))
            return try TextBlock(text, style: style, width: 120, height: 60).bytes
        }
        let expected = try texts.map(drawn)
        try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            for job in 0..<48 { group.addTask { (job % texts.count, try drawn(texts[job % texts.count])) } }
            for try await (index, bytes) in group { #expect(bytes == expected[index]) }
        }
    }
}
