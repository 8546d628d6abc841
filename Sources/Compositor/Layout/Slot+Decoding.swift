import Imaging
import StrictJSON

extension Layout.Slot {
    /// `nextCapture` is what the slot shows when it does not say.
    init(_ node: JSONNode, nextCapture: Int) throws(StrictJSONError) {
        let keys = try node.object()
        subject = .capture(nextCapture)
        if let picture = keys.optional("picture") { subject = .picture(try picture.fileName()) }
        if let capture = keys.optional("capture") {
            guard keys.optional("picture") == nil else {
                throw capture.error(expected: "either a capture or a picture")
            }
            subject = .capture(try capture.int(in: 1...999))
        }
        box = try Layout.Box(keys)
        try readTreatment(keys)
        try keys.finish()
    }

    /// The slot of an animation: without a box it is the whole frame, and what it shows comes frame by frame. `more` reads other keys.
    init(
        animation node: JSONNode, more: (JSONObjectReader) throws(StrictJSONError) -> Void = { _ in }
    ) throws(StrictJSONError) {
        let keys = try node.object()
        try more(keys)
        subject = .capture(1)
        box = ["x", "y", "w", "h"].allSatisfy { keys.optional($0) == nil } ? .whole : try Layout.Box(keys)
        try readTreatment(keys)
        try keys.finish()
    }

    private mutating func readTreatment(_ keys: JSONObjectReader) throws(StrictJSONError) {
        z = try keys.optional("z")?.int(in: -999...999) ?? 0
        rotation = try keys.optional("rotation")?.double(in: -360...360) ?? 0
        opacity = try keys.optional("opacity")?.double(in: 0...1) ?? 1
        fit = try keys.optional("fit")?.oneOf(Layout.Fit.self, synonyms: Self.fits) ?? .cover
        focus = try keys.optional("focus").map(Layout.Focus.init) ?? focus
        shape = try Layout.Shape(keys)
        if let node = keys.optional("border") {
            border = try Layout.Line(node)
            if case .mask = shape { throw node.error("a mask has no border", remedy: "draw it into an overlay") }
        }
        shadow = try keys.optional("shadow").map(Layout.DropShadow.init)
        effects = try keys.optional("effects")?.effects() ?? []
    }

    private static let fits = [
        "fill": "cover", "crop": "cover", "fit": "contain", "inside": "contain", "whole": "contain", "scale": "stretch",
    ]
}

extension Layout.Focus {
    private static let synonyms = [
        "middle": "centre", "auto": "attention", "automatic": "attention", "face": "attention", "faces": "attention",
    ]

    init(_ node: JSONNode) throws(StrictJSONError) {
        if case .object = node.value {
            let keys = try node.object()
            self = .point(x: try keys.required("x").double(in: 0...1), y: try keys.required("y").double(in: 0...1))
            try keys.finish()
        } else {
            self =
                try node.oneOf(["centre", "attention"], synonyms: Self.synonyms) == "centre"
                ? .point(x: 0.5, y: 0.5) : .attention
        }
    }
}

extension Layout.Shape {
    private static let synonyms = [
        "circle": "ellipse", "oval": "ellipse", "disc": "ellipse", "disk": "ellipse", "square": "rectangle",
        "rect": "rectangle", "box": "rectangle", "round": "rounded", "rounded-rectangle": "rounded",
        "roundedrectangle": "rounded", "rounded rectangle": "rounded",
    ]

    init(_ keys: JSONObjectReader) throws(StrictJSONError) {
        let corner = keys.optional("radius")
        let radius = try corner.map(Length.nonNegative)
        guard let node = keys.optional("shape") else {
            self = radius.map { .rounded(radius: $0) } ?? .rectangle
            return
        }
        if case .object = node.value {
            let mask = try node.object()
            self = .mask(try mask.required("mask").fileName())
            try mask.finish()
        } else {
            switch try node.oneOf(["rectangle", "rounded", "ellipse"], synonyms: Self.synonyms) {
            case "rounded":
                guard let radius else { throw node.error(expected: "a \"radius\" beside \"rounded\"") }
                self = .rounded(radius: radius)
            case "ellipse": self = .ellipse
            default: self = .rectangle
            }
        }
        if case .rounded = self { return }
        if let corner { throw corner.error("only a \"rounded\" shape has one") }
    }
}

extension Layout.Line {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        width = try Length.nonNegative(keys.required("width"))
        colour = try keys.optional("colour")?.colour() ?? .white
        try keys.finish()
    }
}

extension Layout.DropShadow {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        x = try keys.optional("x").map(Length.init) ?? .pixels(0)
        y = try keys.optional("y").map(Length.init) ?? .pixels(6)
        blur = try keys.optional("blur").map(Length.nonNegative) ?? .pixels(16)
        colour = try keys.optional("colour")?.colour() ?? .black
        opacity = try keys.optional("opacity")?.double(in: 0...1) ?? 0.4
        try keys.finish()
    }
}
