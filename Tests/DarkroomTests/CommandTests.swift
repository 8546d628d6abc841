import Foundation
import Sessions
import Testing

@testable import Darkroom

/// Programs beside this one, as an operator runs them.
private func run(_ program: String, _ words: String...) throws -> (status: Int32, out: String, err: String) {
    let child = Process()
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    child.executableURL = URL(filePath: own).deletingLastPathComponent().appending(path: program)
    child.arguments = words
    let (out, err) = (Pipe(), Pipe())
    (child.standardOutput, child.standardError) = (out, err)
    try child.run()
    let texts = [out, err].map { String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
    child.waitUntilExit()
    return (child.terminationStatus, texts[0], texts[1])
}

@Suite struct CommandTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func states(_ text: String) throws -> [String] {
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        return rows.map { "\($0["number"]!) \($0["kind"] ?? "-") \($0["state"]!)" }
    }

    @Test func sessionsAreRunAgain() async throws {
        let record = try scratch.record()
        for _ in 1...2 { _ = try await visit(record) }
        _ = try Darkroom(record: record, library: scratch.library).freeze("duo")
        let event = scratch.folder.path
        let rerender = try run("booth", "sessions", "rerender", event, "all", "--json")
        #expect(try states(rerender.out) == ["1 final added", "1 gif added", "2 final added", "2 gif added"])
        let render = try run("render", "--event", event, "--session", "1..2", "--json")
        #expect(try states(render.out).allSatisfy { $0.hasSuffix("unchanged") } && render.status == 0)
        let sepia = try run("booth", "sessions", "rerun", event, "1", "--effect", "sepia", "--json")
        #expect(try states(sepia.out) == ["1 effect added", "1 effect added"])
        let clean = try run("booth", "sessions", "rerun", event, "1", "--effect", "camera", "--json")
        #expect(try states(clean.out) == ["1 effect added", "1 effect added"])
        let gif = try run("booth", "sessions", "rerun", event, "1", "--effect", "sepia", "--animation", "--json")
        #expect(try states(gif.out) == ["1 gif added"])
        let composed = try run("booth", "sessions", "rerun", event, "1", "--effect", "sepia", "--composed", "--json")
        #expect(try states(composed.out) == ["1 final added", "1 gif unchanged"])
        #expect(try run("booth", "sessions", "check", event).status == 0)
        #expect(try run("booth", "sessions", "rerun", event, "1", "--effect", "sepya").status == 65)
    }

    @Test func aReprintMayHaveAnotherLayout() async throws {
        try scratch.put(
            #"{"paper":"card","slots":[{"capture":1,"x":0,"y":0,"w":"100%","h":"100%"}]}"#,
            at: "layouts/solo/layout.json")
        let record = try scratch.record()
        let session = try await visit(record)
        let (event, solo) = (scratch.folder.path, scratch.path + "/layouts/solo")
        #expect(
            try run("booth", "sessions", "reprint", event, "1", "--queue", "q").status == 66, "there is no picture yet")
        let print = try run("booth", "sessions", "reprint", event, "1", "--queue", "q", "--layout", solo)
        #expect(print.status == 0 && print.out.contains("FinalPhoto/000001-solo-"), "\(print.err)")
        #expect(try await record.session(session.id).outbox.map(\.kind) == [.print])
        let still = try run("booth", "sessions", "rerender", event, "1", "--layout", solo, "--animation")
        #expect(still.status == 1 && still.err.contains("animation"), "\(still.err)")
    }

    /// A booth that holds sessions, renders and lists at once, each in a process of its own; a minute in `make soak`.
    @Test func nobodyIsToldToComeBackLater() async throws {
        let record = try scratch.record()
        var event = record.event
        event.layouts = [try Darkroom(record: record, library: scratch.library).freeze("duo")]
        try event.write(to: scratch.folder)
        for seed in 0..<3 { try scratch.put(picture(seed).bytes, at: "pictures/\(seed).jpg") }
        let run = try run("record-figures", "together", scratch.folder.path, "4", scratch.path + "/pictures")
        print(run.out.split(separator: "\n").filter { !$0.contains("Captures/") && !$0.contains("flushes") })
        #expect(run.status == 0, "\(run.err)")
    }
}

@Suite struct FilmCommandTests {
    let scratch: Scratch
    init() throws {
        scratch = try Scratch()
        try scratch.put(
            """
            {"paper":"card","slots":[{"x":0,"y":0,"w":"100%","h":"100%"}],
             "animation":{"width":160,"height":120,"format":"mp4","order":"boomerang","delay":100,"minSeconds":1}}
            """, at: "layouts/swing/layout.json")
    }

    @Test func `Captures become films, and all of it a reel`() async throws {
        let record = try scratch.record()
        for _ in 1...2 { _ = try await visit(record) }
        let (event, swing) = (scratch.folder.path, scratch.path + "/layouts/swing")
        let films = try run("booth", "sessions", "rerun", event, "all", "--animation", "--layout", swing, "--json")
        #expect(films.status == 0 && films.out.contains("Video/000002-swing-"), "\(films)")
        let nothing = try run("booth", "sessions", "rerun", event, "all")
        #expect(nothing.status == 64 && nothing.err.contains("--animation"))
        let reel = try run("booth", "sessions", "reel", event, "-o", scratch.path + "/reel.mp4", "--json")
        #expect(reel.status == 0 && reel.out.contains("\"items\": 2"), "\(reel)")
        #expect(try run("booth", "sessions", "reel", event, "-o", scratch.path + "/reel.mp4").status == 73)
        #expect(try run("booth", "sessions", "reel", event, "-o", scratch.path + "/reel.mov").status == 64)
        let music = try run(
            "booth", "sessions", "reel", event, "-o", scratch.path + "/two.mp4", "--music", scratch.path + "/none.mp3")
        #expect(music.status == 66 && music.err.split(separator: "\n").count == 1, "\(music)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path + "/two.mp4"))
    }
}
