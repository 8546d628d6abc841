import Imaging

/// A coverage and where its top left pixel stands.
struct Shade {
    var coverage: Image
    var x: Int
    var y: Int

    var bounds: PixelBox { coverage.bounds.moved(x: x, y: y) }
}

extension Shade {
    /// The shape in its own bounds, or in those given.
    init(_ outline: Outline, in box: PixelBox? = nil) throws(ImagingError) {
        let box = box ?? outline.bounds
        let coverage = try Image.coverage(of: outline.moved(x: -box.x, y: -box.y), width: box.width, height: box.height)
        self.init(coverage: coverage, x: box.x, y: box.y)
    }

    /// With a hole of the shape `outline`.
    func without(_ outline: Outline) throws(ImagingError) -> Shade {
        let hole = try Shade(outline, in: bounds).coverage
        return Shade(coverage: try coverage.combined(with: hole) { UInt8(Int($0) * (255 - Int($1)) / 255) }, x: x, y: y)
    }

    /// Both together, which do not overlap but where they share a pixel.
    func with(_ other: Shade) throws(ImagingError) -> Shade {
        let box = bounds.union(other.bounds)
        func placed(_ shade: Shade) throws(ImagingError) -> Image {
            try shade.coverage.embedded(x: shade.x - box.x, y: shade.y - box.y, width: box.width, height: box.height)
        }
        let sum = try placed(self).combined(with: placed(other)) { UInt8(min(255, Int($0) + Int($1))) }
        return Shade(coverage: sum, x: box.x, y: box.y)
    }

    /// Moved by whole pixels, and blurred; three standard deviations are all that is seen of a Gaussian.
    func cast(_ shadow: Shadow) throws(ImagingError) -> Shade {
        let reach = Int((shadow.blur * 1.5).rounded(.up)) + 1
        let room = try coverage.embedded(
            x: reach, y: reach, width: coverage.width + 2 * reach, height: coverage.height + 2 * reach)
        return Shade(
            coverage: shadow.blur > 0 ? try room.blurred(sigma: shadow.blur / 2) : room,
            x: x - reach + Int(shadow.x.rounded()), y: y - reach + Int(shadow.y.rounded()))
    }
}

extension Image {
    /// Sample by sample with a picture of the same size and bands.
    fileprivate func combined(
        with other: Image, _ combine: (UInt8, UInt8) -> UInt8
    ) throws(ImagingError) -> Image {
        try withPixels { (mine) throws(ImagingError) in
            try other.withPixels { (theirs) throws(ImagingError) in
                try Image(width: width, height: height, bands: bands) { target in
                    for index in target.indices { target[index] = combine(mine[index], theirs[index]) }
                }
            }
        }
    }
}
