import CVips

/// An immutable picture: 8 bits a sample, sRGB, rows from top to bottom, interleaved as 1 band (coverage: 0 outside,
/// 255 inside), 3 bands (RGB) or 4 bands (RGBA, premultiplied).
///
/// Sendable without a lock, because nothing mutates an image once it is made: there are no drawing operations, no
/// metadata setters, and the pointer never leaves this module. `Canvas` draws on pixels of its own and gives them up when
/// it becomes an image.
public final class Image: @unchecked Sendable {
    let raw: UnsafeMutablePointer<VipsImage>

    public var width: Int { Int(vips_image_get_width(raw)) }
    public var height: Int { Int(vips_image_get_height(raw)) }
    public var bands: Int { Int(vips_image_get_bands(raw)) }

    /// Takes ownership of what a shim returned; NULL becomes an error with what libvips said.
    /// `call` names the operation, for the error's text.
    init(_ owned: UnsafeMutablePointer<VipsImage>?, _ call: StaticString) throws(ImagingError) {
        guard let owned else { throw .failed(call: "\(call)", reason: Library.errorText()) }
        raw = owned
    }

    deinit { cvips_release(raw) }

    /// An image of `width` × `height` × `bands` samples that `fill` writes, row by row without padding.
    public convenience init(
        width: Int, height: Int, bands: Int,
        fill: (UnsafeMutableBufferPointer<UInt8>) throws(ImagingError) -> Void
    ) throws(ImagingError) {
        precondition(Library.started && width > 0 && height > 0 && [1, 3, 4].contains(bands))
        let count = width * height * bands
        guard let pixels = malloc(count) else { throw .outOfMemory(width: width, height: height) }
        var adopted = false
        defer { if !adopted { free(pixels) } }
        try fill(UnsafeMutableBufferPointer(start: pixels.assumingMemoryBound(to: UInt8.self), count: count))
        try self.init(cvips_adopt(pixels, Int32(width), Int32(height), Int32(bands)), "vips_image_new_from_memory")
        adopted = true
    }

    /// The samples, computed first when they are not in memory yet.
    public func withPixels<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(ImagingError) -> Result
    ) throws(ImagingError) -> Result {
        let whole = try Image(cvips_materialised(raw), "vips_image_copy_memory")
        let count = whole.width * whole.height * whole.bands
        let result = try body(UnsafeBufferPointer(start: cvips_pixels(whole.raw), count: count))
        withExtendedLifetime(whole) {}
        return result
    }
}
