public import Checks
public import Compositor
import Darkroom
import Effects
import Faults
import Matting
public import Sessions

/// Whether the workflow and the event's layouts go together: pictures taken and shown, animations, prints, green screens.
public struct LayoutUseCheck: Sendable {
    let folder: EventFolder
    let event: Event
    let script: Script?
    let library: LayoutLibrary

    /// `script`: nil when it cannot be read.
    public init(folder: EventFolder, event: Event, script: Script?, library: LayoutLibrary) {
        (self.folder, self.event, self.script, self.library) = (folder, event, script, library)
    }

    /// Those that can be read. Blocks.
    private var layouts: [(name: String, layout: Layout)] {
        event.layouts(of: script).compactMap { name in
            (try? library.layout(name, keptIn: folder.layouts)).map { (name, $0.layout) }
        }
    }

    /// Blocks.
    public func look(_ report: CheckReport) {
        guard !event.layouts(of: script).isEmpty else {
            // A booth refuses it, unless pictures are picked later.
            let example = library.names.first ?? "NAME"
            return report.add(
                "layouts", script?.mode == .roaming ? .warning : .failure,
                "the event has none, so no FinalPhoto can be made",
                "booth event add-layout \(folder.argument) \(example)")
        }
        let layouts = layouts
        if let script {
            let first = layouts.first { $0.name == event.layout(of: script) }?.layout
            for used in layouts where event.sessionLayouts(of: script).contains(used.name) {
                let shots = script.shots(
                    slots: { (($0 == nil ? first : used.layout) ?? used.layout).capturesNeeded }, choosing: used.name)
                compare(used.layout, shots: shots, script, "layout \(used.name)", report)
            }
        }
        let effects = (script?.allEffects ?? []) + layouts.flatMap(\.layout.allEffects)
        lookAtScreen(effects, report)
        lookAtModels(effects, report)
    }

    /// A cut-out, of the workflow or of a layout, whose model or runtime is not installed.
    private func lookAtModels(_ effects: [EffectCall], _ report: CheckReport) {
        var paths: Set<String> = []
        for effect in effects {
            do throws(EffectError) { paths.formUnion(try effect.models().map(\.path)) } catch {
                return report.fail("model", error)
            }
        }
        for path in paths.sorted() { report.ok("model", path) }
    }

    /// A green screen, of the workflow or of a layout, that nobody has shown to the booth.
    private func lookAtScreen(_ effects: [EffectCall], _ report: CheckReport) {
        guard event.emptyScreens.isEmpty,
            effects.contains(where: { $0.name == "green-screen" && $0.parameters["empty"] == nil })
        else { return }
        report.warn(
            "green screen", "the booth has not seen the screen without guests; it goes by each picture alone",
            "booth camera shoot --camera usb -o empty.jpg, then: booth event calibrate \(folder.argument) empty.jpg")
    }

    private func compare(
        _ layout: Layout, shots: Int, _ script: Script, _ check: String, _ report: CheckReport
    ) {
        let needed = layout.capturesNeeded
        let setShots =
            script.captures
            ? "set \"shots\": \(needed) in the capture step of workflow.json"
            : "add a capture step to workflow.json: { \"step\": \"capture\" }"
        if shots < needed, script.mode != .roaming, !script.takesOnlyClips {
            report.fail(
                check,
                "shows \(counted(needed, "capture")), but the workflow takes \(shots): no session would be complete",
                script.captures ? setShots + ", or leave \"shots\" out" : setShots)
        } else if shots > needed, !script.selects {
            report.warn(
                check,
                "shows \(counted(needed, "capture")), but the workflow takes \(shots): the rest is kept and not shown",
                setShots + ", or add a select step")
        }
        let draws = script.steps.contains { if case .draw = $0.kind { true } else { false } }
        if draws, layout.drawings.isEmpty {
            report.warn(
                check, "has no place for a drawing, so what guests draw is kept beside their pictures",
                "give it \"drawings\", or take one that has, such as postcard-three-up")
        }
        if script.films, !(layout.animation?.showsClips ?? false) {
            report.warn(
                check, "shows no clip, so what the workflow films is kept and nothing is made of it",
                "take a layout that does, such as orbit or boomerang")
        }
        let goesBack = script.steps.contains { if case .boomerang = $0.kind { true } else { false } }
        if goesBack, let animation = layout.animation, animation.order != .boomerang {
            report.warn(
                check, "shows what a boomerang step takes forwards only",
                "say \"order\": \"boomerang\" in its animation, or take the layout boomerang")
        }
        if script.makesAnimation, layout.animation == nil {
            report.warn(
                check, "has no animation, so the workflow's gif step makes nothing",
                "take a layout with one, or take the step out of workflow.json")
        }
    }
}

extension Script {
    fileprivate var captures: Bool { shoots }
    /// The guest chooses among more captures than are shown.
    fileprivate var selects: Bool { steps.contains { if case .select = $0.kind { true } else { false } } }
}

extension Event {
    /// The layout that sessions are held with.
    public func layout(of script: Script?) -> String? { script?.layout ?? layouts.first }

    /// Those that sessions may go on with: the one that they are held with, and those that guests choose among.
    public func sessionLayouts(of script: Script?) -> [String] {
        var names = layout(of: script).map { [$0] } ?? []
        for name in script?.layoutChoices ?? [] where !names.contains(name) { names.append(name) }
        return names
    }

    /// All that may be used: the event's, and the workflow's if they are others.
    public func layouts(of script: Script?) -> [String] {
        layouts + sessionLayouts(of: script).filter { !layouts.contains($0) }
    }
}
