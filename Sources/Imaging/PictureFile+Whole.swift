extension PictureFile {
    /// The whole picture in its own size.
    public func whole(light: Light = .gamma, acceptDamaged: Bool = false) throws(ImagingError) -> Image {
        try sampled(
            Region(x: 0, y: 0, width: Double(width), height: Double(height)), width: width, height: height,
            light: light, acceptDamaged: acceptDamaged)
    }
}
