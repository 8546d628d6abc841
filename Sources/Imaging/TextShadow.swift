internal import CText

extension Shadow {
    /// `shape` (premultiplied RGBA) with its shadow under it; x and y are the result's corner from the shape's.
    func cast(by shape: Image) throws(ImagingError) -> (image: Image, x: Int, y: Int) {
        // Three standard deviations: beyond, less than half a level of 255 is left.
        let reach = Int((blur / 2 * 3).rounded(.up))
        let (left, top) = (Int(x.rounded()) - reach, Int(y.rounded()) - reach)
        var coverage = try shape.alphaCoverage(margin: reach)
        if blur > 0 { coverage = try coverage.blurred(sigma: blur / 2, surroundings: .clear) }

        let (minX, minY) = (min(0, left), min(0, top))
        let width = max(shape.width, left + coverage.width) - minX
        let height = max(shape.height, top + coverage.height) - minY
        let image = try Image(width: width, height: height, bands: 4) { pixels throws(ImagingError) in
            try shape.withPixels { (shapePixels) throws(ImagingError) in
                try coverage.withPixels { shadowPixels in
                    ctext_cast(
                        ctext_layer(shapePixels, of: shape, x: -minX, y: -minY),
                        ctext_layer(shadowPixels, of: coverage, x: left - minX, y: top - minY),
                        colour.native, opacity, Int32(width), Int32(height), pixels.baseAddress!)
                }
            }
        }
        return (image, minX, minY)
    }
}

extension ctext_layer {
    fileprivate init(_ pixels: UnsafeBufferPointer<UInt8>, of image: Image, x: Int, y: Int) {
        self.init(
            pixels: pixels.baseAddress!, x: Int32(x), y: Int32(y), width: Int32(image.width),
            height: Int32(image.height))
    }
}

extension Image {
    /// The alpha of a premultiplied RGBA image as a coverage, with `margin` px of nothing around it.
    fileprivate func alphaCoverage(margin: Int) throws(ImagingError) -> Image {
        let (columns, rows) = (width, height)
        let stride = columns + 2 * margin
        return try Image(width: stride, height: rows + 2 * margin, bands: 1) { coverage throws(ImagingError) in
            coverage.update(repeating: 0)
            try withPixels { pixels in
                for row in 0..<rows {
                    let start = (row + margin) * stride + margin
                    for column in 0..<columns { coverage[start + column] = pixels[(row * columns + column) * 4 + 3] }
                }
            }
        }
    }
}
