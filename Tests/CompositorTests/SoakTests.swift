import Compositor
import Foundation
import Imaging
import Testing

/// A short version of `make soak`: what each render takes, it gives back.
@Suite struct SoakTests {
    private let scratch = try! Scratch()

    /// Bytes that 60 renders may leave behind; one canvas each would be ten million.
    private static let tolerance = 3_000_000

    /// Resident memory in bytes; the second number of statm counts pages.
    private func resident() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return try #require(Int(fields[1])) * sysconf(Int32(_SC_PAGESIZE))
    }

    @Test func `memory stays where it is over many renders`() throws {
        let layout = try scratch.layout(
            300, 200,
            ##"""
            "background": { "gradient": { "from": "#ff8040", "to": "#2040a0" } },
            "slots": [{ "x": 10, "y": 10, "w": 130, "h": 130, "rotation": 5, "shadow": {}, "border": { "width": 3 } },
                      { "x": 150, "y": 10, "w": 130, "h": 130, "shape": "ellipse" }],
            "texts": [{ "text": "Session {session.number}", "x": 10, "y": 150, "w": 280, "h": 40 }],
            "animation": { "width": 96, "height": 64, "texts": [{ "text": "{session.number}", "x": 0, "y": 0, "w": 96, "h": 30 }] }
            """##)
        let captures = try ["a.jpg", "b.png"].map { name in
            try scratch.capture(
                name, .drawn(400, 300) { x, y in Colour(red: UInt8(x % 256), green: UInt8(y % 256), blue: 0) })
        }
        let renderer = try Renderer(template: Template(layout), options: Renderer.Options())
        func render(_ number: Int) throws {
            var values = Values()
            try values.set("session.number", to: "\(number)")
            let job = RenderJob(
                captures: captures, output: scratch.folder + "/out.jpg", animation: scratch.folder + "/out.gif",
                values: values)
            #expect(try renderer.render(job).outputs.map(\.state) == [.written, .written])
        }
        for number in 0..<20 { try render(number) }
        // Other tests of the process may take memory at the same time, but not for ever; a leak grows every time.
        var least = Int.max
        for _ in 0..<5 where least > Self.tolerance {
            let before = try resident()
            for number in 0..<60 { try render(number) }
            least = try min(least, resident() - before)
        }
        #expect(least <= Self.tolerance, "\(least / 1_000) kB more after 60 renders")
    }
}
