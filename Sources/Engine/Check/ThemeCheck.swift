public import Checks
import Darkroom
import Faults
import Files
public import Pages
public import Sessions

/// Whether the theme of an event is there with all its files, and whether its colours can be told apart.
public struct ThemeCheck: Sendable {
    let folder: EventFolder
    let event: Event
    let themes: ThemeLibrary

    public init(folder: EventFolder, event: Event, themes: ThemeLibrary) {
        (self.folder, self.event, self.themes) = (folder, event, themes)
    }

    /// Blocks.
    public func look(_ report: CheckReport) {
        guard event.theme != EventTheme() else { return }
        var isFine = true
        if let name = event.theme.name {
            do throws(PagesError) { _ = try themes.theme(name) } catch {
                report.fail("theme", error)
                isFine = false
            }
        }
        for flaw in event.theme.files.compactMap({ ThemeFile($0).flaw(in: folder) }) {
            report.fail("theme", flaw.problem, flaw.remedy)
            isFine = false
        }
        for flaw in Theme(event, in: themes).flaws {
            report.warn(
                "theme", flaw, "choose colours of more contrast: booth event set \(folder.argument) theme.accent COLOUR"
            )
            isFine = false
        }
        if isFine { report.ok("theme", "\(event.theme.name ?? "the event's own colours"); all of it can be read") }
    }
}
