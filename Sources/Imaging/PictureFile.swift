import CVips
import Synchronization
internal import Work

/// A picture file that has been opened: its header is read and its size is within limits, but nothing is decoded yet.
///
/// The file is opened again for each use, so a value costs no descriptor. What it is, its first bytes tell. Bytes in memory
/// are a picture file as well:
///
///     let picture = try PictureFile(bytes: downloaded, name: "overlay.png")
///     let image = try picture.whole()
public struct PictureFile: Sendable {
    /// Of bytes in memory, the name that they were given.
    public let path: String
    private let memory: [UInt8]?
    public let format: PictureFormat
    /// Size in upright pixels, EXIF orientation applied.
    public let width: Int
    public let height: Int
    public let hasAlpha: Bool
    /// EXIF's DateTimeOriginal; else the time of digitising or of the last change, of EXIF, XMP or the container.
    public let takenAt: CaptureTime?
    let header: Header
    private let remarks = Remarks()

    /// What an operator should know of a picture that is shown all the same. Decoding adds to it.
    public var notes: [String] { header.warnings + remarks.all }

    /// The same, each with the file's name.
    public var warnings: [String] { notes.map { "\(path): \($0)" } }

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
        var warnings: [String] = []
        /// What is missing, although the picture can be shown in part.
        var flaw: String?
        /// Of a WebP: one picture, and no moving ones.
        var isStill = false
        /// Of a HEIC: how it can be decoded piece by piece, and its colours' matrix of ITU-T H.273 where the file names one.
        var tiles: HEVCTiles?
        var matrix: (number: Int32, isFull: Bool)?
    }

    /// Reads the header. Throws what is wrong with the file, its format or its size.
    public init(path: String) throws(ImagingError) {
        assertOffPool()
        try self.init(OpenFile(path: path), memory: nil)
    }

    /// The same of bytes in memory; `name` stands for the path in errors.
    public init(bytes: [UInt8], name: String) throws(ImagingError) {
        try self.init(OpenFile(memory: bytes, name: name), memory: bytes)
    }

    private init(_ file: borrowing OpenFile, memory: [UInt8]?) throws(ImagingError) {
        precondition(Library.started)
        (path, self.memory) = (file.path, memory)
        switch Signature(try file.bytes(at: 0, count: Signature.length)) {
        case .unknown: throw .notAPicture(path: file.path, format: nil)
        case .refused(let name): throw .notAPicture(path: file.path, format: name)
        case .picture(let found):
            do { (format, header) = try Self.read(file, as: found) } catch {
                // Without a header there is nothing that could be shown in part.
                guard case .damaged(let path, let detail) = error else { throw error }
                throw .ruined(path: path, detail: detail)
            }
        }
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
            if TIFFTags(file.structure).isRaw, let header = try RawFile.header(of: file) {
                return (.raw, header)
            }
            return (.tiff, try LoadedFile.header(of: file, as: .tiff))
        case .heic: return (.heic, try HEIFFile.header(of: file))
        case .webp: return (.webp, try WebPPicture.header(of: file))
        default: return (format, try LoadedFile.header(of: file, as: format))
        }
    }

    func open() throws(ImagingError) -> OpenFile {
        if let memory { return try OpenFile(memory: memory, name: path) }
        return try OpenFile(path: path)
    }

    /// `region`, resampled to exactly `width` × `height`, upright, in sRGB: 3 bands, or 4 when the file has alpha. Output
    /// pixel centre (i + ½, j + ½) shows region.x + (i + ½) · region.width / width, and likewise down. Lanczos3.
    ///
    /// Throws `damaged` when data are missing or wrong, unless `acceptDamaged`: then what is there is shown, and `ruined` says
    /// that nothing is.
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
        let file = try open()
        if let flaw = header.flaw, !acceptDamaged, format != .raw { throw .damaged(path: path, detail: flaw) }
        do { return try sampled(file, request) } catch {
            guard case .damaged(let path, let detail) = error, acceptDamaged else { throw error }
            throw .ruined(path: path, detail: detail)
        }
    }

    /// The same into planes of a film, both sides even; false where that is no shorter way.
    func sampled(
        _ region: Region, width: Int, height: Int, into planes: cvips_planes, acceptDamaged: Bool
    ) throws(ImagingError) -> Bool {
        guard format == .jpeg, isPlain, header.flaw == nil, region.isUsable else { return false }
        let request = Sampling(
            region: region, width: width, height: height, light: .gamma, acceptDamaged: acceptDamaged)
        do {
            return try JPEGFile.withSource(of: open()) { (source) throws(ImagingError) in
                try JPEGFile.sampled(source, path, header, request, into: planes, noting: remarks)
            }
        } catch {
            guard case .damaged(let path, let detail) = error, acceptDamaged else { throw error }
            throw .ruined(path: path, detail: detail)
        }
    }

    private func sampled(_ file: borrowing OpenFile, _ request: Sampling) throws(ImagingError) -> Image {
        let stored: Image
        switch format {
        case .jpeg:
            stored = try JPEGFile.withSource(of: file) { (source) throws(ImagingError) in
                try JPEGFile.sampled(source, path, header, request, noting: remarks)
            }
        case .raw:
            return try header.orientation.applied(to: RawFile.sampled(file, header, request, noting: remarks))
        case .heic: stored = try HEIFFile.sampled(file, header, request)
        case .webp: stored = try WebPPicture.sampled(file, header, request)
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
        try RawFile.checkSensorData(open(), header)
    }

    /// All of it, at its own size.
    public func whole(light: Light = .gamma, acceptDamaged: Bool = false) throws(ImagingError) -> Image {
        let region = Region(x: 0, y: 0, width: Double(width), height: Double(height))
        return try sampled(region, width: width, height: height, light: light, acceptDamaged: acceptDamaged)
    }
}

/// What is noticed while a picture is decoded, each once. Decoding goes on on several threads.
final class Remarks: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func add(_ line: String) {
        lines.withLock { if !$0.contains(line) { $0.append(line) } }
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
