internal import CVips
internal import Work

/// Owner of the kernel's grids.
///
/// Sendable without a lock: `init` and `solve` write, both before the object is handed to a `ScreenKey`, whose methods
/// only read; the bands of one pass write rows of their own.
final class KeyAnalysis: @unchecked Sendable {
    let raw: OpaquePointer

    init(of picture: Image, _ options: cvips_key_options, threads: Int) throws(ImagingError) {
        let (width, height) = (picture.width, picture.height)
        guard let raw = cvips_key_new(Int32(width), Int32(height), options) else {
            throw .outOfMemory(width: width, height: height)
        }
        self.raw = raw
        try picture.withPixels { (pixels) throws(ImagingError) in
            nonisolated(unsafe) let (raw, start) = (raw, pixels.baseAddress!)
            inBands(of: height, threads, unit: CVIPS_KEY_BAND) { cvips_key_measure(raw, start, $0, $1) }
        }
    }

    deinit { cvips_key_free(raw) }

    /// False when there is no screen.
    func solve(_ picture: Image, plate: KeyAnalysis?, following field: ScreenField?) throws(ImagingError) -> Bool {
        guard let field else { return try findScreen(in: picture) { cvips_key_solve(raw, $0, plate?.raw) } }
        let found = try field.withRaw { (field) throws(ImagingError) in
            cvips_key_follow(raw, field)
            return try findScreen(in: picture) { cvips_key_solve(raw, $0, plate?.raw) }
        }
        return found
    }

    /// Makes this one a plate for others.
    func solve(empty picture: Image) throws(ImagingError) {
        _ = try findScreen(in: picture) { cvips_key_solve_empty(raw, $0) }
    }

    private func findScreen(
        in picture: Image, _ solve: (UnsafePointer<UInt8>) -> cvips_key_outcome
    ) throws(ImagingError) -> Bool {
        switch try picture.withPixels({ solve($0.baseAddress!) }) {
        case CVIPS_KEY_FOUND: return true
        case CVIPS_KEY_NO_SCREEN: return false
        case CVIPS_KEY_GREY:
            throw .unusableKey(
                reason: "the key colour is grey and cannot be told from skin and clothes", remedy: "pick the screen's")
        default: throw .outOfMemory(width: picture.width, height: picture.height)
        }
    }

    var report: ScreenKey.Report {
        let figures = cvips_key_figures(raw)
        return ScreenKey.Report(
            keyColour: Colour(red: figures.key.0, green: figures.key.1, blue: figures.key.2),
            share: Double(figures.share),
            unevenness: Double(figures.unevenness), chroma: Double(figures.chroma), clipped: Double(figures.clipped),
            spill: Double(figures.spill))
    }
}

/// Runs `body` over bands of rows (first, end) that start at multiples of `unit`; enough bands that threads end together.
func inBands(of height: Int, _ threads: Int, unit: Int, _ body: @Sendable (Int32, Int32) -> Void) {
    let units = (height + unit - 1) / unit
    let bands = threads > 1 ? min(units, threads * 8) : 1
    let edge = { @Sendable (band: Int) in Int32(min(height, units * band / bands * unit)) }
    concurrently(bands, workers: threads) { band in body(edge(band), edge(band + 1)) }
}
