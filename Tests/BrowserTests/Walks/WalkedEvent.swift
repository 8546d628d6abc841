import Files
import Foundation
import Rigs
import Sessions

/// An event on the disk through which tests walk; gone when it is.
final class WalkedEvent: Sendable {
    let path: String
    var folder: EventFolder { EventFolder(path + "/party") }

    /// - Parameters:
    ///   - workflow: a file.
    ///   - base: the folder that it is made in; nil: one in memory.
    init(workflow: String, at base: String? = nil, change: (inout Event) -> Void = { _ in }) throws {
        let memory = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        path = (base ?? memory) + "/boothkit-walks-\(UUID().uuidString.prefix(8))"
        for name in ["duo", "pair"] {
            try put(
                """
                {"paper":"card","slots":[{"capture":1,"x":10,"y":10,"w":180,"h":120},{"capture":2,"x":210,"y":10,"w":180,"h":120}],
                 "drawings":[{"x":50,"y":160,"w":300,"h":100}],
                 "animation":{"width":90,"height":60,"delay":200}}
                """, at: "layouts/\(name)/layout.json")
        }
        try put(#"{"width":400,"height":300,"dpi":100}"#, at: "layouts/papers/card.json")
        try put(#"{"models":["file"],"papers":{"card":{"media":"300x400"}}}"#, at: "printers/file.json")
        let steps = try Workflow(file: workflow)
        var event = Event(name: "Emma & Noah", date: "14 June 2026")
        (event.reserve, event.linkBase) = (0, "https://photos.example/s/")
        event.layouts = workflow.hasPrefix(Programs.root) ? [] : ["duo", "pair"]
        change(&event)
        _ = try EventRecord.create(event, workflow: steps, in: folder)
    }

    /// An event whose workflow has these steps, as JSON.
    convenience init(
        steps: String = WalkedEvent.everyStep, at base: String? = nil, change: (inout Event) -> Void = { _ in }
    ) throws {
        let file = NSTemporaryDirectory() + "/walk-\(UUID().uuidString).json"
        try Data(#"{"name":"every step","steps":[\#(steps)]}"#.utf8).write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        try self.init(workflow: file, at: base, change: change)
    }

    /// An event with a workflow and the layout of this package.
    convenience init(shipped name: String, layout: String) throws {
        try self.init(workflow: Programs.root + "/workflows/\(name).json") { $0.layouts = [layout] }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private func put(_ text: String, at name: String) throws {
        let file = URL(filePath: path + "/" + name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// Every step that asks or shows something.
    static let everyStep = """
        {"step":"attract"},{"step":"consent"},{"step":"layout","choices":["duo","pair"]},{"step":"effect","choices":["none","sepia"]},
        {"step":"countdown"},{"step":"capture","shots":3},{"step":"preview","retake":"countdown"},{"step":"select","count":2},
        {"step":"draw","colours":["#1c1c1c","#86642a"]},{"step":"survey","name":"colour","key":"colour","choices":["red","blue"]},
        {"step":"survey","name":"stars","key":"stars","stars":true},{"step":"survey","name":"wish","key":"wish"},{"step":"email"},
        {"step":"phone"},{"step":"save"},{"step":"gif"},{"step":"print","copies":1,"most":3},{"step":"share"},{"step":"thanks"}
        """
    /// Names of those at which the booth waits.
    static let waiting = [
        "attract", "consent", "layout", "effect", "countdown", "capture", "preview", "select", "draw", "colour",
        "stars", "wish",
        "email", "phone", "print", "share", "thanks",
    ]
    /// What a screen is called at each of them.
    static func screen(at step: String) -> String {
        switch step {
        case "capture": "countdown"
        case "preview": "review"
        case "colour", "stars", "wish": "survey"
        case "print": "copies"
        default: step
        }
    }
}
