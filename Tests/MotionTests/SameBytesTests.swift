import Compositor
import Files
import Imaging
import Rigs
import Testing

@testable import Motion

/// The same inputs give the same bytes, on any number of threads and any SIMD path.
@Suite(.onOwnThreads) struct SameBytesTests {
    @Test func `captures, on one thread and on several, by plain C and by vectors`() throws {
        let studio = try FilmStudio()
        let captures = try studio.captures(12)
        let template = try studio.template(
            #""order": "boomerang", "delay": 50, "slot": { "x": 20, "y": 10, "w": 281, "h": 211, "shape": "ellipse" }, "effects": [{ "name": "vintage" }]"#
        )
        func bytes(_ workers: Int) throws -> ContentHash {
            try studio.film(template, captures, workers: workers)
            let hash = try ContentHash(contentsOf: studio.path("out.mp4"))
            try studio.write([], "out.mp4")
            return hash
        }
        let one = try bytes(1)
        #expect(try bytes(2) == one && bytes(5) == one)
        #expect(try KernelLevel.each { try bytes(2) }.allSatisfy { $0 == one })
    }

    @Test(arguments: ["mp4", "webm"])
    func `a clip, there and back, with its sound`(ending: String) throws {
        let studio = try FilmStudio()
        let clip = try studio.clip("a.mp4", frames: 40, sound: true)
        for animation in [#""from": "clip", "order": "boomerang""#, #""from": "clip", "minSeconds": 0"#] {
            let template = try studio.template(animation)
            var seen: Set<ContentHash> = []
            for workers in [1, 3] {
                try studio.film(template, [clip], to: "out." + ending, workers: workers)
                seen.insert(try ContentHash(contentsOf: studio.path("out." + ending)))
                try studio.write([], "out." + ending)
            }
            #expect(seen.count == 1)
        }
    }
}
