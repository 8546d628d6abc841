public import Checks
import Faults
import Files

/// Whether layouts can be rendered, and what prints of them would suffer from.
public struct LayoutCheck: Sendable {
    let library: LayoutLibrary
    let event: String
    let kept: String
    let texts: [String: String]
    let link: String?
    let localBase: String?
    /// More of one layout would push everything else off the page.
    private static let most = 4

    /// - Parameters:
    ///   - event: its folder, for commands that help.
    ///   - kept: the folder where an event keeps layouts of its own.
    ///   - texts: what stands for tokens: "event.name".
    ///   - link: one as long as those that will be printed; nil when there are none.
    ///   - localBase: what links begin with that only work in the booth's own network, and are not printed for that.
    public init(
        library: LayoutLibrary, event: String, kept: String, texts: [String: String], link: String?,
        localBase: String? = nil
    ) {
        (self.library, self.event, self.kept, self.texts, self.link) = (library, event, kept, texts, link)
        self.localBase = localBase
    }

    /// Blocks.
    public func look(at name: String, _ report: CheckReport) {
        let check = "layout \(name)"
        do throws(CompositorError) {
            let (layout, isKept) = try library.layout(name, keptIn: kept)
            let flaws = try flaws(of: Template(layout))
            for flaw in flaws.prefix(Self.most) {
                report.warn(
                    check, flaw.problem, flaw.remedy ?? "see what it looks like: render --layout \(layout.folder)")
            }
            if flaws.count > Self.most {
                report.warn(
                    check, "\(flaws.count - Self.most) more things to look at",
                    "render --validate \(layout.folder) lists them")
            }
            lookAtLink(of: layout, check, report)
            if !isKept {
                report.ok(check, "is not in the event yet; the booth copies it when it starts")
            } else if flaws.isEmpty {
                report.ok(
                    check, "\(layout.paper.name) paper, \(counted(layout.capturesNeeded, "capture")), fonts are there")
            }
        } catch { report.fail(check, error) }
    }

    private func lookAtLink(of layout: Layout, _ check: String, _ report: CheckReport) {
        guard link == nil else { return }
        let remedy = "say where links lead, booth event set \(event) linkBase URL, or take a layout without {share.url}"
        let why =
            localBase.map { base in
                "\(base)… works in the booth's own network only, so it is shown on the screen and not printed"
            }
            ?? "the event has no link that it could lead to"
        let shows = layout.showsLink
        if shows.codes { report.warn(check, "its code is left out: \(why)", remedy) }
        if shows.texts, localBase == nil {
            report.warn(check, "shows guests a link to their pictures, but the event has none", remedy)
        } else if shows.texts {
            report.warn(check, "the link in its text is left out: \(why)", remedy)
        }
    }

    /// What the linter has to say; the same about several places once.
    private func flaws(of template: Template) throws(CompositorError) -> [Flaw] {
        var values = Values()
        for (key, text) in texts { try values.set(key, to: text) }
        if let link { try values.set("share.url", to: link) }
        let findings = try Lint(template, values: values).findings
        var places: [Flaw: [String]] = [:]
        var flaws: [Flaw] = []
        for finding in findings {
            if places[finding.flaw] == nil { flaws.append(finding.flaw) }
            places[finding.flaw, default: []].append(finding.place)
        }
        return flaws.map { flaw in
            Flaw(problem: "\(places[flaw]!.joined(separator: ", ")): \(flaw.problem)", remedy: flaw.remedy)
        }
    }
}

extension LayoutLibrary {
    /// The layout as a booth uses it on an event that keeps its own in `folder`: that one, or else the one that it would
    /// copy there at its start.
    public func layout(_ name: String, keptIn folder: String) throws(CompositorError) -> (layout: Layout, isKept: Bool)
    {
        let own = asSpelled(folder + "/" + name)
        guard FileIdentity(own) != nil else { return (try layout(name), false) }
        return (try preferring(folder).layout(own), true)
    }
}

extension Paper {
    /// What is printed, bleed and all, in pixels: the sheet that pieces stand on, or the paper itself. Upright.
    public var printed: (width: Int, height: Int) {
        let sheet = imposition?.sheet
        let across = (sheet?.trimWidth ?? trimWidth) + 2 * (sheet?.bleedX ?? bleedX)
        let down = (sheet?.trimHeight ?? trimHeight) + 2 * (sheet?.bleedY ?? bleedY)
        return (min(across, down), max(across, down))
    }
}
