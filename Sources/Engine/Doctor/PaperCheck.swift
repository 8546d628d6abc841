import Compositor
import Faults
import PrintOut
import Sessions
import Work

/// What each layout's paper is for a printer: which sheet with what pixels, and how the layout's canvas comes onto it.
struct PaperCheck: Sendable {
    let settings: EventSettings
    let layouts: LayoutCheck
    let profiles: ProfileLibrary

    func look(_ printer: any Printer, _ report: Report) async {
        let prints = (try? settings.script.get())?.prints ?? true
        for (paper, layout) in await offPool({ papers }) {
            // Others may be meant for screens only; so may all when guests get no prints.
            let grade = prints && layout == settings.layout ? Doctor.Grade.failure : .warning
            let check = "paper \(paper.name)"
            do throws(PrintError) {
                let (destination, profile, sheet) = try await Destination.resolve(
                    printer, paper: paper.name, in: profiles)
                _ = try profiles.colours(of: profile)
                look(at: paper, on: destination.medium, sheet, check, grade, report)
            } catch {
                report.add(check, grade, error.problem, error.remedy)
            }
        }
    }

    /// Why the layout of sessions cannot be printed there, when that does not go away by itself.
    func lastingObstacle(of printer: any Printer) async -> String? {
        for (paper, layout) in await offPool({ papers }) where layout == settings.layout {
            do throws(PrintError) {
                _ = try await Destination.resolve(printer, paper: paper.name, in: profiles)
            } catch {
                guard error.isLasting else { return nil }
                return "printer \(printer.name) cannot print \(paper.name), which layout \(layout) is for: "
                    + error.problem(without: "queue \(printer.name)") + (error.remedy.map { "; \($0)" } ?? "")
            }
        }
        return nil
    }

    /// Whether `other` can help `first` out: only with sheets of the same pixels.
    func compare(_ other: any Printer, with first: any Printer, _ report: Report) async {
        for (paper, layout) in await offPool({ papers }) where layout == settings.layout {
            let sheet = try? await Destination.resolve(first, paper: paper.name, in: profiles).destination.medium
            let its = try? await Destination.resolve(other, paper: paper.name, in: profiles).destination.medium
            guard let sheet, sheet != its else { continue }
            report.warn(
                "printer \(other.name)",
                "its \(paper.name) is another sheet than that of \(first.name), so it cannot help out",
                "load the same paper into both, or leave it out")
        }
    }

    /// Of the layouts that can be read, each paper once.
    private var papers: [(paper: Paper, layout: String)] {
        var seen: Set<Paper> = []
        return settings.layoutNames.compactMap { name in
            guard let paper = try? layouts.layout(name).layout.paper, seen.insert(paper).inserted else { return nil }
            return (paper, name)
        }
    }

    private func look(
        at paper: Paper, on medium: Medium, _ sheet: PrinterProfile.Paper, _ check: String, _ grade: Doctor.Grade,
        _ report: Report
    ) {
        let (width, height) = paper.canvas
        let trim = sheet.trimWidth.flatMap { width in sheet.trimHeight.map { (width, $0) } }
        let placement = Placement.ofCanvas(
            width: width, height: height, on: medium, trim: trim, calibration: sheet.calibration)
        let (pixels, canvas) = ("\(medium.width)x\(medium.height)", "\(width)x\(height)")
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
                "load the paper of the layout, or correct \"\(paper.name)\" in the printer profile")
        }
    }
}

extension Paper {
    /// What is printed, bleed and all: the sheet that pieces stand on, or the paper itself. Upright, in pixels.
    fileprivate var canvas: (width: Int, height: Int) {
        let sheet = imposition?.sheet
        let across = (sheet?.trimWidth ?? trimWidth) + 2 * (sheet?.bleedX ?? bleedX)
        let down = (sheet?.trimHeight ?? trimHeight) + 2 * (sheet?.bleedY ?? bleedY)
        return (min(across, down), max(across, down))
    }
}

extension Engine {
    /// What keeps the event's layout from being printed whatever happens, a line for each printer that has such a thing. A
    /// printer that does not answer within two seconds has none: it may be switched on later.
    public nonisolated func lastingObstacles() async -> [String] {
        let folder = record.folder
        let settings = await offPool { EventSettings(folder) }
        let check = PaperCheck(
            settings: settings, layouts: LayoutCheck(settings: settings, library: options.layouts),
            profiles: options.profiles)
        var lines: [String] = []
        for printer in options.printers {
            if let line = await TimeSource.system.within(.seconds(2), { await check.lastingObstacle(of: printer) })
                ?? nil
            {
                lines.append(line)
            }
        }
        return lines
    }
}

extension PrintError {
    /// What somebody has to put right in a profile, a queue or a layout.
    fileprivate var isLasting: Bool {
        switch self {
        case .noProfile, .badProfile, .unknownQueue, .unknownPaper, .unknownMedia, .unknownOption, .noDriver,
            .unlikeMembers:
            true
        default: false
        }
    }
}
