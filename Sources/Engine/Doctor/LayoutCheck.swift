import Compositor
import Effects
import Faults
import Glibc
import Sessions

/// Whether the event's layouts can be rendered, what prints of them would suffer from, and whether the workflow takes as
/// many pictures as they show.
struct LayoutCheck: Sendable {
    let settings: EventSettings
    let library: LayoutLibrary
    /// More of one layout would push everything else off the page.
    private static let most = 4

    func look(_ report: Report) {
        guard !settings.layoutNames.isEmpty else {
            if case .success = settings.event {
                // A booth refuses it, unless pictures are picked later.
                let isMeant = (try? settings.script.get())?.mode == .roaming
                report.add(
                    "layouts", isMeant ? .warning : .failure, "the event has none, so no FinalPhoto can be made",
                    "name one in event.json, which the booth copies when it starts: \"layouts\": [\"\(example)\"]")
            }
            return
        }
        for name in settings.layoutNames { look(at: name, report) }
        lookAtScreen(report)
    }

    /// One of those there are.
    private var example: String { library.names.first ?? "NAME" }

    /// A green screen, of the workflow or of a layout, that nobody has shown to the booth.
    private func lookAtScreen(_ report: Report) {
        guard case .success(let event) = settings.event, event.emptyScreens.isEmpty else { return }
        let layouts = settings.layoutNames.compactMap { try? layout($0).layout.allEffects }.flatMap(\.self)
        let effects = ((try? settings.script.get())?.allEffects ?? []) + layouts
        guard effects.contains(where: { $0.name == "green-screen" && $0.parameters["empty"] == nil }) else { return }
        let path = settings.folder.path
        report.warn(
            "green screen", "the booth has not seen the screen without guests; it goes by each picture alone",
            "booth camera shoot --camera usb -o empty.jpg, then: booth event calibrate \(path) empty.jpg")
    }

    /// The layout as the booth would use it: the event's own copy, or one that it would copy at its start.
    func layout(_ name: String) throws(CompositorError) -> (layout: Layout, isFrozen: Bool) {
        let own = settings.folder.layouts + "/" + name
        guard access(own, F_OK) != 0 else {
            return (try library.preferring(settings.folder.layouts).layout(own), true)
        }
        return (try library.layout(name), false)
    }

    private func look(at name: String, _ report: Report) {
        let check = "layout \(name)"
        do throws(CompositorError) {
            let (layout, isFrozen) = try layout(name)
            let template = try Template(layout)
            let flaws = try flaws(of: template)
            for flaw in flaws.prefix(Self.most) {
                report.add(check, .warning, flaw.problem, flaw.remedy ?? "look at it with render --layout")
            }
            if flaws.count > Self.most {
                report.warn(
                    check, "\(flaws.count - Self.most) more things to look at",
                    "render --validate \(layout.folder) lists them")
            }
            lookAtLink(of: layout, check, report)
            if !isFrozen {
                report.ok(check, "is not in the event yet; the booth copies it when it starts")
            } else if flaws.isEmpty {
                report.ok(
                    check, "\(layout.paper.name) paper, \(counted(layout.capturesNeeded, "capture")), fonts are there")
            }
            if name == settings.layout, case .success(let script) = settings.script {
                compare(layout, script, check, report)
            }
        } catch { report.fail(check, error) }
    }

    private func lookAtLink(of layout: Layout, _ check: String, _ report: Report) {
        guard case .success(let event) = settings.event, event.linkBase == nil else { return }
        let remedy = "set linkBase in event.json, or take a layout without {share.url}"
        let shows = layout.showsLink
        if shows.codes {
            report.warn(check, "its code is left out: the event has no link that it could lead to", remedy)
        }
        if shows.texts { report.warn(check, "shows guests a link to their pictures, but the event has none", remedy) }
    }

    /// What the linter has to say, with the event's own texts; the same about several places once.
    private func flaws(of template: Template) throws(CompositorError) -> [Flaw] {
        var values = Values()
        let event = try? settings.event.get()
        try values.set("event.name", to: event?.name ?? "")
        try values.set("event.date", to: event?.date ?? "")
        try values.set("session.number", to: "100")
        for (key, text) in event?.values ?? [:] { try values.set("value." + key, to: text) }
        // As long as a token is.
        if let base = event?.linkBase { try values.set("share.url", to: base + "0123456789abcdefghijkl") }
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

    private func compare(_ layout: Layout, _ script: Script, _ check: String, _ report: Report) {
        let needed = layout.capturesNeeded
        let shots = script.shots(slots: needed)
        let setShots =
            script.captures
            ? "set \"shots\": \(needed) in the capture step of workflow.json"
            : "add a capture step to workflow.json: { \"step\": \"capture\" }"
        if shots < needed, script.mode != .roaming {
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
        if script.makesAnimation, layout.animation == nil {
            report.warn(
                check, "has no animation, so the workflow's gif step makes nothing",
                "take a layout with one, or take the step out of workflow.json")
        }
    }
}

extension Script {
    fileprivate var captures: Bool { steps.contains { if case .capture = $0.kind { true } else { false } } }
    /// The guest chooses among more captures than are shown.
    fileprivate var selects: Bool { steps.contains { if case .select = $0.kind { true } else { false } } }
}
