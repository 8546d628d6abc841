import Compositor
import Files
import Foundation
import Imaging
import Testing

@Suite struct ShippedLayoutTests {
    static let names = try! FileManager.default.contentsOfDirectory(atPath: Project.layouts)
        .filter { FileManager.default.fileExists(atPath: "\(Project.layouts)/\($0)/layout.json") }.sorted()
    private let library = LayoutLibrary(folders: [Project.layouts])

    @Test func `there is one for every use`() {
        #expect(Self.names.count >= 6)
    }

    @Test(arguments: names)
    func `it can be rendered, and nothing about it is to be mended`(name: String) throws {
        let template = try Template(library.layout(name))
        #expect(template.layout.capturesNeeded > 0)
        #expect(try Lint(template).findings == [])
    }

    @Test(arguments: names)
    func `it leaves no white in the bleed`(name: String) throws {
        let template = try Template(library.layout(name))
        let count = template.layout.capturesNeeded
        let scratch = try Scratch()
        let composition = try Composition(template: template, captures: count, values: Values())
        try composition.place(scratch.pictures(Array(repeating: .flat(.grey(90)), count: count)), workers: 1)
        let canvas = try composition.canvas()
        try canvas.withPixels { pixels in
            let (width, height) = (canvas.width, canvas.height)
            func isWhite(_ x: Int, _ y: Int) -> Bool {
                let at = (y * width + x) * 3
                return pixels[at] == 255 && pixels[at + 1] == 255 && pixels[at + 2] == 255
            }
            let rim =
                (0..<width).count { isWhite($0, 0) || isWhite($0, height - 1) }
                + (0..<height).count { isWhite(0, $0) || isWhite(width - 1, $0) }
            // White confetti may lie there; an edge that was forgotten is white from end to end.
            #expect(rim < (width + height) / 50)
        }
    }
}
