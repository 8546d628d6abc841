public import Imaging
import Work

/// A printer and the sheet wanted of it. The printer is asked about the sheet when it is needed, so a target can also be
/// named while the print server is away.
public struct PrintTarget: Sendable {
    public let printer: any Printer
    let wanted: Wanted

    enum Wanted: Sendable {
        case sheet(Sheet)
        case paper(String, ProfileLibrary)
        case media(String, [PrintOption], ProfileLibrary?)
    }

    /// A paper of the profile that `library` has for `printer`; pictures are fitted to it.
    public init(_ printer: any Printer, paper: String, in library: ProfileLibrary) {
        (self.printer, wanted) = (printer, .paper(paper, library))
    }

    /// A medium of the driver, for JPEGs of exactly its pixels. The profile, if `library` has one, gives limits and deadline.
    public init(_ printer: any Printer, media: String, options: [PrintOption] = [], in library: ProfileLibrary? = nil) {
        (self.printer, wanted) = (printer, .media(media, options, library))
    }

    /// A sheet that is known already.
    public init(_ sheet: Sheet) { (printer, wanted) = (sheet.destination.printer, .sheet(sheet)) }
    public init(_ destination: Destination) { self.init(Sheet(destination: destination)) }

    var paper: String? {
        switch wanted {
        case .sheet(let sheet): sheet.paper
        case .paper(let paper, _): paper
        case .media: nil
        }
    }
    var media: String? {
        switch wanted {
        case .sheet(let sheet): sheet.destination.medium.keyword
        case .media(let media, _, _): media
        case .paper: nil
        }
    }

    /// The roll that is in the printer now, where somebody counts them.
    func roll() async -> String? {
        let library =
            switch wanted {
            case .sheet(let sheet): sheet.library
            case .paper(_, let library): library
            case .media(_, _, let library): library
            }
        guard let library else { return nil }
        let name = printer.name
        return await offPool { (try? library.profile(named: name))?.roll?.id }
    }

    /// What the printer says of it now. Throws `serverAway`, or what is unknown.
    public func sheet() async throws(PrintError) -> Sheet {
        switch wanted {
        case .sheet(let sheet): return sheet
        case .paper(let name, let library):
            let (destination, profile, paper) = try await Destination.resolve(printer, paper: name, in: library)
            var sheet = Sheet(destination: destination, limits: profile.limits, deadline: profile.deadline)
            (sheet.paper, sheet.library) = (name, library)
            let colours = try await offPool { () throws(PrintError) in try library.colours(of: profile) }
            sheet.fit = Sheet.Fit(
                trim: paper.trimWidth.flatMap { width in paper.trimHeight.map { (width, $0) } },
                calibration: paper.calibration, colours: colours)
            return sheet
        case .media(let keyword, let options, let library):
            let medium = try await printer.medium(keyword, options: options)
            var sheet = Sheet(destination: Destination(printer, medium: medium, options: options))
            sheet.library = library
            do throws(PrintError) {
                let profile = try await library?.profile(of: printer)
                (sheet.limits, sheet.deadline) = (profile?.limits ?? PrintLimits(), profile?.deadline)
            } catch {
                guard case .noProfile = error else { throw error }
            }
            return sheet
        }
    }
}

/// A sheet of a printer, known to the pixel, and how pictures come onto it.
public struct Sheet: Sendable {
    public let destination: Destination
    /// Its name in the profile, where it was asked for by that.
    public fileprivate(set) var paper: String?
    public fileprivate(set) var limits = PrintLimits()
    /// Where its printer's profile was found.
    fileprivate var library: ProfileLibrary?
    /// Seconds without progress after which somebody is told.
    public fileprivate(set) var deadline: Double?
    /// nil takes JPEGs of exactly the medium's pixels alone.
    fileprivate var fit: Fit?

    fileprivate struct Fit: Sendable {
        var trim: (width: Int, height: Int)?
        var calibration: CutCalibration?
        var colours: ColourProfile
    }

    init(destination: Destination, limits: PrintLimits = PrintLimits(), deadline: Double? = nil) {
        (self.destination, self.limits, self.deadline) = (destination, limits, deadline)
    }

    /// What is sent for the picture in the file at `path`, which messages call `name`.
    public func raster(of path: String, named name: String? = nil) throws(PrintError) -> PrintRaster {
        guard let fit else { return try PrintRaster(untouched: path, named: name, medium: destination.medium) }
        return try PrintRaster(
            fitting: path, named: name, medium: destination.medium, trim: fit.trim, calibration: fit.calibration,
            profile: fit.colours)
    }

    /// What is sent for a layout's canvas.
    public func raster(canvas: Image) throws(PrintError) -> PrintRaster {
        try PrintRaster(
            canvas: canvas, medium: destination.medium, trim: fit?.trim, calibration: fit?.calibration,
            profile: fit?.colours ?? .sRGB)
    }

    /// Whether a raster for this sheet is one for `other` as well.
    public func takesTheSame(as other: Sheet) -> Bool {
        let (one, two) = (destination.medium, other.destination.medium)
        return (one.width, one.height, one.dpi) == (two.width, two.height, two.dpi)
            && fit?.calibration == other.fit?.calibration && fit?.colours == other.fit?.colours
    }
}
