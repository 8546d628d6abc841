import CVips

extension PictureFile {
    /// The side at which attention is judged: features of a picture, not its texture.
    private static let side = 256.0

    /// Where `cover` should look: the centre of the most interesting box of `aspect` (width : height), as shares (0…1) of
    /// the upright picture. Found on a small decode; a damaged file is judged by what it has.
    public func attention(aspect: Double) throws(ImagingError) -> (x: Double, y: Double) {
        guard aspect.isFinite, aspect > 0 else {
            throw .failed(call: "attention", reason: "\(aspect) is not the shape of a box")
        }
        let (full, tall) = (Double(width), Double(height))
        let scale = min(1, Self.side / max(full, tall))
        let whole = Region(x: 0, y: 0, width: full, height: tall)
        let small = try sampled(
            whole, width: max(1, Int(full * scale)), height: max(1, Int(tall * scale)), acceptDamaged: true)
        let (across, down) = (Double(small.width), Double(small.height))
        let boxWidth = min(small.width, max(1, Int((down * aspect).rounded())))
        let boxHeight = min(small.height, max(1, Int((across / aspect).rounded())))
        // The box spans the picture one way: there is nothing to choose there.
        guard boxWidth < small.width || boxHeight < small.height else { return (0.5, 0.5) }
        var left: Int32 = 0
        var top: Int32 = 0
        let status = try small.withPixels { (pixels) throws(ImagingError) -> Int32 in
            guard let start = pixels.baseAddress else { return -1 }
            return cvips_attention(
                start, Int32(small.width), Int32(small.height), Int32(small.bands), Int32(boxWidth), Int32(boxHeight),
                &left, &top)
        }
        guard status == 0 else { throw .failed(call: "vips_smartcrop", reason: Library.errorText()) }
        return (
            boxWidth < small.width ? (Double(left) + Double(boxWidth) / 2) / across : 0.5,
            boxHeight < small.height ? (Double(top) + Double(boxHeight) / 2) / down : 0.5
        )
    }
}
