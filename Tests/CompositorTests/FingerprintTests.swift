import Compositor
import Effects
import Foundation
import Imaging
import Testing

@Suite struct FingerprintTests {
    private let scratch = try! Scratch()
    private static let font = [
        "/usr/share/fonts/truetype/lato/Lato-Bold.ttf", "/usr/share/fonts/truetype/lato/Lato-Black.ttf",
    ]

    /// What a render depends on; each test changes one thing.
    private struct Inputs {
        var capture = Colour.fullRed
        var art = Colour.fullBlue
        var text = "{event.name|Party} {value.table}"
        var output = #"{ "quality": 90 }"#
        var slot = ""
        var font = 0
        var values = [("event.name", "Gala"), ("table", "7")]
        var effects: [String] = []
        var takenAt = "2026:06:14 20:15:00"
        var name = "out.png"
        var bleed = false
    }

    private func job(_ inputs: Inputs) throws -> (renderer: Renderer, job: RenderJob) {
        try scratch.art("art.png", .flat(inputs.art))
        try scratch.write("layouts/test/face.ttf", Data(contentsOf: URL(filePath: Self.font[inputs.font])))
        let layout = try scratch.layout(
            120, 80, bleed: 4,
            #"""
            "slots": [{ "x": 0, "y": 0, "w": 60, "h": 40\#(inputs.slot) }],
            "overlays": [{ "picture": "art.png", "x": 60, "y": 0, "w": 60, "h": 40 }],
            "texts": [{ "text": "\#(inputs.text)", "x": 0, "y": 40, "w": 120, "h": 40, "font": { "file": "face.ttf" } }],
            "output": \#(inputs.output)
            """#)
        var values = Values()
        for (key, value) in inputs.values { try values.set(key, to: value) }
        let capture = try scratch.capture("a.jpg", .flat(inputs.capture), takenAt: CaptureTime(exif: inputs.takenAt))
        var options = Renderer.Options()
        options.bleed = inputs.bleed
        let job = RenderJob(
            captures: [capture], output: scratch.folder + "/" + inputs.name, values: values,
            effects: try inputs.effects.map { try EffectCall(parsing: $0) })
        return (try Renderer(template: Template(layout), options: options), job)
    }

    private func fingerprint(_ inputs: Inputs) throws -> String {
        let (renderer, job) = try job(inputs)
        _ = try renderer.render(job)
        let path = try #require(job.output)
        return try #require(try Stamp.comment(ofFile: path))
    }

    private func changes(_ change: (inout Inputs) -> Void) throws -> Bool {
        var other = Inputs()
        change(&other)
        return try fingerprint(Inputs()) != fingerprint(other)
    }

    @Test func `it changes with whatever changes the picture`() throws {
        #expect(try changes { $0.capture = .fullGreen }, "bytes of a capture")
        #expect(try changes { $0.art = .fullGreen }, "bytes of the layout's art")
        #expect(try changes { $0.font = 1 }, "bytes of a font")
        #expect(try changes { $0.values[0].1 = "Ball" }, "a value that is shown")
        #expect(try changes { $0.values.remove(at: 1) }, "a value that is shown and missing")
        #expect(try changes { $0.effects = ["sepia"] }, "an effect")
        #expect(try changes { $0.slot = #", "effects": [{ "name": "sepia" }]"# }, "an effect of the layout")
        #expect(try changes { $0.output = #"{ "quality": 91 }"# }, "quality")
        #expect(try changes { $0.output = #"{ "quality": 90, "light": "linear" }"# }, "light")
        #expect(try changes { $0.takenAt = "2026:06:14 20:15:01" }, "the time that the file keeps")
        #expect(try changes { $0.bleed = true }, "the bleed")
        var (sepia, less) = (Inputs(), Inputs())
        (sepia.effects, less.effects) = (["sepia"], ["sepia:strength=0.5"])
        #expect(try fingerprint(sepia) != fingerprint(less))
        (sepia.effects, less.effects) = (["sepia", "mirror"], ["mirror", "sepia"])
        #expect(try fingerprint(sepia) != fingerprint(less), "effects in another order")
    }

    /// Of a layout that stays the same, on a paper with its own file.
    private func fingerprint(paper: String, sheet: String = "") throws -> String {
        try scratch.write("layouts/papers/plain.json", paper.utf8)
        try scratch.write("layouts/papers/sheet.json", #"{ "width": 300, "height": 200 \#(sheet) }"#.utf8)
        let layout = try scratch.layout(#"{ "paper": "plain" }"#)
        let path = scratch.folder + "/paper.png"
        _ = try Renderer(template: Template(layout), options: Renderer.Options()).render(
            RenderJob(captures: [], output: path))
        return try #require(try Stamp.comment(ofFile: path))
    }

    @Test func `a paper counts by what decides pixels`() throws {
        func paper(
            _ rest: String = "", width: Int = 120, imposition: String = #""columns": 2, "gutter": 4"#
        ) -> String {
            #"{ "width": \#(width), "height": 80, "imposition": { "sheet": "sheet", \#(imposition) } \#(rest) }"#
        }
        let usual = try fingerprint(paper: paper())
        for other in [
            paper(width: 121), paper(#", "bleed": 9"#), paper(imposition: #""columns": 2, "gutter": 5"#),
            paper(imposition: #""columns": 1, "gutter": 4"#), paper(imposition: #""rows": 2, "gutter": 4"#),
            paper(imposition: #""columns": 2, "gutter": 4, "cutMarks": true"#),
            paper(imposition: #""columns": 2, "gutter": 4, "turned": true"#),
            #"{ "width": 120, "height": 80 }"#, #"{ "width": 120, "height": 80, "dpi": 301 }"#,
        ] { #expect(try fingerprint(paper: other) != usual, "\(other)") }
        #expect(try fingerprint(paper: paper(), sheet: #", "bleed": 3"#) != usual)
        #expect(try fingerprint(paper: paper(#", "name": "Another", "safe": 5"#)) == usual)
    }

    @Test func `it stays as long as the picture does`() throws {
        #expect(try !changes { _ in }, "nothing")
        #expect(try !changes { $0.values.append(("unused", "x")) }, "a value that nothing shows")
        #expect(try !changes { $0.values.reverse() }, "the order of values")
        #expect(try !changes { $0.name = "other.png" }, "another place")
        var (one, other) = (Inputs(), Inputs())
        (one.effects, other.effects) = (["black-and-white:red=1,blue=0.5"], ["black-and-white:blue=0.5,red=1.0"])
        #expect(try fingerprint(one) == fingerprint(other), "parameters in another order")
    }

    @Test func `what is up to date is not written again, and what is not is`() throws {
        let (renderer, job) = try job(Inputs())
        #expect(try renderer.render(job).outputs.map(\.state) == [.written])
        #expect(try renderer.render(job).outputs.map(\.state) == [.upToDate])
        var changed = job
        try changed.values.set("event.name", to: "Ball")
        #expect(try renderer.render(changed).outputs.map(\.state) == [.written])
        #expect(try renderer.render(job).outputs.map(\.state) == [.written])
        var forced = renderer.options
        forced.force = true
        let again = try Renderer(template: renderer.template, options: forced).render(job)
        #expect(again.outputs.map(\.state) == [.written])
    }

    @Test func `the same inputs give the same file`() throws {
        for name in ["out.jpg", "out.png", "out.webp"] {
            var inputs = Inputs()
            inputs.name = name
            var files: [Data] = []
            for _ in 0..<2 {
                let (renderer, job) = try job(inputs)
                _ = try renderer.render(job)
                files.append(try Data(contentsOf: URL(filePath: #require(job.output))))
                try FileManager.default.removeItem(atPath: #require(job.output))
            }
            #expect(files[0] == files[1], "\(name)")
        }
    }
}
