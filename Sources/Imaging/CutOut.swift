internal import CVips

/// People cut out of a picture: a coarse matte, as a model sees it, followed along their outline in the picture itself, with their own
/// colours where the room shines through.
///
/// The same picture and matte give the same bytes on any number of threads and with any vector instructions.
public struct CutOut: Sendable {
    private let picture: Image
    private let solved: Solved
    private let threads: Int
    fileprivate static let band = CVIPS_CUTOUT_BAND

    /// - Parameters:
    ///   - picture: 3 bands.
    ///   - matte: coverage over the whole picture, `across` by as many rows as there are, 0 to 65,535.
    ///   - threads: at most this many work at a time.
    public init(_ picture: Image, matte: [UInt16], across: Int, threads: Int = 1) throws(ImagingError) {
        precondition(picture.bands == 3 && across > 1 && matte.count % across == 0 && matte.count > across)
        (self.picture, self.threads) = (picture, threads)
        solved = try Solved(picture, matte: matte, across: across, threads: threads)
    }

    /// Of a picture all of which stays.
    public static func whole(_ picture: Image) throws(ImagingError) -> CutOut {
        try CutOut(picture, matte: [UInt16](repeating: .max, count: 4), across: 2)
    }

    /// People alone: 4 bands, premultiplied, to be kept and laid over any background (`Image.laid(over:)`).
    public func cutOut() throws(ImagingError) -> Image {
        try Image(width: picture.width, height: picture.height, bands: 4) { (out) throws(ImagingError) in
            try picture.withPixels { (pixels) throws(ImagingError) in
                nonisolated(unsafe) let (out, pixels) = (out.baseAddress!, pixels.baseAddress!)
                inBands(of: picture.height, threads, unit: Self.band) { [solved] in
                    cvips_cutout_cut(solved.raw, pixels, out, $0, $1)
                }
            }
        }
    }

    /// Coverage, 0…255, 1 band.
    public func matte() throws(ImagingError) -> Image {
        let fine = fineMatte()
        return try Image(width: picture.width, height: picture.height, bands: 1) { (out) throws(ImagingError) in
            for (place, value) in fine.enumerated() { out[place] = UInt8((Int(value) + 128) / 257) }
        }
    }

    /// Coverage, 0…65535, row by row.
    public func fineMatte() -> [UInt16] {
        let count = picture.width * picture.height
        return [UInt16](unsafeUninitializedCapacity: count) { values, filled in
            nonisolated(unsafe) let out = values.baseAddress!
            inBands(of: picture.height, threads, unit: Self.band) { [solved] in
                cvips_cutout_matte16(solved.raw, out, $0, $1)
            }
            filled = count
        }
    }

    /// Coverage as a grey PNG of 16 bits: white is people.
    public func mattePNG() throws(ImagingError) -> [UInt8] {
        try fineMatte().greyPNG(width: picture.width, height: picture.height)
    }
}

/// Owner of the kernel's grids.
///
/// Sendable without a lock: `init` writes, before anybody else has the object; the bands of one pass write rows of their own.
private final class Solved: @unchecked Sendable {
    let raw: OpaquePointer

    init(_ picture: Image, matte: [UInt16], across: Int, threads: Int) throws(ImagingError) {
        let (width, height) = (picture.width, picture.height)
        let made = matte.withUnsafeBufferPointer {
            cvips_cutout_new(
                Int32(width), Int32(height), $0.baseAddress!, Int32(across), Int32(matte.count / across))
        }
        guard let raw = made else { throw .outOfMemory(width: width, height: height) }
        self.raw = raw
        try picture.withPixels { (pixels) throws(ImagingError) in
            nonisolated(unsafe) let (raw, start) = (raw, pixels.baseAddress!)
            inBands(of: height, threads, unit: CutOut.band) { cvips_cutout_measure(raw, start, $0, $1) }
            inBands(of: height, threads, unit: CutOut.band) { cvips_cutout_solve(raw, start, $0, $1) }
        }
    }

    deinit { cvips_cutout_free(raw) }
}
