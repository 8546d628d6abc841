import Testing

@testable import Imaging

@Suite struct AttentionTests {
    let scratch = Scratch()

    /// Grey with one vivid patch whose centre is at (x, y).
    private func picture(_ width: Int, _ height: Int, x: Int, y: Int) -> Pattern {
        var pattern = Pattern(width, height, filled: [120, 120, 120])
        for row in max(0, y - 30)..<min(height, y + 30) {
            for column in max(0, x - 30)..<min(width, x + 30) where (row / 6 + column / 6) % 2 == 0 {
                pattern.pixels.replaceSubrange(
                    (row * width + column) * 3..<(row * width + column) * 3 + 3, with: [230, 40, 30])
            }
        }
        return pattern
    }

    @Test(arguments: [(100, 160), (300, 160), (500, 160)]) func `a vivid patch is found`(x: Int, y: Int) throws {
        let file = try PictureFile(path: scratch.write(picture(600, 320, x: x, y: y).jpeg()))
        let found = try file.attention(aspect: 0.5)
        #expect(abs(found.x * 600 - Double(x)) < 60 && found.y == 0.5)
    }

    @Test func `it is found in the upright picture`() throws {
        // Stored with the patch at the left; turned to the right, left becomes top.
        let jpeg = picture(600, 320, x: 120, y: 160).jpeg(exif: Exif.block(orientation: 6))
        let found = try PictureFile(path: scratch.write(jpeg)).attention(aspect: 1)
        #expect(found.x == 0.5 && abs(found.y * 600 - 160) < 60)
    }

    @Test(arguments: [1e-6, 1e6, 600.0 / 320]) func `any box stays inside of the picture`(aspect: Double) throws {
        let file = try PictureFile(path: scratch.write(picture(600, 320, x: 20, y: 20).jpeg()))
        let found = try file.attention(aspect: aspect)
        #expect((0...1).contains(found.x) && (0...1).contains(found.y))
    }

    @Test(arguments: [(1, 1), (1, 400), (400, 1), (3, 5)]) func `tiny pictures have a centre`(width: Int, height: Int)
        throws
    {
        let file = try PictureFile(path: scratch.write(Pattern(width, height).jpeg()))
        let found = try file.attention(aspect: 2)
        #expect((0...1).contains(found.x) && (0...1).contains(found.y))
    }

    @Test func `a box without shape is refused, a damaged file is judged by what it has`() throws {
        let jpeg = picture(600, 320, x: 100, y: 160).jpeg()
        let file = try PictureFile(path: scratch.write(Array(jpeg.dropLast(jpeg.count / 3))))
        #expect(try file.attention(aspect: 0.5).x < 0.5)
        for aspect in [0, -1, .nan, .infinity] as [Double] {
            #expect(throws: ImagingError.self) { try file.attention(aspect: aspect) }
        }
    }
}
