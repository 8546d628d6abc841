import Capture
import Checks
import Compositor
import Engine
import Faults
import Outgoing
import PrintOut
import Sessions
import Work

/// The checks that modules hand in, with what each needs to know of the others. A new one is written where the thing is
/// known that it looks at, and gets its place on the page here.
extension Examination {
    /// In the order of the page.
    func groups(_ settings: EventSettings, _ time: TimeSource) -> [CheckGroup] {
        let (folder, event) = (settings.folder, try? settings.event.get())
        let drive = "check the drive that the event is on"
        let disk = DiskCheck(folder: folder, event: event) { captures(of: settings) }
        return [
            CheckGroup(
                "event", within: .seconds(10), otherwise: drive, blocking: { lookAtEvent(settings, $0) }),
            CheckGroup(
                "layouts", within: .seconds(20), otherwise: "render --validate tells which one takes so long",
                blocking: { lookAtLayouts(settings, $0) }),
            CameraCheck(camera: camera, isTaken: settings.isRunning, time: time).group,
            CheckGroup("printer", within: .seconds(5), otherwise: "check the print server: booth printer list") {
                await lookAtPrinters(settings, $0)
            },
            CheckGroup("disk", within: .seconds(5), otherwise: drive, blocking: disk.look),
            CheckGroup("clock", within: .seconds(5), otherwise: drive, blocking: ClockCheck(folder, event: event).look),
            CheckGroup(
                "permissions", within: .seconds(5), otherwise: drive, blocking: PermissionCheck(folder: folder).look),
        ]
    }

    /// The event's own files.
    private func lookAtEvent(_ settings: EventSettings, _ report: CheckReport) {
        switch settings.event {
        case .success(let event):
            report.ok("event", "\(event.name)\(event.date.isEmpty ? "" : ", " + event.date)")
        case .failure(let error): report.fail("event", error)
        }
        let event = try? settings.event.get()
        switch settings.script {
        case .success(let script):
            report.ok("workflow", "\(script.name): \(script.steps.map(\.name).joined(separator: ", "))")
            if let event {
                let senders = (try? settings.destinations.get())?.senders ?? []
                WorkflowCheck(folder: folder, event: event, script: script, senders: senders).look(report)
            }
        case .failure(let error): report.fail("workflow", error)
        }
        report.ok("booth", settings.isRunning ? "running on this event now" : "not running on this event")
        if let event {
            WordsCheck(folder: folder, event: event, texts: texts).look(report)
            ThemeCheck(folder: folder, event: event, themes: themes).look(report)
            lookAtWaysOut(of: event, settings, report)
        }
        if let event { RecordCheck(folder: folder, event: event, isRunning: settings.isRunning).look(report) }
    }

    /// Where what guests are promised goes.
    private func lookAtWaysOut(of event: Event, _ settings: EventSettings, _ report: CheckReport) {
        switch settings.destinations {
        case .success(let destinations):
            do throws(SessionsError) { try destinations.require(for: event, in: folder) } catch {
                report.fail("destinations", error)
            }
        case .failure(let error): report.fail("destinations", error)
        }
        if let advice = event.adviceOnLinks(in: folder) { report.warn("links", advice.found, advice.remedy) }
    }

    private func lookAtLayouts(_ settings: EventSettings, _ report: CheckReport) {
        guard case .success(let event) = settings.event else { return }
        let script = try? settings.script.get()
        // As long as a token is.
        let link = event.lastingBase.map { $0 + "0123456789abcdefghijkl" }
        var texts = ["event.name": event.name, "event.date": event.date, "session.number": "100"]
        for (key, text) in event.values { texts["value." + key] = text }
        let check = LayoutCheck(
            library: layouts, event: folder.argument, kept: folder.layouts, texts: texts, link: link,
            localBase: event.lastingBase == nil ? event.shownBase : nil)
        for name in event.layouts(of: script) { check.look(at: name, report) }
        LayoutUseCheck(folder: folder, event: event, script: script, library: layouts).look(report)
    }

    private func lookAtPrinters(_ settings: EventSettings, _ report: CheckReport) async {
        let (event, script) = (try? settings.event.get(), try? settings.script.get())
        let makePrinters = printers
        do throws(PrintError) {
            let named = try await offPool { () throws(PrintError) in try makePrinters(event) }
            guard let named, !named.isEmpty else { return lookWithoutPrinter(isMeant: named != nil, settings, report) }
            for case let printer as FilePrinter in named where folder.isShelf(at: printer.folder) {
                report.fail("printer", PrintError.takenFolder(path: printer.folder))
            }
            await PrinterCheck(
                printers: named, profiles: profiles, isPrinting: script?.prints ?? true, ledgers: [folder.prints],
                isRunning: settings.isRunning
            ) { papers(of: settings) }.look(report)
        } catch { report.fail("printer", error) }
    }

    /// `isMeant`: somebody has said so.
    private func lookWithoutPrinter(isMeant: Bool, _ settings: EventSettings, _ report: CheckReport) {
        if settings.isRunning {
            report.ok("printer", "that of the booth that runs on this event; booth status tells how it is")
        } else if (try? settings.script.get())?.prints != true {
            report.ok("printer", "none; this event does not print")
        } else if isMeant {
            report.ok("printer", "none, as was asked: guests are offered no prints")
        } else {
            report.fail(
                "printer", "none, but the workflow has a print step",
                "say --printer QUEUE, or for good: booth event set \(folder.argument) destinations.print QUEUE; booth printer list "
                    + "shows the queues")
        }
    }

    /// Of the layouts that can be read, each paper once.
    private func papers(of settings: EventSettings) -> [PaperWish] {
        guard case .success(let event) = settings.event else { return [] }
        let script = try? settings.script.get()
        var seen: Set<Paper> = []
        return event.layouts(of: script).compactMap { name in
            guard let paper = try? layouts.layout(name, keptIn: folder.layouts).layout.paper,
                seen.insert(paper).inserted
            else { return nil }
            let (width, height) = paper.printed
            return PaperWish(
                name: paper.name, width: width, height: height,
                isOfSessions: event.sessionLayouts(of: script).contains(name))
        }
    }

    /// How many a guest's session has.
    private func captures(of settings: EventSettings) -> Int {
        let script = try? settings.script.get()
        let name = (try? settings.event.get())?.layout(of: script) ?? script?.layout
        let slots = name.flatMap { try? layouts.layout($0, keptIn: folder.layouts).layout.capturesNeeded } ?? 1
        return script?.shots(slots: slots) ?? slots
    }
}
