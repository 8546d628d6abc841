import Faults
import Imaging
import Testing

@testable import Compositor

@Suite struct ImpositionTests {
    private let scratch = try! Scratch()

    /// Strips of 40 x 120 on sheets of 80 x 120, with a bleed of 6: the 2x6 in small.
    private func strip(
        _ members: String, sheet: (Int, Int) = (80, 120), bleed: Int = 6, columns: Int = 2, rows: Int = 1,
        turned: Bool = false, gutter: Int = 0, marks: Bool = false, landscape: Bool = false
    ) throws -> Layout {
        try scratch.write(
            "layouts/papers/sheet.json",
            #"{ "width": \#(sheet.0), "height": \#(sheet.1), "bleed": \#(bleed) }"#.utf8)
        return try scratch.layout(
            #"""
            { "paper": { "width": 40, "height": 120, "bleed": \#(bleed),
                         "imposition": { "sheet": "sheet", "columns": \#(columns), "rows": \#(rows), "turned": \#(turned),
                                         "gutter": \#(gutter), "cutMarks": \#(marks) } },
              "orientation": "\#(landscape ? "landscape" : "portrait")", \#(members) }
            """#)
    }

    private static let art = ##"""
        "background": { "gradient": { "from": "#ff0000", "to": "#0000ff", "angle": 30 } },
        "slots": [{ "x": 4, "y": 4, "w": 32, "h": 50 }, { "x": 4.5, "y": 60, "w": 30, "h": 50, "rotation": 7 }]
        """##
    private static let captures = try! [
        Image.drawn(64, 64) { x, y in Colour(red: UInt8(3 * x), green: UInt8(3 * y), blue: 0) }, .flat(.fullGreen),
    ]

    @Test func `two strips on one sheet are the same, pixel by pixel, and meet without a seam`() throws {
        let layout = try strip(Self.art)
        let composition = try scratch.composition(layout, Self.captures)
        let sheet = try Raster(composition.canvas())
        #expect((sheet.width, sheet.height) == (92, 132))
        let left = sheet.part(x: 6, y: 0, width: 40, height: 132)
        #expect(left == sheet.part(x: 46, y: 0, width: 40, height: 132))
        // Each is what the strip alone would be, up to the cut; the bleed is drawn at the outside only.
        var alone = layout
        alone.paper.imposition = nil
        let single = try scratch.canvas(alone, Self.captures)
        #expect(single.width == 52)
        #expect(sheet.part(x: 0, y: 0, width: 46, height: 132) == single.part(x: 0, y: 0, width: 46, height: 132))
        #expect(sheet.part(x: 46, y: 0, width: 46, height: 132) == single.part(x: 6, y: 0, width: 46, height: 132))
        let photo = try Raster(composition.finalPhoto())
        #expect((photo.width, photo.height) == (80, 120))
    }

    @Test func `a gutter is filled from both sides by the strips' bleed`() throws {
        let layout = try strip(Self.art, sheet: (88, 120), gutter: 8)
        let sheet = try scratch.canvas(layout, Self.captures)
        var alone = layout
        alone.paper.imposition = nil
        let single = try scratch.canvas(alone, Self.captures)
        #expect((sheet.width, single.width) == (100, 52))
        #expect(sheet.part(x: 0, y: 0, width: 50, height: 132) == single.part(x: 0, y: 0, width: 50, height: 132))
        #expect(sheet.part(x: 50, y: 0, width: 50, height: 132) == single.part(x: 2, y: 0, width: 50, height: 132))
    }

    @Test func `turned pieces lie on their side, their top to the right`() throws {
        let members = ##""background": { "colour": "#0000ff" }, "slots": [{ "x": 0, "y": 0, "w": 40, "h": 60 }]"##
        let sheet = try scratch.canvas(
            strip(members, sheet: (120, 160), columns: 1, rows: 4, turned: true), [.flat(.fullRed)])
        #expect((sheet.width, sheet.height) == (132, 172))
        // Outside of the trim the bleed of the outer pieces, which the slot does not reach.
        #expect(
            sheet.wrong { x, y in (66..<126).contains(x) && (6..<166).contains(y) ? .fullRed : .fullBlue } == [])
    }

    @Test func `a landscape strip has its sheet on its side`() throws {
        let members = ##""background": { "colour": "#0000ff" }, "slots": [{ "x": 0, "y": 0, "w": 60, "h": 40 }]"##
        let sheet = try scratch.canvas(strip(members, landscape: true), [.flat(.fullRed)])
        #expect((sheet.width, sheet.height) == (132, 92))
        #expect(sheet.wrong { x, y in (6..<66).contains(x) && (6..<86).contains(y) ? .fullRed : .fullBlue } == [])
    }

    @Test func `pieces that do not fill the sheet stand in its middle, with their bleed, on white`() throws {
        let members = ##""background": { "colour": "#0000ff" }, "slots": [{ "x": 0, "y": 0, "w": 40, "h": 120 }]"##
        let sheet = try scratch.canvas(strip(members, sheet: (120, 160)), [.flat(.fullRed)])
        #expect((sheet.width, sheet.height) == (132, 172))
        #expect(
            sheet.wrong { x, y in
                if (26..<106).contains(x), (26..<146).contains(y) { return .fullRed }
                return (20..<112).contains(x) && (20..<152).contains(y) ? .fullBlue : .white
            } == [])
    }

    @Test func `cut marks stand at both ends of every cut, when they are wanted`() throws {
        let members = ##""background": { "colour": "#ff0000" }"##
        let sheet = try scratch.canvas(strip(members, marks: true))
        // At 300 dpi: 47 px long beyond the trim and 3 wide, about the cut at 46.
        #expect(
            sheet.wrong { x, y in
                (45..<48).contains(x) && (y < 53 || y >= 132 - 53) ? .grey(140) : .fullRed
            } == [])
        #expect(try scratch.canvas(strip(members)).wrong { _, _ in .fullRed } == [])
    }

    @Test func `a gutter is cut at both of its edges, and so is a piece that ends inside of the sheet`() throws {
        let members = ##""background": { "colour": "#ff0000" }"##
        #expect(try SheetPlan(paper: strip(members, sheet: (88, 120), gutter: 8).paper).cuts.vertical == [46, 54])
        let middle = try SheetPlan(paper: strip(members, sheet: (120, 160)).paper)
        #expect(middle.cuts.vertical == [26, 66, 106] && middle.cuts.horizontal == [26, 146])
        #expect(try SheetPlan(paper: strip(members).paper).cuts.horizontal == [])
    }

    @Test func `pieces differ by effects, captures and background, in turn`() throws {
        let members = ##"""
            "background": { "colour": "#ff0000" },
            "slots": [{ "x": 10, "y": 10, "w": 20, "h": 20 }, { "x": 10, "y": 50, "w": 20, "h": 20 }],
            "pieces": [{}, { "effects": [{ "name": "black-and-white" }], "captures": [2, 1], "background": { "colour": "#00ff00" } }]
            """##
        let layout = try strip(members, sheet: (160, 120), columns: 4)
        let sheet = try scratch.canvas(layout, [.flat(.fullRed), .flat(.fullBlue)])
        for x in [6, 86] {
            #expect(sheet[x + 2, 20] == .fullRed && sheet[x + 20, 26] == .fullRed && sheet[x + 20, 66] == .fullBlue)
        }
        for x in [46, 126] {
            #expect(sheet[x + 2, 20] == .fullGreen)
            #expect(sheet[x + 20, 26].distance(to: .grey(29)) <= 1 && sheet[x + 20, 66].distance(to: .grey(76)) <= 1)
        }
        #expect(layout.capturesNeeded == 2)
    }

    @Test func `a piece that asks for other captures needs them`() throws {
        let members = #""slots": [{ "x": 0, "y": 0, "w": 20, "h": 20 }], "pieces": [{}, { "captures": [4] }]"#
        let layout = try strip(members)
        #expect(layout.capturesNeeded == 4)
        #expect(throws: CompositorError.self) { try scratch.canvas(layout, [.flat(.fullRed)]) }
    }

    @Test func `more pieces than a sheet holds are an error`() {
        let error = #expect(throws: CompositorError.self) { try strip(#""pieces": [{}, {}, {}]"#) }
        #expect(error?.description.hasSuffix("layout.json: pieces: 3 pieces, but the paper holds 2") == true)
    }
}
