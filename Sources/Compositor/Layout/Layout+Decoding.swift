internal import Imaging
internal import StrictJSON

extension Layout {
    /// `node` is the whole of `layout.json`; `findPaper` looks a paper up by its name.
    init(
        _ node: JSONNode, folder: String, name: String, findPaper: (JSONNode) throws(StrictJSONError) -> Paper
    ) throws(StrictJSONError) {
        let keys = try JSONObjectReader(node)
        _ = keys["$schema"]
        self.folder = folder
        self.name = try keys["name"]?.string() ?? name
        paper = try findPaper(keys.required("paper"))
        if let orientation = try keys["orientation"]?.oneOf(["portrait", "landscape"]) {
            landscape = orientation == "landscape"
        }
        if landscape { paper = paper.turned }
        background = try keys["background"].map(Background.init) ?? .colour(.white)
        var captures = 0
        for node in try keys["slots"]?.array(max: 64) ?? [] {
            let slot = try Slot(node, nextCapture: captures + 1)
            if case .capture = slot.subject { captures += 1 }
            slots.append(slot)
        }
        overlays = try [Overlay](keys["overlays"], Overlay.init)
        texts = try [Text](keys["texts"], Text.init)
        codes = try [Code](keys["codes"], Code.init)
        if let node = keys["pieces"] {
            guard paper.imposition != nil else {
                throw node.error(expected: "no pieces, because paper \"\(paper.name)\" is not imposed")
            }
            pieces = try [Piece](node, Piece.init)
            guard !pieces.isEmpty else { throw node.error(expected: "at least one piece") }
        }
        output = try keys["output"].map(Output.init) ?? Output()
        animation = try keys["animation"].map(AnimationPlan.init)
        locale = try keys["locale"]?.string() ?? "en"
        timeZone = try keys["timeZone"]?.timeZone()
        try keys.finish()
    }
}

extension Layout.Background {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try JSONObjectReader(node)
        switch (keys["colour"], keys["gradient"], keys["picture"]) {
        case (let colour?, nil, nil): self = .colour(try colour.colour())
        case (nil, let gradient?, nil):
            let ends = try JSONObjectReader(gradient)
            self = .gradient(
                from: try ends.required("from").colour(), to: try ends.required("to").colour(),
                angle: try ends["angle"]?.double(in: -360...360) ?? 0)
            try ends.finish()
        case (nil, nil, let picture?): self = .picture(try picture.fileName())
        default: throw node.error(expected: "one of \"colour\", \"gradient\", \"picture\"")
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
        let keys = try JSONObjectReader(node)
        picture = try keys.required("picture").fileName()
        let places = ["x", "y", "w", "h"].filter { keys[$0] != nil }
        if !places.isEmpty { box = try Layout.Box(keys) }
        if let node = keys["area"] {
            guard box == nil else { throw node.error(expected: "either an area or x, y, w, h") }
            area = try node.oneOf(Layout.Area.self)
        }
        z = try keys["z"]?.int(in: -999...999) ?? 10
        rotation = try keys["rotation"]?.double(in: -360...360) ?? 0
        opacity = try keys["opacity"]?.double(in: 0...1) ?? 1
        blend = try keys["blend"]?.oneOf(BlendMode.self) ?? .normal
        try keys.finish()
    }
}

extension Layout.Piece {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try JSONObjectReader(node)
        if let list = try keys["captures"]?.array(max: 64) {
            var numbers: [Int] = []
            for node in list { numbers.append(try node.int(in: 1...999)) }
            captures = numbers
        }
        effects = try keys["effects"]?.effects() ?? []
        background = try keys["background"].map(Layout.Background.init)
        try keys.finish()
    }
}

extension Layout.Output {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try JSONObjectReader(node)
        quality = try keys["quality"]?.int(in: 1...100) ?? 95
        chroma = try keys["chroma"]?.oneOf(Chroma.self) ?? .full
        if let node = keys["profile"], try node.string() != "srgb" { profile = try node.fileName() }
        light = try keys["light"]?.oneOf(Light.self) ?? .gamma
        try keys.finish()
    }
}
