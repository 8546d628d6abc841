extension Image {
    public var bounds: PixelBox { PixelBox(x: 0, y: 0, width: width, height: height) }

    /// The part in `box`, which lies within the picture.
    public func cropped(to box: PixelBox) throws(ImagingError) -> Image {
        guard !box.isEmpty, box.intersection(bounds) == box else {
            throw .failed(
                call: "Image.cropped",
                reason: "\(box.width)x\(box.height) at \(box.x), \(box.y) is not within \(width)x\(height)")
        }
        return box == bounds ? self : try part(box)
    }

    /// This picture with its top left pixel at (`x`, `y`) of `width` × `height` pixels that are transparent elsewhere;
    /// what lies outside is cut off. 1 band stays 1 band with 0 around it, 3 bands become 4.
    public func embedded(x: Int, y: Int, width: Int, height: Int) throws(ImagingError) -> Image {
        try Image.check(width: width, height: height, call: "Image.embedded")
        guard bands != 3 else { return try withAlpha().embedded(x: x, y: y, width: width, height: height) }
        let place = PixelBox(x: x, y: y, width: self.width, height: self.height)
        let seen = place.intersection(PixelBox(x: 0, y: 0, width: width, height: height))
        if seen == PixelBox(x: 0, y: 0, width: width, height: height), seen == place { return self }
        return try withPixels { (source) throws(ImagingError) in
            try Image(width: width, height: height, bands: bands) { (target) throws(ImagingError) in
                target.update(repeating: 0)
                guard !seen.isEmpty else { return }
                for row in seen.y..<seen.y + seen.height {
                    let from = ((row - y) * self.width + seen.x - x) * bands
                    let to = (row * width + seen.x) * bands
                    (target.baseAddress! + to).update(from: source.baseAddress! + from, count: seen.width * bands)
                }
            }
        }
    }

    private func part(_ box: PixelBox) throws(ImagingError) -> Image {
        try withPixels { (source) throws(ImagingError) in
            try Image(width: box.width, height: box.height, bands: bands) { (target) throws(ImagingError) in
                let count = box.width * bands
                for row in 0..<box.height {
                    let from = ((box.y + row) * width + box.x) * bands
                    (target.baseAddress! + row * count).update(from: source.baseAddress! + from, count: count)
                }
            }
        }
    }
}
