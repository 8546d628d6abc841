internal import CVips
import Synchronization

/// The screen behind guests as the frames of a live view have shown it so far. Each frame that is keyed with it adds what it shows:
/// a place where somebody stands now has been seen a moment ago, and noise does not flicker.
///
/// Sendable by its lock: `raw` is made once, and touched by one thread at a time.
public final class ScreenField: @unchecked Sendable {
    private let raw: OpaquePointer?
    private let turn = Mutex(())

    public init() { raw = cvips_key_field_new() }

    deinit { cvips_key_field_free(raw) }

    func withRaw<Result: Sendable>(
        _ body: (OpaquePointer) throws(ImagingError) -> Result
    ) throws(ImagingError) -> Result {
        guard let raw else { throw .outOfMemory(width: 1, height: 1) }
        return try turn.withLock { _ throws(ImagingError) in try body(raw) }
    }
}
