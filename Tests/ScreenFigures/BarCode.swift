import Imaging

/// The number of a frame, as bars in the midst of it, where no crop cuts them off and no mirror makes another number of them.
enum BarCode {
    static let (width, height) = (960, 640)
    /// As many as there are frames; they come again and again.
    static let count = 64
    /// A bar's width in pixels. White, six of a number, their parity, and black: eight bars stand between the marks at both ends.
    private static let bar = 32
    private static let bars = 10
    private static let left = (width - bar * bars) / 2
    private static let (top, bottom) = (height / 2 - 48, height / 2 + 48)

    /// White bars are true. The first is white and the last black, so that a mirrored code is known.
    private static func pattern(_ number: Int) -> [Bool] {
        let bits = (0..<6).map { number >> (5 - $0) & 1 == 1 }
        let isOdd = bits.count { $0 } % 2 == 1
        return [true] + bits + [isOdd, !isOdd, false]
    }

    /// JPEGs of the size that cameras give, which are as hard to decode as a picture of people.
    static func frames() throws -> [[UInt8]] {
        try (0..<count).map { number in
            let pattern = pattern(number)
            let image = try Image(width: width, height: height, bands: 3) { pixels in
                var seed = UInt32(truncatingIfNeeded: number &* 2_654_435_761 | 1)
                for y in 0..<height {
                    for x in 0..<width {
                        seed = seed &* 1_664_525 &+ 1_013_904_223
                        let grain = Int(seed >> 27)
                        let place = (x - left) / bar
                        let isBar = y >= top && y < bottom && x >= left && place < bars
                        for band in 0..<3 {
                            let value = isBar ? (pattern[place] ? 235 : 20) : (x * (band + 1) / 8 + y / 4) % 200 + grain
                            pixels[(y * width + x) * 3 + band] = UInt8(truncatingIfNeeded: value)
                        }
                    }
                }
            }
            return try image.encoded(as: .jpeg, quality: 80, chroma: .half, metadata: Metadata())
        }
    }

    /// A function of the page: the number that a picture or canvas of that size shows, whatever part of the frame it has, or undefined.
    /// A canvas of an own few pixels is read, so that it costs little.
    static let reading = """
        const small = document.createElement("canvas");
        small.width = \(bars); small.height = 1;
        const pen = small.getContext("2d", { willReadFrequently: true });
        const numberOn = (picture) => {
          const part = Math.min(\(width), \(height) * picture.width / picture.height);
          const scale = picture.width / part;
          const wide = \(bar * bars) * scale, x = (picture.width - wide) / 2, y = picture.height / 2;
          draw.call(pen, picture, x, y - 4 * scale, wide, 8 * scale, 0, 0, \(bars), 1);
          const { data } = pen.getImageData(0, 0, \(bars), 1);
          let bars = Array.from({ length: \(bars) }, (_, index) => data[index * 4 + 1] > 128);
          if (!bars[0]) bars = bars.reverse();
          const bits = bars.slice(1, 7), isOdd = bits.filter(Boolean).length % 2 === 1;
          if (!bars[0] || bars[9] || bars[7] !== isOdd || bars[8] === isOdd) return undefined;
          return bits.reduce((sum, bit) => sum * 2 + (bit ? 1 : 0), 0);
        };
        """
}
