internal import CVips
import Synchronization

/// The screen behind guests as the frames of a live view have shown it so far. Each frame that is keyed with it adds what it shows:
/// a place where somebody stands now has been seen a moment ago, and noise does not flicker.
///
/// Sendable by its lock: `raw` is made once, and touched by one thread at a time.
public final class ScreenField: @unchecked Sendable {
    private let raw: OpaquePointer?
    private let turn = Mutex(())
    /// What frames were like up to now, sample by sample, of one size.
    private let before = Mutex<[Int16]>([])

    public init() { raw = cvips_key_field_new() }

    deinit { cvips_key_field_free(raw) }

    /// `frame` with the noise taken off where it stands still, as large. The first one is as it is.
    func steady(_ frame: Image) throws(ImagingError) -> Image {
        let count = frame.width * frame.height * frame.bands
        return try before.withLock { before throws(ImagingError) in
            try frame.withPixels { (pixels) throws(ImagingError) in
                let start = pixels.baseAddress!
                guard before.count == count else {
                    before = [Int16](unsafeUninitializedCapacity: count) { samples, filled in
                        cvips_still_begin(samples.baseAddress!, start, count)
                        filled = count
                    }
                    return frame
                }
                return try Image(width: frame.width, height: frame.height, bands: frame.bands) { out in
                    before.withUnsafeMutableBufferPointer {
                        cvips_still($0.baseAddress!, start, out.baseAddress!, count)
                    }
                }
            }
        }
    }

    func withRaw<Result: Sendable>(
        _ body: (OpaquePointer) throws(ImagingError) -> Result
    ) throws(ImagingError) -> Result {
        guard let raw else { throw .outOfMemory(width: 1, height: 1) }
        return try turn.withLock { _ throws(ImagingError) in try body(raw) }
    }
}
