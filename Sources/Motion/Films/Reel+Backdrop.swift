import Imaging

extension Reel {
    /// What stands beside an item that has another shape: the item itself, filling the frame, out of focus and dark, so that the eye
    /// rests on the item.
    func backdrop(_ file: PictureFile) throws(ImagingError) -> Image {
        let (across, down) = (Double(file.width), Double(file.height))
        let scale = max(Double(width) / across, Double(height) / down)
        let shown = Region(
            x: (across - Double(width) / scale) / 2, y: (down - Double(height) / scale) / 2,
            width: Double(width) / scale, height: Double(height) / scale)
        let filling = try file.sampled(shown, width: width, height: height, acceptDamaged: true)
        let opaque = try filling.bands == 3 ? filling : Canvas(copying: filling).finished()
        let dark = try Canvas(width: width, height: height, colour: Self.colour).finished()
        return try opaque.blurred(sigma: Double(min(width, height)) / 30).mixed(with: dark, share: 0.55)
    }

    /// Of a film its first frame.
    func backdrop(_ frame: VideoFrame) throws(ImagingError) -> Image {
        let bytes = try frame.image().encoded(as: .jpeg, quality: 90, metadata: Metadata())
        return try backdrop(PictureFile(bytes: bytes, name: "the first frame"))
    }

    /// Whether an item leaves room beside it.
    func needsBackdrop(_ box: PixelBox) -> Bool { box.width < width || box.height < height }
}
