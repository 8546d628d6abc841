import Faults
import Files
import Glibc
public import Imaging

/// What is sent to a queue: a JPEG of exactly the medium's pixels, upright, with every pixel's colour.
public struct PrintRaster: Sendable {
    public let document: [UInt8]
    public let placement: Placement

    /// High enough that blocks do not show in a magnifying glass; a 4x6 has about 1.5 MB.
    private static let quality = 96
    private static let mostBytes = 64 << 20

    /// Cuts a layout's canvas (trim and bleed, see Compositor) to `medium`.
    /// - Parameters:
    ///   - trim: what is left of the sheet after the cut, in portrait pixels; a canvas must at least reach so far.
    ///   - profile: the printer's; the pixels are converted to it.
    public init(
        canvas: Image, medium: Medium, trim: (width: Int, height: Int)? = nil, calibration: CutCalibration? = nil,
        profile: ColourProfile = .sRGB
    ) throws(PrintError) {
        let upright = try Self.upright(canvas)
        let fit = SheetFit(medium: medium, trim: trim, calibration: calibration)
        guard case .placed(let x, let y, let placement)? = fit.plan(width: upright.width, height: upright.height) else {
            throw .wrongShape(
                path: "the canvas", found: "\(canvas.width)x\(canvas.height)",
                needed: "\(medium.width)x\(medium.height)", media: medium.keyword)
        }
        document = try printing {
            try Self.encoded(upright.placed(x: x, y: y, width: medium.width, height: medium.height), medium, profile)
        }
        self.placement = placement
    }

    /// Fits the picture in the file at `path`, turned if it lies on its side. One of another shape is refused, because it
    /// would lose heads.
    /// Messages call it `name`, by default its path.
    public init(
        fitting path: String, named name: String? = nil, medium: Medium, trim: (width: Int, height: Int)? = nil,
        calibration: CutCalibration? = nil, profile: ColourProfile = .sRGB
    ) throws(PrintError) {
        let name = name ?? path
        let file = try Self.open(path, name)
        let lies = file.width > file.height && medium.width < medium.height
        let (width, height) = lies ? (file.height, file.width) : (file.width, file.height)
        let fit = SheetFit(medium: medium, trim: trim, calibration: calibration)
        guard let plan = fit.plan(width: width, height: height) else {
            throw .wrongShape(
                path: name, found: "\(file.width)x\(file.height)", needed: "\(medium.width)x\(medium.height)",
                media: medium.keyword)
        }
        let whole = try Self.checked(file, name)
        switch plan {
        case .placed(_, _, .exact) where file.format == .jpeg && file.isPlain && profile == .sRGB && !lies:
            (document, placement) = (try printing { try readAll(path, limit: Self.mostBytes) }, .exact)
        case .placed(let x, let y, let placement):
            let upright = try Self.upright(whole)
            document = try printing {
                try Self.encoded(
                    upright.placed(x: x, y: y, width: medium.width, height: medium.height), medium, profile)
            }
            self.placement = placement
        case .scaled(var region, let placement):
            // The region is that of the upright sheet; turned back, its axes change places.
            if lies {
                region = Region(
                    x: region.y, y: Double(file.height) - region.x - region.width, width: region.height,
                    height: region.width)
            }
            let (across, down) = lies ? (medium.height, medium.width) : (medium.width, medium.height)
            document = try printing {
                try Self.encoded(Self.upright(file.sampled(region, width: across, height: down)), medium, profile)
            }
            self.placement = placement
        }
    }

    /// Takes the JPEG at `path` as it is, byte for byte: it must have exactly the medium's pixels, upright or turned by
    /// 90°, or those of the PPD's imageable area, and be whole.
    public init(untouched path: String, named name: String? = nil, medium: Medium) throws(PrintError) {
        let name = name ?? path
        let file = try Self.open(path, name)
        guard file.format == .jpeg else {
            throw .badDocument(path: name, reason: "with --media it must be a JPEG")
        }
        let sides = (min(file.width, file.height), max(file.width, file.height))
        let exact = (min(medium.width, medium.height), max(medium.width, medium.height))
        let nominal = (
            min(medium.nominalWidth, medium.nominalHeight), max(medium.nominalWidth, medium.nominalHeight)
        )
        guard sides == exact || sides == nominal else {
            throw .wrongSize(
                path: name, found: "\(file.width)x\(file.height)", needed: "\(medium.width)x\(medium.height)",
                media: medium.keyword)
        }
        _ = try Self.checked(file, name)
        (document, placement) = (try printing { try readAll(path, limit: Self.mostBytes) }, .exact)
    }

    /// The file of a whole picture, for a sheet that is not known yet.
    public static func picture(at path: String) throws(PrintError) -> [UInt8] {
        _ = try checked(open(path, path), path)
        return try printing { try readAll(path, limit: mostBytes) }
    }

    private static func open(_ path: String, _ name: String) throws(PrintError) -> PictureFile {
        do throws(ImagingError) { return try PictureFile(path: path) } catch {
            switch error {
            case .missing, .unreadable: throw .picture(error)
            // What is advised is for rendering.
            default: throw .badDocument(path: name, reason: error.problem(without: path))
            }
        }
    }

    /// CUPS prints half a JPEG as well as a whole one and says completed; decoding all of it is the check.
    private static func checked(_ file: PictureFile, _ name: String) throws(PrintError) -> Image {
        do throws(ImagingError) { return try file.whole() } catch {
            throw .badDocument(path: name, reason: error.problem(without: file.path))
        }
    }

    private static func upright(_ image: Image) throws(PrintError) -> Image {
        guard image.width > image.height else { return image }
        return try printing {
            try image.turned(
                by: 90, centreX: Double(image.height) / 2, centreY: Double(image.width) / 2, width: image.height,
                height: image.width)
        }
    }

    private static func encoded(_ image: Image, _ medium: Medium, _ profile: ColourProfile) throws -> [UInt8] {
        // Transparency has no place on paper.
        let opaque = image.bands == 4 ? try Canvas(copying: image).finished() : image
        return try opaque.encoded(
            as: .jpeg, quality: quality, chroma: .full, metadata: Metadata(dpi: Double(medium.dpi), profile: profile))
    }
}

/// Runs `body` with the path of a file without a name that holds `bytes`.
func withFile<Result>(
    of bytes: [UInt8], _ body: (String) throws(PrintError) -> Result
) throws(PrintError) -> Result {
    guard let file = tmpfile() else {
        throw .file(.cannotCreate(path: "/tmp", reason: String(cString: strerror(errno))))
    }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count, fflush(file) == 0 else {
        throw .file(.diskFull(path: "/tmp", reason: String(cString: strerror(errno))))
    }
    return try body("/proc/self/fd/\(fileno(file))")
}
