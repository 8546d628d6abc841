import Imaging
import StrictJSON

extension Layout {
    /// `node` is the whole of `layout.json`; `findPaper` looks a paper up by its name.
    init(
        _ node: JSONNode, folder: String, name: String, findPaper: (JSONNode) throws(StrictJSONError) -> Paper
    ) throws(StrictJSONError) {
        let keys = try node.object()
        _ = keys.optional("$schema")
        self.folder = folder
        self.name = try keys.optional("name")?.string() ?? name
        paper = try findPaper(keys.required("paper"))
        let orientations = ["portrait", "landscape"]
        if let word = try keys.optional("orientation")?.oneOf(orientations, synonyms: Self.orientationSynonyms) {
            // Which way round a paper is described does not matter.
            landscape = word == "landscape"
            let lies = paper.trimWidth > paper.trimHeight
            if landscape != lies { paper = paper.turned }
        }
        background = try keys.optional("background").map(Background.init) ?? .colour(.white)
        var captures = 0
        slots =
            try keys.optional("slots")?.array(max: 64) { (node) throws(StrictJSONError) in
                let slot = try Slot(node, nextCapture: captures + 1)
                if case .capture = slot.subject { captures += 1 }
                return slot
            } ?? []
        overlays = try keys.optional("overlays")?.array(max: 64, of: Overlay.init) ?? []
        drawings = try keys.optional("drawings")?.array(max: 8, of: Drawing.init) ?? []
        texts = try keys.optional("texts")?.array(max: 64, of: Text.init) ?? []
        codes = try keys.optional("codes")?.array(max: 64, of: Code.init) ?? []
        if let node = keys.optional("pieces") {
            guard let imposition = paper.imposition else {
                throw node.error(expected: "no pieces, because paper \"\(paper.name)\" is not imposed")
            }
            pieces = try node.array(max: 64, of: Piece.init)
            guard !pieces.isEmpty else { throw node.error(expected: "at least one piece") }
            let places = imposition.columns * imposition.rows
            guard pieces.count <= places else {
                throw node.error("\(pieces.count) pieces, but the paper holds \(places)")
            }
        }
        output = try keys.optional("output").map(Output.init) ?? Output()
        animation = try keys.optional("animation").map(AnimationPlan.init)
        locale = try keys.optional("locale")?.locale() ?? "en"
        timeZone = try keys.optional("timeZone")?.timeZone()
        try keys.finish()
        try checkLengths(at: node.path)
    }

    private static let orientationSynonyms = [
        "upright": "portrait", "vertical": "portrait", "tall": "portrait", "horizontal": "landscape",
        "wide": "landscape",
    ]
}

extension Layout.Background {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        switch (keys.optional("colour"), keys.optional("gradient"), keys.optional("picture")) {
        case (let colour?, nil, nil): self = .colour(try colour.colour())
        case (nil, let gradient?, nil):
            let ends = try gradient.object()
            self = .gradient(
                from: try ends.required("from").colour(), to: try ends.required("to").colour(),
                angle: try ends.optional("angle")?.double(in: -360...360) ?? 0)
            try ends.finish()
        case (nil, nil, let picture?): self = .picture(try picture.fileName())
        default:
            try keys.finish()
            throw node.error(expected: "one of \"colour\", \"gradient\", \"picture\"")
        }
        try keys.finish()
    }
}

extension Layout.Box {
    init(_ keys: JSONObjectReader) throws(StrictJSONError) {
        x = try Length(keys.required("x"))
        y = try Length(keys.required("y"))
        width = try Length.positive(keys.required("w"))
        height = try Length.positive(keys.required("h"))
    }
}

extension Layout.Overlay {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        picture = try keys.required("picture").fileName()
        let places = ["x", "y", "w", "h"].filter { keys.optional($0) != nil }
        if !places.isEmpty { box = try Layout.Box(keys) }
        if let node = keys.optional("area") {
            guard box == nil else { throw node.error(expected: "either an area or x, y, w, h") }
            area = try node.oneOf(Layout.Area.self, synonyms: ["bleed": "canvas", "paper": "trim"])
        }
        z = try keys.optional("z")?.int(in: -999...999) ?? 10
        rotation = try keys.optional("rotation")?.double(in: -360...360) ?? 0
        opacity = try keys.optional("opacity")?.double(in: 0...1) ?? 1
        blend = try keys.optional("blend")?.oneOf(BlendMode.self) ?? .normal
        try keys.finish()
    }
}

extension Layout.Drawing {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        box = try Layout.Box(keys)
        z = try keys.optional("z")?.int(in: -999...999) ?? 15
        rotation = try keys.optional("rotation")?.double(in: -360...360) ?? 0
        try keys.finish()
    }
}

extension Layout.Piece {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        captures = try keys.optional("captures")?.array(max: 64) { (node) throws(StrictJSONError) in
            try node.int(in: 1...999)
        }
        effects = try keys.optional("effects")?.effects() ?? []
        background = try keys.optional("background").map(Layout.Background.init)
        try keys.finish()
    }
}

extension Layout.Output {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        quality = try keys.optional("quality")?.int(in: 1...100) ?? 95
        chroma = try keys.optional("chroma")?.oneOf(Chroma.self) ?? .full
        if let node = keys.optional("profile"), try node.string() != "srgb" { profile = try node.fileName() }
        light = try keys.optional("light")?.oneOf(Light.self) ?? .gamma
        try keys.finish()
    }
}
