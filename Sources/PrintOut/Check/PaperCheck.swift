import Checks
import Faults
import Work

/// A paper that a layout asks for, in the words and pixels of whoever knows layouts.
public struct PaperWish: Sendable {
    /// As printer profiles name it: "4x6".
    public var name: String
    /// What is printed, bleed and all, upright.
    public var width: Int
    public var height: Int
    /// Sessions are held with a layout for it. Others may be meant for screens only.
    public var isOfSessions: Bool

    public init(name: String, width: Int, height: Int, isOfSessions: Bool) {
        (self.name, self.width, self.height, self.isOfSessions) = (name, width, height, isOfSessions)
    }
}

/// What each paper is for a printer: which sheet with what pixels, and how a layout's canvas comes onto it.
struct PaperCheck: Sendable {
    let wishes: [PaperWish]
    /// Guests get prints; otherwise only an operator may want one.
    let isPrinting: Bool
    let profiles: ProfileLibrary

    func look(_ printer: any Printer, _ report: CheckReport) async {
        for wish in wishes {
            let grade = isPrinting && wish.isOfSessions ? Finding.Grade.failure : .warning
            do throws(PrintError) {
                let (destination, profile, paper) = try await Destination.resolve(
                    printer, paper: wish.name, in: profiles)
                _ = try profiles.colours(of: profile)
                look(at: wish, on: destination.medium, paper, grade, report)
            } catch { report.add("paper \(wish.name)", grade, error) }
        }
    }

    /// Whether `other` can help `first` out: only with sheets of the same pixels.
    func compare(_ other: any Printer, with first: any Printer, _ report: CheckReport) async {
        for wish in wishes where wish.isOfSessions {
            let sheet = try? await Destination.resolve(first, paper: wish.name, in: profiles).destination.medium
            let its = try? await Destination.resolve(other, paper: wish.name, in: profiles).destination.medium
            guard let sheet, sheet != its else { continue }
            report.warn(
                "printer \(other.name)",
                "its \(wish.name) is another sheet than that of \(first.name), so it cannot help out",
                "load the same paper into both, or leave it out")
        }
    }

    private func look(
        at wish: PaperWish, on medium: Medium, _ paper: PrinterProfile.Paper, _ grade: Finding.Grade,
        _ report: CheckReport
    ) {
        let check = "paper \(wish.name)"
        let trim = paper.trimWidth.flatMap { width in paper.trimHeight.map { (width, $0) } }
        let placement = Placement.ofCanvas(
            width: wish.width, height: wish.height, on: medium, trim: trim, calibration: paper.calibration)
        let (pixels, canvas) = ("\(medium.width)x\(medium.height)", "\(wish.width)x\(wish.height)")
        let on = medium.keyword == pixels ? "\(pixels) pixels" : "\(medium.keyword), \(pixels) pixels"
        switch placement {
        case .exact?: report.ok(check, "\(on): exactly the layout's canvas")
        case .cropped?: report.ok(check, "\(on): cut from the layout's \(canvas), pixel by pixel")
        case .extended(let by)?:
            report.warn(
                check,
                "\(on): the layout's \(canvas) ends before it; edges are mirrored by up to \(counted(by, "pixel"))",
                "look at a test print: the knife should take that off; if not, give the layout's paper more bleed")
        case .resampled?, nil:
            report.add(
                check, grade, "\(on): the layout's canvas of \(canvas) was made for another sheet",
                "load the paper of the layout, or correct \"\(wish.name)\" in the printer profile")
        }
    }
}

extension ProfileLibrary {
    /// What keeps `printer` from ever printing on `paper`, until somebody puts right a profile, a queue or a layout; nil
    /// when there is no such thing, or the printer cannot be asked now.
    public func lastingObstacle(to paper: String, on printer: any Printer) async -> PrintError? {
        do throws(PrintError) {
            _ = try await Destination.resolve(printer, paper: paper, in: self)
            return nil
        } catch { return error.isLasting ? error : nil }
    }
}

extension PrintError {
    fileprivate var isLasting: Bool {
        switch self {
        case .noProfile, .badProfile, .unknownQueue, .unknownPaper, .unknownMedia, .unknownOption, .noDriver,
            .unlikeMembers:
            true
        default: false
        }
    }
}
