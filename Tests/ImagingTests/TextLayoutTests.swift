import Imaging
import Testing

@Suite struct TextLayoutTests {
    @Test(arguments: [
        (TextStyle.Align.left, TextStyle.VerticalAlign.top), (.centre, .middle), (.right, .bottom), (.left, .bottom),
    ])
    func `ink stands where it is aligned`(align: TextStyle.Align, vertical: TextStyle.VerticalAlign) throws {
        let style = TextStyle(font: lato, size: .pixels(50), align: align, verticalAlign: vertical)
        let ink = try Ink(TextBlock("HH", style: style, width: 400, height: 200))
        // The side bearing of an H is a tenth of the em, the ascender a tenth above and the descender 0.2 below it.
        switch align {
        case .left: #expect((0...7).contains(ink.left))
        case .centre: #expect(abs(ink.left + ink.right - 400) <= 2)
        case .right: #expect((393...400).contains(ink.right))
        }
        switch vertical {
        case .top: #expect((0...12).contains(ink.top))
        case .middle: #expect(abs(ink.top + ink.bottom - 200) <= 14)
        case .bottom: #expect((185...200).contains(ink.bottom))
        }
    }

    @Test(arguments: ["Wedding", "Anna & Peter\n21 June 2025", "fj", "Ŵǻ", "שלום עולם", "नमस्ते"])
    func `a fitted text fits, and a quarter pixel more does not`(text: String) throws {
        for outline in [nil, TextStyle.Outline(width: 7, colour: .white)] {
            var style = TextStyle(font: Font(family: "Lato", italic: true), outline: outline)
            let fitted = try TextBlock(text, style: style, width: 311, height: 97)
            #expect(!fitted.overflows)
            let ink = try Ink(fitted)
            #expect(ink.left >= 0 && ink.top >= 0 && ink.right <= 311 && ink.bottom <= 97)
            #expect((fitted.pixelSize * 4).rounded() == fitted.pixelSize * 4)
            style.size = .pixels(fitted.pixelSize)
            #expect(try !TextBlock(text, style: style, width: 311, height: 97).overflows)
            style.size = .pixels(fitted.pixelSize + 0.25)
            #expect(try TextBlock(text, style: style, width: 311, height: 97).overflows)
        }
    }

    @Test func `wrapping makes a fitted sentence larger and breaks no word`() throws {
        let text = "The photographs of this evening are yours"
        var style = TextStyle(font: lato)
        let single = try TextBlock(text, style: style, width: 300, height: 200)
        style.wrap = true
        let wrapped = try TextBlock(text, style: style, width: 300, height: 200)
        #expect(!wrapped.overflows)
        #expect(wrapped.pixelSize > 2 * single.pixelSize)
        // One word cannot be wrapped, so it comes out as without.
        style.wrap = false
        let word = try TextBlock("Photographs", style: style, width: 300, height: 200)
        style.wrap = true
        #expect(try TextBlock("Photographs", style: style, width: 300, height: 200).pixelSize == word.pixelSize)
    }

    @Test func `a size that is given wraps within the box, words that are too long as well`() throws {
        for text in ["one two three four five six", "Donaudampfschifffahrtsgesellschaft"] {
            var style = TextStyle(font: lato, size: .pixels(40), wrap: true)
            let wrapped = try TextBlock(text, style: style, width: 200, height: 400)
            #expect(!wrapped.overflows)
            #expect(try Ink(wrapped).bottom - Ink(wrapped).top > 60)
            style.wrap = false
            let single = try TextBlock(text, style: style, width: 200, height: 400)
            #expect(single.overflows)
            // Centred text leaves the box on both sides.
            #expect(single.x < 0 && single.x + (single.image?.width ?? 0) > 200)
        }
    }

    @Test func `long addresses are broken without a hyphen, soft hyphens show`() throws {
        let style = TextStyle(font: lato, size: .pixels(40), align: .left, verticalAlign: .top, wrap: true)
        func total(_ text: String) throws -> Double {
            try TextBlock(text, style: style, width: 110, height: 300).mass.total
        }
        let pieces = try total("aaaaa") + total("aaaaa")
        #expect(abs(try total("aaaaaaaaaa") - pieces) < 1)
        #expect(try total("aaaaa\u{ad}aaaaa") > pieces + 5)
    }

    @Test func `letters and lines are spaced as asked`() throws {
        var style = TextStyle(font: lato, size: .pixels(50), align: .left, verticalAlign: .top)
        let plain = try Ink(TextBlock("HHHH\nHHHH", style: style, width: 600, height: 300))
        style.letterSpacing = 10
        style.lineHeight = 1.5
        let spaced = try Ink(TextBlock("HHHH\nHHHH", style: style, width: 600, height: 300))
        #expect(spaced.left == plain.left)
        #expect(spaced.right == plain.right + 30)
        // Lato's lines are as far apart as its em is high.
        #expect(spaced.bottom == plain.bottom + 25)
        style.letterSpacing = -3
        #expect(try Ink(TextBlock("HHHH", style: style, width: 600, height: 300)).right == plain.right - 9)
    }

    @Test func `Hebrew runs from right to left and still stands on the side that is asked for`() throws {
        for (align, side) in [(TextStyle.Align.left, 0.0), (.right, 300.0)] {
            let style = TextStyle(font: Font(family: "DejaVu Sans"), size: .pixels(60), align: align)
            // Shin then yod, and the other way round: the wide shin is at the right when it comes first.
            let block = try TextBlock("\u{5E9}\u{5D9}", style: style, width: 300, height: 100)
            let other = try TextBlock("\u{5D9}\u{5E9}", style: style, width: 300, height: 100)
            let ink = try Ink(block)
            #expect(abs(Double(align == .left ? ink.left : ink.right) - side) < 8)
            #expect(try block.mass.x > other.mass.x + 2)
        }
    }

    @Test func `a paragraph takes the direction of its first strong letter`() throws {
        let style = TextStyle(font: Font(family: "DejaVu Sans"), size: .pixels(40), align: .left)
        // The full stop ends the line: at the left of Hebrew, at the right of English.
        let hebrew = try TextBlock("ש.", style: style, width: 300, height: 100)
        let english = try TextBlock("M.", style: style, width: 300, height: 100)
        #expect(try hebrew.mass.x > Double(Ink(hebrew).left + Ink(hebrew).right) / 2)
        #expect(try english.mass.x < Double(Ink(english).left + Ink(english).right) / 2)
    }
}
