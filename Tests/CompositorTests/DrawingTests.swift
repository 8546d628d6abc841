import Foundation
import Imaging
import StrictJSON
import Testing

@testable import Compositor

/// What guests draw and sign: how it is read, and where layouts show it.
@Suite struct DrawingTests {
    private let scratch = try! Scratch()

    private static func json(_ strokes: String) -> [UInt8] { Array(#"{"strokes":[\#(strokes)]}"#.utf8) }
    private static func stroke(_ points: String, width: Double = 0.05, colour: String = "#ff0000") -> String {
        #"{"colour":"\#(colour)","width":\#(width),"points":[\#(points)]}"#
    }

    private static func drawing(_ strokes: String, aspect: Double = 1.5) throws -> Drawing {
        try Drawing(parsing: json(strokes), aspect: aspect, colours: nil)
    }

    /// A line along the middle of the area.
    private static let across = stroke("[0,0.5],[0.5,0.5],[1,0.5]", width: 0.1)

    @Test func `A drawing is read with its pressure, and without`() throws {
        let drawing = try Self.drawing(Self.stroke("[0,0.25,1],[1,0.5]", width: 0.012, colour: "#1C1c1C"))
        #expect(drawing.strokes.count == 1 && drawing.strokes[0].colour.hex == "#1c1c1c")
        #expect(drawing.strokes[0].points == [.init(x: 0, y: 0.25, pressure: 1), .init(x: 1, y: 0.5, pressure: 0.5)])
        #expect(try Self.drawing("").isEmpty && !drawing.isEmpty)
    }

    @Test(arguments: [
        ("[0,1.001]", "strokes[0].points[0][1]"), ("[-0.1,0]", "points[0][0]"), ("[0,0,2]", "points[0][2]"),
        ("[0]", "points[0]: expected x, y"), ("[0,0,0,0]", "points[0]"), (#"["a",0]"#, "points[0][0]"),
        ("[1e999,0]", "drawing"), ("[null,0]", "points[0][0]"), ("{}", "points[0]"),
    ])
    func `Points outside of the area are refused with their place`(point: String, place: String) {
        let error = #expect(throws: StrictJSONError.self) { try Self.drawing(Self.stroke(point)) }
        #expect("\(error!)".contains(place), "\(error!)")
    }

    @Test(
        arguments: [
            (##"{"colour":"#ff0000","width":0,"points":[]}"##, "width"),
            (##"{"colour":"#ff0000","width":0.2,"points":[]}"##, "width"),
            (#"{"colour":"red","width":0.1,"points":[]}"#, "colour"),
            (#"{"width":0.1,"points":[]}"#, "colour: missing"),
            (##"{"colour":"#ff0000","width":0.1}"##, "points: missing"),
            (##"{"colour":"#ff0000","width":0.1,"points":[],"z":1}"##, "unknown key"), ("3", "strokes[0]"),
        ] as [(String, String)])
    func `Strokes that are none are refused with their place`(stroke: String, place: String) {
        let error = #expect(throws: StrictJSONError.self) { try Self.drawing(stroke) }
        #expect("\(error!)".contains(place), "\(error!)")
    }

    @Test func `Only the colours that there are to draw with are taken`() throws {
        let bytes = Self.json(Self.stroke("[0,0]", colour: "#A2452E"))
        _ = try Drawing(parsing: bytes, aspect: 1, colours: ["#1c1c1c", "#a2452e"])
        let error = #expect(throws: StrictJSONError.self) {
            try Drawing(parsing: bytes, aspect: 1, colours: ["#1c1c1c"])
        }
        #expect("\(error!)".contains("one of #1c1c1c"), "\(error!)")
    }

    /// Limits come before work: each of these is refused at once.
    @Test func `What no hand draws is refused`() throws {
        func refused(_ bytes: [UInt8]) -> String {
            do throws(StrictJSONError) { _ = try Drawing(parsing: bytes, aspect: 1, colours: nil) } catch {
                return "\(error)"
            }
            return "taken"
        }
        let many = Array(repeating: Self.stroke("[0,0]", width: 0.001), count: 2_001).joined(separator: ",")
        #expect(refused(Self.json(many)).contains("2000"), "\(refused(Self.json(many)))")
        let points = Array(repeating: "[0,0]", count: 25_001).joined(separator: ",")
        let both = Self.json(
            [Self.stroke(points, width: 0.001), Self.stroke(points, width: 0.001)].joined(separator: ","))
        #expect(both.count > Drawing.limit && refused(both).contains("the limit is 262144"))
        // The same number of points in a drawing that is kept.
        let kept =
            Array(#"{"version":1,"aspect":1,"strokes":["#.utf8)
            + Array([Self.stroke(points, width: 0.001), Self.stroke(points, width: 0.001)].joined(separator: ",").utf8)
            + Array("]}".utf8)
        let error = #expect(throws: StrictJSONError.self) { try Drawing(kept: kept, document: "a.json") }
        #expect("\(error!)".contains("more than 50000 points"), "\(error!)")
        // Ink that would cover the area a hundred times and more.
        let zigzag = (0..<2_000).map { $0 % 2 == 0 ? "[0,0]" : "[1,1]" }.joined(separator: ",")
        #expect(refused(Self.json(Self.stroke(zigzag, width: 0.1))).contains("more than 100 times"))
        let deep = Array(String(repeating: "[", count: 100_000).utf8)
        #expect(refused(deep) != "taken")
        #expect(refused([]) != "taken" && refused(Array("{}".utf8)) != "taken")
    }

    @Test func `What is kept is read again as it was`() throws {
        let drawing = try Self.drawing(
            Self.stroke("[0.1,0.333333333333,0.7],[0.9,0.1]") + "," + Self.stroke("[1,1]"), aspect: 2.25)
        #expect(try Drawing(kept: Array(drawing.json.text().utf8), document: "a.json") == drawing)
        for wrong in [#"{"version":2,"aspect":1,"strokes":[]}"#, #"{"version":1,"aspect":0,"strokes":[]}"#] {
            #expect(throws: StrictJSONError.self) { try Drawing(kept: Array(wrong.utf8), document: "a.json") }
        }
    }

    @Test func `A picture of a drawing is clear but for its ink`() throws {
        let image = try Self.drawing(Self.across).picture(width: 300)
        #expect(image.width == 300 && image.height == 200 && image.bands == 4)
        let pixels = try image.withPixels { Array($0) }
        func pixel(_ x: Int, _ y: Int) -> [UInt8] { Array(pixels[((y * 300 + x) * 4)...].prefix(4)) }
        #expect(pixel(150, 100) == [255, 0, 0, 255] && pixel(150, 20) == [0, 0, 0, 0])
        // The pen is a tenth of the width, 30 pixels.
        #expect(pixel(150, 87) == [255, 0, 0, 255] && pixel(150, 83) == [0, 0, 0, 0])
    }

    @Test func `A layout shows a drawing whole, in the middle of its box`() throws {
        let layout = try scratch.layout(200, 200, bleed: 10, #""drawings": [{ "x": 50, "y": 20, "w": 100, "h": 100 }]"#)
        let template = try Template(layout)
        func canvas(_ drawing: Drawing?) throws -> Raster {
            try Raster(
                Composition(template: template, captures: 0, values: Values(), drawing: drawing).canvas())
        }
        #expect(try canvas(nil).ink() == nil, "the place stays free")
        // Twice as wide as high: 100 x 50 pixels in the middle, and a pen of 10 that ends where the area does.
        let ink = try #require(try canvas(Self.drawing(Self.across, aspect: 2)).ink())
        #expect(ink.y == 75 && ink.height == 10 && ink.x == 60 && ink.width == 100)
        #expect(try canvas(Self.drawing(Self.across, aspect: 2))[110, 80] == .fullRed)
    }

    @Test func `A place that is turned turns its drawing`() throws {
        let layout = try scratch.layout(
            200, 200, #""drawings": [{ "x": 50, "y": 75, "w": 100, "h": 50, "rotation": 90 }]"#)
        let canvas = try Composition(
            template: Template(layout), captures: 0, values: Values(), drawing: Self.drawing(Self.across, aspect: 2)
        ).canvas()
        let ink = try #require(try Raster(canvas).ink())
        #expect(ink.height == 100 && ink.width == 10 && ink.x == 95 && ink.y == 50)
    }

    @Test func `A drawing lies between overlays and texts unless its place says otherwise`() throws {
        try scratch.art("blue.png", .flat(.fullBlue))
        func middle(_ z: String) throws -> Colour {
            let layout = try scratch.layout(
                60, 40,
                #""overlays": [{ "picture": "blue.png" }], "drawings": [{ "x": 0, "y": 0, "w": 60, "h": 40\#(z) }]"#)
            let canvas = try Composition(
                template: Template(layout), captures: 0, values: Values(), drawing: Self.drawing(Self.across)
            ).canvas()
            return try Raster(canvas)[30, 20]
        }
        #expect(try middle("") == .fullRed && middle(#", "z": 9"#) == .fullBlue)
    }

    @Test func `A render depends on the drawing that it shows, and on no other`() throws {
        let capture = try scratch.capture("a.png", .flat(.fullGreen))
        func stamp(_ places: String, _ drawing: Drawing?, _ name: String) throws -> String {
            let layout = try scratch.layout(60, 40, #""slots": [{ "x": 0, "y": 0, "w": 60, "h": 40 }]\#(places)"#)
            var job = RenderJob(captures: [capture], output: "\(scratch.folder)/\(name).jpg")
            job.drawing = try drawing.map { try scratch.write("\(name).strokes.json", $0.json.text().utf8) }
            _ = try Renderer(template: Template(layout), options: .init()).render(job)
            return try #require(try Stamp.comment(ofFile: job.output!))
        }
        let place = #", "drawings": [{ "x": 0, "y": 0, "w": 60, "h": 40 }]"#
        let (one, other) = (try Self.drawing(Self.across), try Self.drawing(Self.stroke("[0,0],[1,1]")))
        let stamps = try [nil, one, other].enumerated().map { try stamp(place, $0.element, "with\($0.offset)") }
        #expect(Set(stamps).count == 3)
        #expect(try stamp(place, one, "again") == stamps[1])
        #expect(try stamp("", one, "none") == stamp("", nil, "without"))
    }

    @Test func `A job line names strokes that were kept`() throws {
        let drawing = try Self.drawing(Self.across)
        let path = try scratch.write("kept.json", drawing.json.text().utf8)
        let line = #"{"captures":[],"output":"a.png","drawing":"\#(path)"}"#
        #expect(try RenderJob(line: Array(line.utf8), place: "line 1").drawing == path)
        #expect(try Drawing(file: path) == drawing)
        let error = #expect(throws: CompositorError.self) { try Drawing(file: path + ".none") }
        #expect("\(error!)".contains(path + ".none"), "\(error!)")
    }

    @Test(
        arguments: [
            (#"{ "x": 500, "y": 100, "w": 200, "h": 50 }"#, "drawings[0]: reaches 100 pixels"),
            (#"{ "x": 100, "y": 100, "w": 200, "h": 100, "z": -1 }"#, "drawings[0]: slots[0] lies over"),
            (#"{ "x": 100, "y": 100, "w": 200, "h": 100 }"#, nil),
        ] as [(String, String?)])
    func `A place that would not be seen is told`(place: String, finding: String?) throws {
        let layout = try scratch.layout(
            600, 400, #""slots": [{ "x": 0, "y": 0, "w": 600, "h": 400 }], "drawings": [\#(place)]"#)
        let findings = try Lint(Template(layout)).findings.map { "\($0.place): \($0.flaw)" }
        #expect(finding.map { wanted in findings.contains { $0.hasPrefix(wanted) } } ?? findings.isEmpty, "\(findings)")
    }

    @Test func `A proof shows where a drawing goes`() throws {
        let slot = #""slots": [{ "x": 0, "y": 0, "w": 600, "h": 200 }]"#
        let without = try scratch.layout(600, 400, slot)
        let plain = try Raster(Proof(Template(without)).drawn())
        let with = try scratch.layout(600, 400, slot + #", "drawings": [{ "x": 100, "y": 250, "w": 400, "h": 100 }]"#)
        #expect(try Raster(Proof(Template(with)).drawn()) != plain)
    }
}
