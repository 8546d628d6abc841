import Compositor
import Files
import Foundation
import HTTP
import Imaging
import Motion
import Rigs
import Testing
import Work

extension ScreenTests {
    /// What a browser says of a film that it has played to its end, or of a moving picture that it has decoded.
    private struct Played: Decodable {
        var name, end: String
        var seconds: Double
        var width, height: Int
    }

    /// Plays all files of a page at once, faster than they are.
    private static let playing = """
        return Promise.all(names.map((name) => new Promise((done) => {
          const isFilm = /mp4|webm/.test(name), one = document.createElement(isFilm ? "video" : "img");
          const told = (end) => done({ name, end, seconds: one.duration ?? 0, width: one.videoWidth ?? one.naturalWidth, height: one.videoHeight ?? one.naturalHeight });
          one.addEventListener("ended", () => told("ended"));
          one.addEventListener("error", () => told(one.error?.message ?? "not an image"));
          if (!isFilm) one.addEventListener("load", () => one.decode().then(() => told("decoded"), (error) => told(String(error))));
          one.muted = true;
          one.playbackRate = 4;
          one.src = "/" + name;
          document.body.append(one);
          if (isFilm) one.play().catch((error) => told(String(error)));
        })));
        """

    @Test func `Every kind of film is played to its end`() async throws {
        let folder = NSTemporaryDirectory() + "/films-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let names = ["boomerang.mp4", "music.mp4", "boomerang.webm", "music.webm", "boomerang.gif", "boomerang.webp"]
        try await offPool { try Self.render(names, into: folder) }
        let page = "<!doctype html><title>Films</title>"
        let listener = try Listener(at: Address(host: "127.0.0.1", port: 0)) { request in
            if request.path.last == "favicon.ico" { return Answer(status: 204) }
            guard let name = request.path.last, !name.isEmpty else { return Answer(.text(page), type: "text/html") }
            guard let file = try? ServedFile(folder + "/" + name) else { return Answer(status: 404) }
            return Answer(.file(file), type: MediaType.of(name))
        }
        try await browser.open("http://\(listener.address)/")
        let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
        let played = try await browser.runAsync("const names = [\(list)]; \(Self.playing)", as: [Played].self)
        try await browser.open("about:blank")
        await listener.stop()
        #expect(played.map(\.name) == names)
        for one in played {
            #expect((one.width, one.height) == (320, 240), "\(one.name)")
            let isFilm = one.name.hasSuffix("mp4") || one.name.hasSuffix("webm")
            #expect(one.end == (isFilm ? "ended" : "decoded"), "\(one.name)")
            // Whole passes of six pictures, 100 ms each, until there are three seconds. Opus counts its own lead-in.
            if isFilm { #expect(abs(one.seconds - 3) < 0.1, "\(one.name) lasts \(one.seconds) s") }
        }
    }

    /// Blocks.
    private static func render(_ names: [String], into folder: String) throws {
        let captures = ["family", "party", "toast", "wedding"].map {
            "\(Programs.root)/Tests/GoldenImages/captures/\($0).jpg"
        }
        let music = Child(
            [
                "ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", "sine=frequency=330:duration=4",
                folder + "/song.wav",
            ],
            output: .dropped, errors: .captured(4_096)
        ).run(within: .seconds(30))
        #expect(music.end == .exited(0), "\(music.text)")
        for (layout, more) in [("boomerang", ""), ("music", #", "music": { "file": "song.wav", "fadeOut": 1 }"#)] {
            let place = folder + "/" + layout
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: folder + "/song.wav", toPath: place + "/song.wav")
            try Data(
                """
                { "paper": { "width": 300, "height": 200 }, "slots": [{ "x": 0, "y": 0, "w": 300, "h": 200 }],
                  "animation": { "width": 320, "height": 240, "order": "boomerang", "delay": 100\(more) } }
                """.utf8
            ).write(to: URL(filePath: place + "/layout.json"))
            let template = try Template(LayoutLibrary(folders: []).layout(place))
            let studio = try FilmRenderer(template: template, options: .init())
            for name in names where name.hasPrefix(layout) {
                _ = try studio.render(RenderJob(captures: captures, animation: folder + "/" + name))
            }
        }
    }
}
