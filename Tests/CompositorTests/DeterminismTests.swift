import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Compositor
@testable import Imaging

@Suite struct DeterminismTests {
    private let scratch = try! Scratch()
    private let template: Template
    private let pictures: [Int: PictureFile]

    /// All that has kernels of its own: scaling, turning, blending, masks, shadows, gradients, text.
    init() throws {
        try scratch.art(
            "frame.png",
            .drawn(90, 130, alpha: true) { x, y in
                Colour(red: 200, green: UInt8(x), blue: 90, alpha: UInt8(2 * y % 256))
            })
        let layout = try scratch.layout(
            180, 260, bleed: 5,
            ##"""
            "background": { "gradient": { "from": "#ff8040", "to": "#2040a0", "angle": 33 } },
            "slots": [
              { "x": 10, "y": 10, "w": 80.3, "h": 60.7, "shadow": {}, "border": { "width": 3 } },
              { "x": 95.4, "y": 12.6, "w": 75, "h": 66, "rotation": -7.5, "shape": "rounded", "radius": 9, "opacity": 0.8 },
              { "x": 12, "y": 90, "w": 70, "h": 70, "shape": "ellipse", "effects": [{ "name": "sepia", "strength": 0.7 }] },
              { "capture": 1, "x": 95, "y": 95, "w": 75, "h": 66, "fit": "contain", "focus": "attention" }
            ],
            "overlays": [{ "picture": "frame.png", "area": "canvas", "blend": "soft-light" },
                         { "picture": "frame.png", "x": 40, "y": 150, "w": 90, "h": 60, "rotation": 12, "opacity": 0.6 }],
            "texts": [{ "text": "Emma & Noah {session.number}", "x": 10, "y": 215, "w": 160, "h": 36, "shadow": {}, "rotation": 2 }],
            "animation": { "width": 96, "height": 64 }
            """##)
        template = try Template(layout)
        pictures = try scratch.pictures(
            (0..<3).map { seed in
                try Image.drawn(300, 200) { x, y in
                    Colour(
                        red: UInt8((x * 7 + seed * 50) % 256), green: UInt8((y * 5 + x) % 256),
                        blue: UInt8((x * y / 16 + 80 * seed) % 256))
                }
            })
    }

    private func composition() throws -> Composition {
        try Composition(template: template, parts: [.finalPhoto, .animation], captures: 3, values: Values())
    }

    /// The PNG of the canvas and the GIF.
    private func bytes(of composition: Composition, workers: Int = 1) throws -> [[UInt8]] {
        [
            try composition.canvas().encoded(as: .png, metadata: Metadata()),
            try composition.animation(workers: workers).gif(budget: nil, workers: workers, comment: "a"),
        ]
    }

    @Test(arguments: [1, 2, 8])
    func `any number of workers gives the same bytes`(workers: Int) throws {
        let one = try composition()
        try one.place(pictures, workers: 1)
        let many = try composition()
        try many.place(pictures, workers: workers)
        #expect(try bytes(of: many, workers: workers) == bytes(of: one))
    }

    @Test(arguments: [[1, 2, 3], [3, 2, 1], [2, 3, 1]])
    func `captures may come one by one, in any order`(order: [Int]) throws {
        let atOnce = try composition()
        try atOnce.place(pictures, workers: 1)
        let oneByOne = try composition()
        for number in order { try oneByOne.place(#require(pictures[number]), as: number) }
        #expect(try bytes(of: oneByOne) == bytes(of: atOnce))
    }

    @Test func `captures may come from several threads at once, and twice`() throws {
        let atOnce = try composition()
        try atOnce.place(pictures, workers: 1)
        let composition = try composition()
        let failures = Mutex<[String]>([])
        let pictures = pictures
        DispatchQueue.concurrentPerform(iterations: 6) { index in
            do { try composition.place(pictures[index % 3 + 1]!, as: index % 3 + 1) } catch {
                failures.withLock { $0.append("\(error)") }
            }
        }
        #expect(failures.withLock { $0 } == [])
        #expect(try bytes(of: composition) == bytes(of: atOnce))
    }

    @Test func `a template renders again what it has rendered, and so does a new one`() throws {
        var all: [[[UInt8]]] = []
        for _ in 0..<3 {
            let composition = try composition()
            try composition.place(pictures, workers: 1)
            all.append(try bytes(of: composition))
        }
        let fresh = try Composition(
            template: Template(template.layout), parts: [.finalPhoto, .animation], captures: 3, values: Values())
        try fresh.place(pictures, workers: 2)
        all.append(try bytes(of: fresh))
        #expect(Set(all).count == 1)
    }

    @Test func `a text that was set for one session does not stand in the next one's picture`() throws {
        func canvas(_ number: String, _ template: Template) throws -> Raster {
            var values = Values()
            try values.set("session.number", to: number)
            let composition = try Composition(template: template, captures: 3, values: values)
            try composition.place(pictures, workers: 1)
            return try Raster(composition.canvas())
        }
        let fresh = try ["46", "47"].map { try canvas($0, Template(template.layout)) }
        #expect(fresh[0] != fresh[1])
        let kept = try ["46", "47", "46"].map { try canvas($0, template) }
        #expect(kept == [fresh[0], fresh[1], fresh[0]])
    }

    @Test func `every twin of the kernels gives the same bytes`() throws {
        let layout = template.layout
        let pictures = pictures
        let all = try KernelLevel.each {
            let composition = try Composition(
                template: Template(layout), parts: [.finalPhoto, .animation], captures: 3, values: Values())
            try composition.place(pictures, workers: 2)
            return try bytes(of: composition, workers: 2)
        }
        #expect(all.count == KernelLevel.allCases.count)
        for (level, bytes) in zip(KernelLevel.allCases, all) { #expect(bytes == all[0], "\(level)") }
    }
}
