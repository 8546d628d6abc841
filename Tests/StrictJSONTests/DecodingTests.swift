import Faults
import Testing

@testable import StrictJSON

/// A small layout, decoded as the modules above do it.
private struct Page: Equatable {
    enum Fit: String, CaseIterable { case cover, contain, stretch }

    struct Slot: Equatable {
        var x: Double
        var rotation: Double
        var capture: Int?
        var fit: Fit

        init(_ node: JSONNode) throws(StrictJSONError) {
            let keys = try node.object()
            x = try length(keys.required("x"))
            rotation = try keys.optional("rotation")?.double(in: -360...360) ?? 0
            capture = try keys.optional("capture")?.int(in: 1...64)
            fit = try keys.optional("fit")?.oneOf(Fit.self) ?? .cover
            try keys.finish()
        }
    }

    var name: String
    var slots: [Slot]
    var values: [String: String]
    var bleed: Bool

    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        name = try keys.required("name").string(limit: 20)
        slots = try keys.optional("slots")?.array(max: 3, of: Slot.init) ?? []
        values =
            try keys.optional("values")?.dictionary(max: 2) { (node) throws(StrictJSONError) in
                try node.string()
            } ?? [:]
        bleed = try keys.optional("bleed")?.bool() ?? true
        try keys.finish()
    }
}

/// Pixels, or percent of 1200.
private func length(_ node: JSONNode) throws(StrictJSONError) -> Double {
    switch node.value {
    case .number(let pixels): return pixels
    case .string(let text) where text.hasSuffix("%"):
        guard let percent = Double(text.dropLast()) else { throw node.error("\"\(text)\" is no percentage") }
        return percent * 12
    default: throw node.error(expected: "a length such as 813 or \"25%\"")
    }
}

@Suite struct DecodingTests {
    private func page(_ text: String) throws(StrictJSONError) -> Page {
        try Page(JSONNode(parsing: Array(text.utf8), document: "layout.json"))
    }

    @Test func `decodes what is given and fills in the rest`() throws {
        let page = try page(
            #"{"name":"A","slots":[{"x":"25%","fit":"stretch"},{"x":2.5,"capture":3,"rotation":-90}],"values":{"k":"v"}}"#
        )
        #expect(page.name == "A" && page.bleed && page.values == ["k": "v"])
        #expect(page.slots.map(\.x) == [300, 2.5] && page.slots.map(\.rotation) == [0, -90])
        #expect(page.slots.map(\.capture) == [nil, 3] && page.slots.map(\.fit) == [.stretch, .cover])
    }

    @Test(arguments: [
        (
            #"{"name":"A","slots":[{"x":1},{"x":1},{"x":1,"rotatoin":3}]}"#,
            #"layout.json: slots[2].rotatoin: unknown key; did you mean "rotation"?"#
        ),
        (
            #"{"name":"A","slots":[{"x":true}]}"#,
            #"layout.json: slots[0].x: expected a length such as 813 or "25%", found true"#
        ),
        (#"{"name":"A","slots":[{"x":"a%"}]}"#, #"layout.json: slots[0].x: "a%" is no percentage"#),
        (
            #"{"name":"A","slots":[{"x":1,"fit":"Covr"}]}"#,
            #"layout.json: slots[0].fit: expected "cover", "contain" or "stretch", found "Covr"; did you mean "cover"?"#
        ),
        (
            #"{"name":"A","slots":[{"x":1,"fit":null}]}"#,
            #"layout.json: slots[0].fit: expected "cover", "contain" or "stretch", found null"#
        ),
        (
            #"{"name":"A","slots":[{"x":1,"capture":1.5}]}"#,
            "layout.json: slots[0].capture: expected a whole number from 1 to 64, found 1.5"
        ),
        (
            #"{"name":"A","slots":[{"x":1,"capture":65}]}"#,
            "layout.json: slots[0].capture: expected a whole number from 1 to 64, found 65"
        ),
        (
            #"{"name":"A","slots":[{"x":1,"rotation":360.5}]}"#,
            "layout.json: slots[0].rotation: expected a number from -360 to 360, found 360.5"
        ),
        (
            #"{"name":"A","slots":[{"x":1,"rotation":"5"}]}"#,
            "layout.json: slots[0].rotation: expected a number from -360 to 360, found \"5\" in quotes, which is a text; "
                + "take the quotes away"
        ),
        (
            #"{"name":"A","slots":[{"x":1,"capture":"2"}]}"#,
            "layout.json: slots[0].capture: expected a whole number from 1 to 64, found \"2\" in quotes, which is a "
                + "text; take the quotes away"
        ),
        (
            #"{"name":"A","bleed":"true"}"#,
            "layout.json: bleed: expected true or false, found \"true\" in quotes, which is a text; take the quotes away"
        ),
        (#"{"name":"A","bleed":"yes"}"#, #"layout.json: bleed: expected true or false, found "yes""#),
        (#"{"name":"A","slots":[{}]}"#, "layout.json: slots[0].x: missing"),
        (#"{"name":"A","slots":[1]}"#, "layout.json: slots[0]: expected an object, found 1"),
        (#"{"name":"A","slots":{}}"#, "layout.json: slots: expected a list, found an object"),
        (#"{"name":"A","slots":[1,2,3,4]}"#, "layout.json: slots: 4 elements are more than the limit of 3"),
        (#"{"nam":"A"}"#, #"layout.json: name: missing; is it what "nam" stands for?"#),
        (
            #"{"name":"A","colour":1}"#,
            "layout.json: colour: unknown key; known are bleed, name, slots, values"
        ),
        (#"{"name":"A","nome":1}"#, "layout.json: nome: unknown key; known are bleed, name, slots, values"),
        (#"{"name":["A"]}"#, "layout.json: name: expected a text, found a list"),
        (#"{"name":"a longer name than twenty"}"#, "layout.json: name: the text is longer than 20 bytes"),
        (#"{"name":"a\u0000b"}"#, "layout.json: name: the text contains NUL"),
        (#"{"name":"A","bleed":0}"#, "layout.json: bleed: expected true or false, found 0"),
        (
            #"{"name":"A","values":{"event.name":1}}"#,
            #"layout.json: values["event.name"]: expected a text, found 1; a text stands in quotes"#
        ),
        (#"{"name":"A","values":{"a":"","b":"","c":""}}"#, "layout.json: values: 3 keys are more than the limit of 2"),
        ("[]", "layout.json: expected an object, found a list"),
        ("{", "layout.json: line 1, column 2: expected a key in quotes, found the end"),
    ])
    func `names the path, what was expected and what was found`(text: String, message: String) {
        let error = #expect(throws: StrictJSONError.self) { try page(text) }
        #expect(error?.description == message)
    }

    @Test func `numbers without a range are taken as they are`() throws {
        #expect(try JSONNode(-1e9, at: .document("d")).double() == -1e9)
        #expect(throws: StrictJSONError.self) { try JSONNode("1", at: .document("d")).double() }
    }

    @Test(arguments: [1e300, 9.3e18, -1e19, 0.5])
    func `a number that is no Int is an error, not a crash`(number: Double) {
        let node = JSONNode(.number(number), at: .document("d"))
        #expect(throws: StrictJSONError.self) { try node.int(in: .min ... .max) }
    }

    @Test func `remaining keys come in order and are known afterwards`() throws {
        let keys = try JSONNode(["name": "glow", "z": 1, "a": 2], at: .document("d")).object()
        #expect(try keys.required("name").string() == "glow")
        let rest = keys.remaining()
        #expect(rest.map(\.key) == ["z", "a"] && rest.map(\.node.value) == [1, 2])
        #expect(rest.map(\.node.path.description) == ["d: z", "d: a"])
        try keys.finish()
    }

    @Test func `an object without keys says that none is known`() {
        let error = #expect(throws: StrictJSONError.self) {
            try JSONNode(["a": 1], at: .document("d")).object().finish()
        }
        #expect(error?.description == "d: a: unknown key; none is known here")
    }

    @Test func `long and hostile texts are cut and escaped in errors`() {
        let hostile = JSONNode(.string("\u{1b}[2J" + String(repeating: "x", count: 1000)), at: .document("d"))
        let message = hostile.error(expected: "a colour").description
        #expect(message.count < 100 && message.contains(#"found "\u001b[2Jxxx"#) && !message.contains("\u{1b}"))
        let key = JSONPath.key("a\nb" + String(repeating: "y", count: 1000), in: .document("d"))
        #expect(key.description.count < 100 && !key.description.contains("\n"))
    }

    @Test func `an error about the whole object carries its path`() throws {
        let keys = try JSONNode([:], at: .index(1, in: .key("texts", in: .document("d")))).object()
        #expect(keys.error("needs x or y").description == "d: texts[1]: needs x or y")
    }

    @Test(arguments: [
        ("rotatoin", "rotation"), ("Rotation", "rotation"), ("color", "colour"), ("captures", "capture"),
        ("heigth", "height"), ("zz", nil), ("", nil), ("x", nil), ("radius", nil),
    ])
    func `the nearest word is close or none`(word: String, expected: String?) {
        let known = ["rotation", "colour", "capture", "height", "x", "w"]
        #expect(nearest(to: word, among: known) == expected)
    }

    @Test func `a word as long as a novel is compared with nothing`() {
        let word = String(repeating: "x", count: 10_000)
        #expect(nearest(to: word, among: [word]) == nil)
    }
}
