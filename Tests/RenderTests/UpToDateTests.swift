import Imaging
import Testing

@Suite struct UpToDateTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.write(Layouts.duo.replacing("Party", with: "Gala"), "gala/layout.json")
        try studio.copy("duo/frame.png", to: "gala/frame.png")
    }

    private static let plain = ["--layout", "duo", "1.jpg", "2.jpg", "-o", "out.jpg"]
    private static let current = ["out.jpg (up to date)"]

    @Test func `what is up to date is left alone, unless it is forced`() throws {
        #expect(try studio.render(Self.plain).lines == ["out.jpg"])
        let before = try studio.read("out.jpg")
        #expect(try studio.render(Self.plain).lines == Self.current)
        #expect(try studio.render(Self.plain + ["--dry-run"]).lines == Self.current)
        #expect(try studio.render(Self.plain + ["--force"]).lines == ["out.jpg"])
        #expect(try studio.read("out.jpg") == before, "the same inputs give the same bytes")
    }

    @Test(arguments: [
        ["--layout", "duo", "2.jpg", "1.jpg", "-o", "out.jpg"],
        plain + ["--value", "table=7"],
        plain + ["--value", "date=2026-01-01"],
        plain + ["--effect", "mirror"],
        plain + ["--bleed"],
        ["--layout", "gala", "1.jpg", "2.jpg", "-o", "out.jpg"],
    ])
    func `another order, value, effect, layout or extent is rendered anew`(other: [String]) throws {
        _ = try studio.render(Self.plain)
        #expect(try studio.render(other).lines == ["out.jpg"])
        #expect(try studio.render(other).lines == Self.current)
    }

    @Test func `another capture, picture of the layout or layout under an old name is rendered anew`() throws {
        _ = try studio.render(Self.plain)
        try studio.write(Samples.capture(seed: 9), "2.jpg")
        #expect(try studio.render(Self.plain).lines == ["out.jpg"])
        try studio.write(Samples.capture(seed: 3, as: .png), "duo/frame.png")
        #expect(try studio.render(Self.plain).lines == ["out.jpg"])
        try studio.write(Layouts.duo.replacing("#204060", with: "#603020"), "duo/layout.json")
        #expect(try studio.render(Self.plain).lines == ["out.jpg"])
        #expect(try studio.render(Self.plain).lines == Self.current)
    }

    @Test func `a value that nothing shows and an animation beside it change nothing`() throws {
        _ = try studio.render(Self.plain)
        #expect(try studio.render(Self.plain + ["--value", "unused=1"]).lines == Self.current)
        let both = try studio.render(Self.plain + ["--animation", "out.gif"])
        #expect(both.lines == Self.current + ["out.gif"])
        let again = try studio.render(Self.plain + ["--animation", "out.gif"])
        #expect(again.lines == Self.current + ["out.gif (up to date)"])
    }

    @Test func `the FinalPhoto is told first, also when only the animation was up to date`() throws {
        let both = Self.plain + ["--animation", "out.gif"]
        _ = try studio.render(both)
        try studio.copy("1.jpg", to: "out.jpg")
        #expect(
            try studio.render(both + ["--dry-run"]).lines == ["out.jpg (would be written)", "out.gif (up to date)"])
        #expect(try studio.render(both).lines == ["out.jpg", "out.gif (up to date)"])
    }

    @Test func `a copy under the name of another format is no such output`() throws {
        _ = try studio.render(Self.plain)
        try studio.copy("out.jpg", to: "out.png")
        #expect(try studio.render("--layout", "duo", "1.jpg", "2.jpg", "-o", "out.png").lines == ["out.png"])
    }
}
