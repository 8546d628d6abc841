import Capture
import Checks
import Compositor
import Doctor
import Files
import Foundation
import Pages
import PrintOut
import Rigs
import Sessions
import StrictJSON

/// An event of a test's own that nothing is wrong with: one layout of one slot, a workflow that takes one picture.
final class DoctorEvent: Sendable {
    let folder: EventFolder

    init(_ change: (inout Event) -> Void = { _ in }) async throws {
        folder = EventFolder(FileManager.default.temporaryDirectory.appending(path: "doctor-\(UUID().uuidString)").path)
        var event = Event(name: "Emma & Noah", date: "14 June 2026")
        (event.zone, event.layouts, event.reserve) = ("Europe/Berlin", ["card"], 1)
        change(&event)
        let record = try EventRecord.create(event, workflow: .standard, in: folder)
        try await record.saveHistory()
        try workflow(#"{ "step": "attract" }, { "step": "capture" }, { "step": "share" }"#)
        try layout("card", "")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder.path) }

    func put(_ text: String, at name: String) throws {
        let path = folder.path + "/" + name
        try makeFolder(String(path[..<path.lastIndex(of: "/")!]))
        try writeDurably(Array(text.utf8), to: path)
    }

    func text(_ name: String) throws -> String {
        String(decoding: try readAll(folder.path + "/" + name, limit: 1 << 24), as: UTF8.self)
    }

    func workflow(_ steps: String) throws {
        try put(#"{ "name": "classic", "steps": [\#(steps)] }"#, at: "workflow.json")
    }

    /// Gives guests prints.
    func prints() throws { try workflow(#"{ "step": "capture" }, { "step": "print" }"#) }

    /// A layout that shows one capture on the whole of a 4x6, with more keys as JSON.
    func layout(
        _ name: String, _ more: String,
        paper: String =
            #"{ "name": "4x6", "width": 1200, "height": 1800, "bleed": { "x": 24, "y": 36 }, "safe": "4mm" }"#,
        slots: Int = 1
    ) throws {
        let slot = #"{ "x": "-5%", "y": "-5%", "w": "110%", "h": "110%" }"#
        let list = Array(repeating: slot, count: slots).joined(separator: ", ")
        try put(#"{ "paper": \#(paper), "slots": [\#(list)]\#(more) }"#, at: "Layouts/\(name)/layout.json")
    }

    /// What the doctor finds, with a camera and a printer that nothing is wrong with unless the test says otherwise.
    func examine(
        camera: any Camera = FolderCamera(testPictures: nil), layouts: [String] = [],
        profiles: [String] = [Programs.root + "/printers"], texts: [String] = [Programs.root + "/web/text"],
        printers: @escaping Examination.Printers = { _ throws(PrintError) in nil }
    ) async throws -> [Finding] {
        try await Examination(
            folder: folder, camera: camera, layouts: LayoutLibrary(folders: layouts),
            // By a clock that stands still no deadline passes, however busy the machine is.
            profiles: ProfileLibrary(folders: profiles), texts: SearchPath(texts),
            themes: ThemeLibrary(SearchPath([Programs.root + "/themes"])), time: ManualTime().source,
            printers: printers
        ).findings()
    }

    func examine(printers first: any Printer, _ further: any Printer...) async throws -> [Finding] {
        try await examine { _ throws(PrintError) in [first] + further }
    }

    /// Every path with its size and time of change.
    func state() throws -> [String: String] {
        var all: [String: String] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) + [""] {
            var status = stat()
            guard lstat(folder.path + "/" + name, &status) == 0 else { continue }
            all[name] = "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_ino)"
        }
        return all
    }
}

extension [Finding] {
    func of(_ check: String) -> [Finding] { filter { $0.check == check } }

    var failures: [Finding] { filter { $0.grade == .failure } }

    /// The worst that was found of a check; nil when nothing was.
    func grade(_ check: String) -> Finding.Grade? {
        of(check).map(\.grade).max()
    }

    func says(_ check: String, _ grade: Finding.Grade, _ found: String) -> Bool {
        of(check).contains { $0.grade == grade && $0.found.contains(found) }
    }

    func tells(_ check: String, to remedy: String) -> Bool {
        of(check).contains { $0.remedy?.contains(remedy) == true }
    }
}

/// What `look` reports.
func findings(_ look: (CheckReport) throws -> Void) rethrows -> [Finding] {
    let report = CheckReport()
    try look(report)
    return report.close()
}
