import Foundation
import Rigs
import Testing
import Work

extension BrowserTests {
    private static let ffmpeg = "/usr/bin/ffmpeg"

    /// An event with one session, which a clip of two seconds has made.
    private func holdSpins() async throws {
        let folder = stage.folder
        try await stage.booth(
            "event", "new", "spins", "--name", "Emma & Noah", "--layout", "orbit", "--workflow",
            Programs.root + "/workflows/orbit.json")
        try await stage.booth("event", "set", "spins", "reserve", "0")
        // What is looked at is the form; small films are made soonest.
        let layout = folder + "/spins/Layouts/orbit/layout.json"
        let text = try String(contentsOfFile: layout, encoding: .utf8)
        let animation = try #require(text.firstRange(of: "\"animation\""))
        let small = text[animation.lowerBound...].replacing("\"width\": 1080", with: "\"width\": 180")
            .replacing("\"height\": 1920", with: "\"height\": 320")
        try (text[..<animation.lowerBound] + small).write(toFile: layout, atomically: true, encoding: .utf8)
        let clips = folder + "/clips"
        try FileManager.default.createDirectory(atPath: clips, withIntermediateDirectories: true)
        let made = await Programs.blocking {
            Programs.run(
                Self.ffmpeg,
                [
                    "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=540x960:rate=30", "-t", "2", "-c:v", "libx264",
                    "-pix_fmt", "yuv420p", folder + "/spin.mp4",
                ])
        }
        try #require(made.status == 0, "\(made)")
        let (booth, output) = (Process(), Pipe())
        booth.executableURL = URL(filePath: Programs.folder + "/booth")
        booth.arguments = ["run", "spins", "--unattended", "--sessions", "1", "--clips", "folder:clips"]
        booth.arguments! += ["--printer", "none"]
        booth.environment = ProcessInfo.processInfo.environment.merging(Stage.environment(folder)) { $1 }
        booth.currentDirectoryURL = URL(filePath: folder)
        (booth.standardOutput, booth.standardError) = (FileHandle.nullDevice, output)
        try booth.start()
        // What is there when the booth opens is none of its guests'.
        await offPool {
            var said = ""
            while !said.contains("is open") {
                let some = output.fileHandleForReading.availableData
                if some.isEmpty { break }
                said += String(decoding: some, as: UTF8.self)
            }
            try? FileManager.default.moveItem(atPath: folder + "/spin.mp4", toPath: clips + "/spin.mp4")
            _ = output.fileHandleForReading.readDataToEndOfFile()
            booth.waitUntilExit()
        }
        try #require(booth.terminationStatus == 0)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: ffmpeg), "ffmpeg is missing"))
    func `Another part of a clip is chosen in the clip itself`() async throws {
        try await holdSpins()
        let server = try await Stage.serve("spins", in: stage.folder, state: stage.folder)
        defer { server.process.terminate() }
        try await browser.resize(1_280, 800)
        try await stage.open("session?number=1", at: server)
        try await browser.act("document.querySelector('.film-frame[data-path^=\"Captures/\"]').click()")
        try await browser.act(
            "[...document.querySelectorAll('section .row button')].find((one) => one.textContent === 'Trim').click()")
        try await browser.wait(until: "document.querySelector('dialog video')?.readyState > 0")
        #expect(try await values() == ["0", "2.0"])
        try await stage.examine("ask-trim")
        // A moment is taken out of the clip as it stands there.
        try await browser.act("document.querySelector('dialog video').currentTime = 1.5")
        try await browser.wait(until: "!document.querySelector('dialog video').seeking")
        try await browser.act("document.querySelector('dialog .moments button').click()")
        #expect(try await values() == ["1.5", "2.0"])
        try await enter("1.5", "1")
        try await browser.act("document.querySelector('dialog .main').click()")
        let refused = "return document.querySelectorAll('dialog input')[1].validationMessage"
        #expect(try await browser.run(refused) == "The end must come after the start.")
        try await enter("0.5", "1.5")
        let made = "document.querySelectorAll('.film-frame[data-path^=\"Video/\"][data-path$=\".mp4\"]')"
        let before: Int = try await browser.run("return \(made).length")
        try await browser.act("document.querySelector('dialog .main').click()")
        try await browser.wait(until: "!document.querySelector('dialog') && \(made).length === \(before + 1)")
        try await stage.expectNoComplaint("trimmed")
        // Its server goes with this test, and no page is left that would miss it.
        try await stage.open("more")
    }

    private func enter(_ from: String, _ to: String) async throws {
        try await browser.act(
            """
            ['\(from)', '\(to)'].forEach((value, index) => {
              const control = document.querySelectorAll('dialog input')[index];
              control.value = value;
              control.dispatchEvent(new Event('input', { bubbles: true }));
            });
            """)
    }

    private func values() async throws -> [String] {
        try await browser.run("return [...document.querySelectorAll('dialog input')].map((one) => one.value)")
    }
}
