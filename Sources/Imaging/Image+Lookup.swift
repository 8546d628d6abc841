internal import CVips

extension Image {
    /// Every colour as `table` says. For 3 bands.
    public func mapped(by table: ColourTable) throws(ImagingError) -> Image {
        try reworked(bands: 3) { pixels, out in table.map(pixels, to: out, count: width * height) }
    }

    /// Left and right exchanged.
    public func mirrored() throws(ImagingError) -> Image {
        try reworked(bands: bands) { pixels, out in
            cvips_mirror(pixels, out, Int32(width), Int32(height), Int32(bands))
        }
    }

    /// What `body` does to the colours (3 bands), while alpha stays as it is: with 4 bands the colours are seen as if
    /// they were opaque. One band has no colour and stays.
    public func withColours(_ body: (Image) throws(ImagingError) -> Image) throws(ImagingError) -> Image {
        guard bands == 4 else { return bands == 3 ? try body(self) : self }
        let opaque = try reworked(bands: 3) { cvips_unpremultiply($1, $0, width * height) }
        let treated = try body(opaque)
        precondition(treated.width == width && treated.height == height && treated.bands == 3)
        return try treated.withPixels { (colours) throws(ImagingError) in
            try reworked(bands: 4) { cvips_premultiply($1, colours.baseAddress!, $0, width * height) }
        }
    }

    /// A picture of the same size, made from the samples.
    func reworked(
        bands: Int, _ body: (UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>) throws(ImagingError) -> Void
    ) throws(ImagingError) -> Image {
        try withPixels { (pixels) throws(ImagingError) in
            try Image(width: width, height: height, bands: bands) { (out) throws(ImagingError) in
                try body(pixels.baseAddress!, out.baseAddress!)
            }
        }
    }
}
