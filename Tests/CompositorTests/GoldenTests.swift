import Compositor
import Foundation
import Testing

/// What `render --check Tests/GoldenImages` does. How to record is told in Tests/GoldenImages/README.md.
@Suite struct GoldenTests {
    private static let folder = Project.root + "/Tests/GoldenImages"
    private static let check = GoldenCheck(
        folder: folder, results: Project.root + "/check-results", library: LayoutLibrary(folders: []))

    @Test(arguments: try! check.cases())
    func `what is rendered is what was recorded`(name: String) {
        let outcome = Self.check.check(name)
        #expect(
            outcome.state == .same,
            """
            greatest difference \(outcome.greatest ?? -1), mean \(outcome.mean ?? -1), SSIM \(outcome.ssim ?? -1); \
            \(outcome.note)
            """)
    }

    @Test func `every golden has its case, and none is large`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        let goldens = names.filter { $0.hasSuffix(".png") }
        #expect(try Set(goldens.map { String($0.dropLast(4)) }) == Set(Self.check.cases()))
        for name in goldens {
            let size = try FileManager.default.attributesOfItem(atPath: "\(Self.folder)/\(name)")[.size] as? Int
            #expect(try #require(size) <= 500_000, "\(name)")
        }
    }

    @Test func `another picture, a missing golden and a case that fails are told apart`() throws {
        let scratch = try Scratch()
        _ = try scratch.layout(
            64, 48, ##""background": { "colour": "#808080" }, "slots": [{ "x": 8, "y": 8, "w": 20, "h": 20 }]"##)
        try scratch.capture("red.png", .flat(.fullRed))
        try scratch.capture("green.png", .flat(.fullGreen))
        func job(_ capture: String) throws {
            try scratch.write("one.json", #"{ "layout": "layouts/test", "captures": ["\#(capture)"] }"#.utf8)
        }
        var check = GoldenCheck(folder: scratch.folder, results: scratch.folder + "/results", library: scratch.library)
        try job("red.png")
        #expect(try check.cases() == ["one"])
        #expect(check.check("one").state == .missing)
        #expect(!FileManager.default.fileExists(atPath: scratch.folder + "/one.png"), "nothing is recorded unasked")
        check.record = true
        #expect(check.check("one").state == .recorded)
        check.record = false
        let same = check.check("one")
        #expect(same.state == .same && same.greatest == 0 && same.mean == 0)
        try job("green.png")
        #expect(check.check("one").state == .differs)
        let results = try FileManager.default.contentsOfDirectory(atPath: scratch.folder + "/results").sorted()
        #expect(results == ["one.actual.png", "one.difference.png", "one.expected.png"])
        try job("none.png")
        let failed = check.check("one")
        #expect(failed.state == .failed && failed.note.contains("none.png: no such file"))
    }
}
