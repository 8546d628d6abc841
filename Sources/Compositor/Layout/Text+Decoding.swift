import Imaging
import StrictJSON

extension Layout.Text {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        text = try keys.required("text").tokens()
        box = try Layout.Box(keys)
        font = try keys.optional("font").map(Layout.FontChoice.init) ?? Layout.FontChoice(family: "Lato")
        if let node = keys.optional("size"), node.value != .string("fit") { size = try Length.positive(node) }
        align = try keys.optional("align")?.oneOf(TextStyle.Align.self, synonyms: ["middle": "centre"]) ?? .centre
        valign =
            try keys.optional("valign")?.oneOf(
                TextStyle.VerticalAlign.self, synonyms: ["centre": "middle", "center": "middle"]) ?? .middle
        wrap = try keys.optional("wrap")?.bool() ?? (size != nil)
        if let spacing = try keys.optional("spacing")?.object() {
            letterSpacing = try spacing.optional("letter").map(Length.init) ?? .pixels(0)
            lineHeight = try spacing.optional("line")?.double(in: 0.5...4) ?? 1
            try spacing.finish()
        }
        colour = try keys.optional("colour")?.colour() ?? .black
        outline = try keys.optional("outline").map(Layout.Line.init)
        shadow = try keys.optional("shadow").map(Layout.DropShadow.init)
        rotation = try keys.optional("rotation")?.double(in: -360...360) ?? 0
        opacity = try keys.optional("opacity")?.double(in: 0...1) ?? 1
        z = try keys.optional("z")?.int(in: -999...999) ?? 20
        try keys.finish()
    }
}

extension Layout.FontChoice {
    init(_ node: JSONNode) throws(StrictJSONError) {
        if case .string(let name) = node.value {
            throw node.error(expected: "an object such as { \"family\": \(JSONValue.string(name).text()) }")
        }
        let keys = try node.object()
        family = try keys.optional("family")?.string()
        file = try keys.optional("file")?.fileName()
        guard (family == nil) != (file == nil) else { throw node.error(expected: "either a \"family\" or a \"file\"") }
        if let node = keys.optional("weight") {
            if case .string(let word) = node.value, let number = Self.weights[word.lowercased()] {
                throw node.error("\"\(word)\" is \(number) as a number; write that")
            }
            weight = try node.int(in: 100...900)
        }
        italic =
            try keys.optional("style")?.oneOf(
                ["normal", "italic"], synonyms: ["regular": "normal", "oblique": "italic"]) == "italic"
        fallback = try keys.optional("fallback").map { (node) throws(StrictJSONError) in [try Self(node)] } ?? []
        try keys.finish()
    }

    private static let weights = [
        "thin": 100, "light": 300, "normal": 400, "regular": 400, "medium": 500, "semibold": 600, "bold": 700,
        "extrabold": 800, "black": 900, "heavy": 900,
    ]
}

extension Layout.Code {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        content = try keys.required("content").tokens()
        x = try Length(keys.required("x"))
        y = try Length(keys.required("y"))
        switch (keys.optional("size"), keys.optional("module")) {
        case (let size?, nil): extent = .size(try Length.positive(size))
        case (nil, let module?): extent = .module(try module.int(in: 1...200))
        default: throw node.error(expected: "either \"size\" or \"module\"")
        }
        quiet = try keys.optional("quiet")?.int(in: 0...20) ?? 4
        correction = try keys.optional("correction")?.oneOf(QRCode.Correction.self) ?? .medium
        colour = try keys.optional("colour")?.colour() ?? .black
        background = try keys.optional("background")?.colour() ?? .white
        guard Contrast.isReadable(colour, on: background) else {
            let ratio = Double(Int(Contrast.ratio(colour, background) * 10)) / 10
            throw node.error(
                "a \"colour\" and a \"background\" with a contrast of \(ratio) : 1; scanners want a dark colour on a light "
                    + "background, 4.5 : 1 or better")
        }
        z = try keys.optional("z")?.int(in: -999...999) ?? 30
        try keys.finish()
    }
}
