extension Image {
    /// Longest side, and most pixels, of a picture that is made here: past any paper, and small enough that no size in
    /// bytes overflows.
    static let (longestSide, mostPixels) = (1 << 16, 1 << 28)

    /// Refuses sizes that no picture may have, before any memory is asked for.
    static func check(width: Int, height: Int, call: StaticString) throws(ImagingError) {
        guard width > 0, height > 0, width <= longestSide, height <= longestSide, width * height <= mostPixels else {
            throw .failed(call: "\(call)", reason: "\(width)x\(height) pixels are no size for a picture")
        }
    }
}
