import CVips
internal import Work

/// A picture file that has been opened: its header is read and its size is within limits, but nothing is decoded yet.
///
/// The file is opened again for each use, so a value costs no descriptor. What it is, its first bytes tell.
public struct PictureFile: Sendable {
    public let path: String
    public let format: PictureFormat
    /// Size in upright pixels, EXIF orientation applied.
    public let width: Int
    public let height: Int
    public let hasAlpha: Bool
    /// EXIF DateTimeOriginal, when the file has one.
    public let takenAt: CaptureTime?
    let header: Header

    /// What a format's header says.
    struct Header: Sendable {
        /// As stored.
        var width: Int
        var height: Int
        var model: cvips_model
        /// 1 grey, 3 colour, 4 CMYK; of JPEG only.
        var components = 3
        var isInverted = false
        var orientation = Orientation.upright
        var takenAt: CaptureTime?
        /// ICC profile that differs from sRGB.
        var profile: [UInt8]?
    }

    /// Reads the header. Throws what is wrong with the file, its format or its size.
    public init(path: String) throws(ImagingError) {
        assertOffPool()
        precondition(Library.started)
        let file = try OpenFile(path: path)
        switch Signature(try file.bytes(at: 0, count: Signature.length)) {
        case .unknown: throw .notAPicture(path: path, format: nil)
        case .refused(let name): throw .notAPicture(path: path, format: name)
        case .picture(let found):
            (format, header) = try Self.read(file, as: found)
        }
        self.path = path
        let upright = header.orientation.swapsAxes ? (header.height, header.width) : (header.width, header.height)
        (width, height) = upright
        hasAlpha = header.model == CVIPS_RGBA
        takenAt = header.takenAt
    }

    private static func read(
        _ file: borrowing OpenFile, as format: PictureFormat
    ) throws(ImagingError) -> (PictureFormat, Header) {
        switch format {
        case .jpeg: return (.jpeg, try JPEGFile.header(of: file))
        case .raw:
            guard let header = try RawFile.header(of: file) else {
                throw .notAPicture(path: file.path, format: "the raw file of an unknown camera")
            }
            return (.raw, header)
        case .tiff:
            // Most raw formats are TIFF files; DNG says so, others begin with a preview and name the camera.
            let tags = file.tags
            if tags.isDNG || (tags.isFromCamera && tags.beginsWithPreview), let header = try RawFile.header(of: file) {
                return (.raw, header)
            }
            return (.tiff, try LoadedFile.header(of: file, as: .tiff))
        default: return (format, try LoadedFile.header(of: file, as: format))
        }
    }

    /// `region`, resampled to exactly `width` × `height`, upright, in sRGB: 3 bands, or 4 when the file has alpha. Output
    /// pixel centre (i + ½, j + ½) shows region.x + (i + ½) · region.width / width, and likewise down. Lanczos3.
    ///
    /// Throws `damaged` when data are missing or wrong, unless `acceptDamaged`: then what is there is shown.
    public func sampled(
        _ region: Region, width: Int, height: Int, light: Light = .gamma, acceptDamaged: Bool = false
    ) throws(ImagingError) -> Image {
        let limit = PictureLimits.side
        guard region.isUsable, (1...limit).contains(width), (1...limit).contains(height) else {
            throw .failed(call: "sampled", reason: "\(region) cannot be shown in \(width)x\(height) pixels")
        }
        let turns = header.orientation.swapsAxes
        let request = Sampling(
            region: header.orientation.stored(region, width: header.width, height: header.height),
            width: turns ? height : width, height: turns ? width : height, light: light, acceptDamaged: acceptDamaged)
        let file = try OpenFile(path: path)
        let stored: Image
        switch format {
        case .jpeg: stored = try JPEGFile.sampled(.file(file.descriptor), path, header, request)
        case .raw: return try header.orientation.applied(to: RawFile.sampled(file, header, request))
        default: stored = try LoadedFile.sampled(file, as: format, header, request)
        }
        return try header.orientation.applied(to: header.inSRGB(stored))
    }
}

extension PictureFile {
    /// Its samples are what is shown: upright, and in sRGB. Who reads neither EXIF nor ICC profiles sees the same.
    public var isPlain: Bool { header.orientation == .upright && header.profile == nil && header.components == 3 }

    /// Of a raw file: reads what the sensor gave, to the last byte, whatever the preview looks like. Throws `damaged` when data
    /// are missing or wrong.
    public func checkSensorData() throws(ImagingError) {
        guard format == .raw else { return }
        try RawFile.checkSensorData(OpenFile(path: path), header)
    }

    /// All of it, at its own size.
    public func whole(light: Light = .gamma, acceptDamaged: Bool = false) throws(ImagingError) -> Image {
        let region = Region(x: 0, y: 0, width: Double(width), height: Double(height))
        return try sampled(region, width: width, height: height, light: light, acceptDamaged: acceptDamaged)
    }
}

/// What is wanted of a picture as it is stored.
struct Sampling {
    var region: Region
    var width: Int
    var height: Int
    var light: Light
    var acceptDamaged: Bool

    var request: cvips_request {
        cvips_request(
            window: cvips_window(x: region.x, y: region.y, width: region.width, height: region.height),
            width: Int32(width), height: Int32(height), linear: light == .linear, accept_damaged: acceptDamaged)
    }
}

/// What is refused before any pixel is decoded: four times what cameras give, and far from exhausting memory.
enum PictureLimits {
    static let side = 30_000
    static let pixels = 250_000_000
    /// A progressive JPEG is held whole as coefficients while its scans come in.
    static let progressivePixels = 100_000_000

    static func check(
        _ path: String, width: Int, height: Int, isProgressive: Bool = false
    ) throws(ImagingError) {
        let most = isProgressive ? progressivePixels : pixels
        let limit: String? =
            if max(width, height) > side {
                "\(side) a side"
            } else if width * height > most {
                "\(most / 1_000_000) million\(isProgressive ? " in a progressive JPEG" : "")"
            } else {
                nil
            }
        if let limit { throw .tooLarge(path: path, width: width, height: height, limit: limit) }
    }
}
