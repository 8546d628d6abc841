import Compositor
import Imaging
import Testing

@Suite struct ProofTests {
    private let scratch = try! Scratch()

    /// On a canvas of 640 x 440.
    private func proof(_ members: String) throws -> Raster {
        let paper = #""paper": { "width": 600, "height": 400, "bleed": 20, "safe": 30 }"#
        return try Raster(Proof(Template(scratch.layout("{ \(paper), \(members) }"))).drawn())
    }

    /// The canvas' corner within a drawing: below the title, in the middle.
    private func corner(_ drawing: Raster, _ art: Colour) throws -> (x: Int, y: Int) {
        let middle = drawing.width / 2
        let top = try #require((0..<drawing.height).first { drawing[middle, $0].isTinted(art) })
        return ((drawing.width - 640) / 2, top)
    }

    @Test func `bleed, cut and safe area are drawn over the layout's art, and slots have figures`() throws {
        let art = Colour(red: 32, green: 64, blue: 96)
        let drawing = try proof(
            ##""background": { "colour": "#204060" }, "slots": [{ "x": 100, "y": 100, "w": 200, "h": 200 }]"##)
        let (x, y) = try corner(drawing, art)
        #expect(drawing[x + 10, y + 200].isTinted(art) && drawing[x + 630, y + 200].isTinted(art))
        #expect(drawing[x + 300, y + 430].isTinted(art))
        #expect(drawing[x + 35, y + 200] == art, "between cut and safe area the art is untouched")
        #expect((x + 18...x + 22).contains { drawing[$0, y + 200].red > 180 }, "the cut")
        let safe = (y + 60...y + 120).contains { row in
            let colour = drawing[x + 50, row]
            return colour.green > 100 && colour.red < 60
        }
        #expect(safe)
        let ground = drawing[x + 125, y + 125]
        #expect(ground != art && ground.red > 100 && ground.red < 200, "the figure's ground")
        #expect(drawing[x + 460, y + 220] == art)
    }

    @Test func `captures are told apart, and a picture of the layout stays what it is`() throws {
        try scratch.art("card.png", .flat(.fullGreen, 100, 100))
        let slots = (0..<3).map { index in
            let subject = ["\"capture\": 1", "\"capture\": 2", "\"picture\": \"card.png\""][index]
            return #"{ \#(subject), "x": \#(40 + index * 180), "y": 100, "w": 160, "h": 200 }"#
        }
        let drawing = try proof(
            ##""background": { "colour": "#204060" }, "slots": [\##(slots.joined(separator: ", "))]"##)
        let (x, y) = try corner(drawing, Colour(red: 32, green: 64, blue: 96))
        let grounds = (0..<3).map { drawing[x + 20 + 40 + $0 * 180 + 10, y + 20 + 110] }
        #expect(Set(grounds).count == 3 && grounds[2] == .fullGreen)
    }

    @Test func `pieces that differ stand beside each other`() throws {
        let slot = #""slots": [{ "x": 60, "y": 60, "w": 480, "h": 480 }]"#
        let one = try Proof(Template(scratch.layout(#"{ "paper": "2x6", \#(slot) }"#))).drawn()
        let two = try Proof(
            Template(scratch.layout(#"{ "paper": "2x6", \#(slot), "pieces": [{}, { "captures": [2] }] }"#))
        ).drawn()
        #expect(two.width > one.width && two.width >= 2 * 648)
    }

    @Test func `findings make the sheet longer, and the same layout gives the same drawing`() throws {
        let fine = #""slots": [{ "x": 100, "y": 100, "w": 200, "h": 200 }]"#
        let first = try proof(fine)
        #expect(try first == proof(fine))
        let many = (0..<40).map { _ in #"{ "x": 700, "y": 100, "w": 200, "h": 200 }"# }.joined(separator: ", ")
        let long = try proof("\"slots\": [\(many)]")
        #expect(long.height > first.height + 300 && long.height < 3_000, "forty findings are cut short")
    }
}

extension Colour {
    /// Under the red of a bleed.
    fileprivate func isTinted(_ art: Colour) -> Bool { red > art.red + 30 && green < art.green && blue < art.blue }
}
