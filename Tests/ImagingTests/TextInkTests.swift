import Imaging
import Testing

/// Where a block has ink, in px from its box: half covered or more, right and bottom exclusive.
struct Ink: Equatable {
    var left = Int.max
    var top = Int.max
    var right = Int.min
    var bottom = Int.min

    init(_ block: TextBlock) throws {
        let image = try #require(block.image)
        let width = image.width
        let height = image.height
        try image.withPixels { pixels in
            for y in 0..<height {
                for x in 0..<width where pixels[(y * width + x) * 4 + 3] >= 128 {
                    (left, right) = (min(left, x + block.x), max(right, x + block.x + 1))
                    (top, bottom) = (min(top, y + block.y), max(bottom, y + block.y + 1))
                }
            }
        }
    }
}

extension TextBlock {
    /// Samples, and where they stand.
    var bytes: [UInt8] {
        get throws {
            guard let image else { return [] }
            return try image.withPixels { Array($0) }
        }
    }

    /// Sum of the alpha, and the alpha's centre of gravity.
    var mass: (total: Double, x: Double, y: Double) {
        get throws {
            let image = try #require(image)
            let width = image.width
            var (total, x, y) = (0.0, 0.0, 0.0)
            for (index, alpha) in try bytes.enumerated() where index % 4 == 3 && alpha > 0 {
                let weight = Double(alpha) / 255
                total += weight
                x += weight * (Double(index / 4 % width) + 0.5)
                y += weight * (Double(index / 4 / width) + 0.5)
            }
            return (total, x / total + Double(self.x), y / total + Double(self.y))
        }
    }

    /// The pixel at a place of the box; nothing outside of the image.
    func pixel(_ x: Int, _ y: Int) throws -> [UInt8] {
        let image = try #require(image)
        let (column, row) = (x - self.x, y - self.y)
        guard (0..<image.width).contains(column), (0..<image.height).contains(row) else { return [0, 0, 0, 0] }
        let start = (row * image.width + column) * 4
        return Array(try bytes[start..<start + 4])
    }
}

let lato = Font(family: "Lato")

@Suite struct TextInkTests {
    @Test func `colours are premultiplied`() throws {
        let colour = Colour(red: 200, green: 100, blue: 50, alpha: 128)
        let block = try TextBlock("H", style: TextStyle(font: lato, colour: colour), width: 100, height: 100)
        let ink = try Ink(block)
        #expect(try block.pixel(ink.left + 3, ink.top + 5) == [100, 50, 25, 128])
        let bytes = try block.bytes
        for pixel in stride(from: 0, to: bytes.count, by: 4) {
            #expect(bytes[pixel..<pixel + 3].allSatisfy { $0 <= bytes[pixel + 3] })
        }
    }
}
