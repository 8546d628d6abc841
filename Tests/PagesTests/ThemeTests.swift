import Files
import Foundation
import Testing

@testable import Pages

/// Themes as data, and what follows from their few values.
@Suite struct ThemeTests {
    private static let shipped = ThemeLibrary(
        SearchPath([URL(filePath: #filePath).appending(path: "../../../themes").standardized.path]))

    @Test(arguments: ["garden", "ivory", "midnight"]) func `What is shipped can be read on its paper as it is given`(
        name: String
    ) throws {
        #expect(Self.shipped.names == ["garden", "ivory", "midnight"])
        let theme = try Self.shipped.theme(name)
        let palette = theme.palette
        #expect(theme.title?.lowercased() == name && theme.flaws.isEmpty)
        #expect(palette.paper == theme.background && palette.ink == theme.ink && palette.accent == theme.accent)
        #expect(palette.ink.contrast(with: palette.paper) >= 7 && palette.quiet.contrast(with: palette.paper) >= 4.5)
        #expect(palette.accentInk.contrast(with: palette.accent) >= 4.5)
        #expect(palette.isLight == (name != "midnight"))
        #expect(!theme.display.isEmpty && !theme.text.isEmpty)
    }

    @Test func `Colours that cannot be told apart are moved, and told`() throws {
        var theme = Theme(accent: Colour(hex: "#ffee00"), background: Colour(hex: "#ffffff"))
        theme.ink = Colour(hex: "#cccccc")
        #expect(
            theme.flaws == [
                "the ink #cccccc has a contrast of 1.6 : 1 on #ffffff, where 4.5 : 1 is needed; it is shown as \(theme.palette.ink)",
                "the accent #ffee00 has a contrast of 1.2 : 1 on #ffffff, where 3 : 1 is needed; it is shown as \(theme.palette.accent)",
            ])
        #expect(theme.palette.ink.contrast(with: .white) >= 7 && theme.palette.accent.contrast(with: .white) >= 4.5)
        #expect(Theme().flaws.isEmpty && Theme().palette.isLight)
    }

    @Test(
        arguments: [
            (##"{"name":"X","paper":"#fff","accent":"#000000"}"##, "paper: expected a colour such as #a2452e"),
            (##"{"paper":"#ffffff","accent":"#000000"}"##, "name: missing"),
            (##"{"name":"X","paper":"#ffffff"}"##, "accent: missing"),
            (##"{"name":"X","paper":"#ffffff","accent":"#000000","colour":"#000000"}"##, "colour: unknown key"),
            (
                ##"{"name":"X","paper":"#ffffff","accent":"#000000","display":["a;b"]}"##,
                "display[0]: expected the name of a family"
            ),
            (##"{"name":"X","paper":"#ffffff","accent":"#000000","radius":99}"##, "radius"), ("{", "x.json"),
        ] as [(String, String)])
    func `A theme that cannot be is told with its place`(json: String, problem: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "themes-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(json.utf8).write(to: folder.appending(path: "x.json"))
        let error = #expect(throws: PagesError.self) { try ThemeLibrary(SearchPath([folder.path])).theme("x") }
        #expect("\(error!)".contains(problem), "\(error!)")
    }

    @Test func `A theme that is not there is told with the nearest one`() {
        let error = #expect(throws: PagesError.self) { try Self.shipped.theme("ivori") }
        #expect("\(error!)".contains("there is no theme \"ivori\"; did you mean ivory?"), "\(error!)")
    }
}
