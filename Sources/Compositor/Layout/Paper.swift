import StrictJSON

/// What is printed on: physical facts, portrait, in pixels at `dpi`.
public struct Paper: Sendable, Hashable {
    public var name: String
    public var dpi: Double
    public var trimWidth: Int
    public var trimHeight: Int
    /// Beyond each vertical edge (`x`) and each horizontal edge (`y`).
    public var bleedX: Int
    public var bleedY: Int
    /// How far inside the trim text and codes should stay.
    public var safe: Double
    public var imposition: Imposition?

    /// How pieces stand on a sheet that is cut after printing.
    public struct Imposition: Sendable, Hashable {
        public var sheet: Sheet
        public var columns: Int
        public var rows: Int
        /// Pieces lie on the sheet turned by 90° clockwise.
        public var turned: Bool
        /// Pixels between pieces that the cutter may take.
        public var gutter: Int
        public var cutMarks: Bool
    }

    public struct Sheet: Sendable, Hashable {
        public var trimWidth: Int
        public var trimHeight: Int
        public var bleedX: Int
        public var bleedY: Int
    }

    /// The same paper lying on its side.
    var turned: Paper {
        var paper = self
        (paper.trimWidth, paper.trimHeight) = (trimHeight, trimWidth)
        (paper.bleedX, paper.bleedY) = (bleedY, bleedX)
        if let imposition {
            paper.imposition?.sheet = Sheet(
                trimWidth: imposition.sheet.trimHeight, trimHeight: imposition.sheet.trimWidth,
                bleedX: imposition.sheet.bleedY, bleedY: imposition.sheet.bleedX)
            (paper.imposition!.columns, paper.imposition!.rows) = (imposition.rows, imposition.columns)
        }
        return paper
    }
}

extension Paper {
    /// A paper's own file, or `paper` of a layout when it is an object. `find` gives the paper that an imposition names.
    init(
        _ node: JSONNode, name: String, find: (JSONNode) throws(StrictJSONError) -> Paper
    ) throws(StrictJSONError) {
        let keys = try node.object()
        self.name = try keys.optional("name")?.string() ?? name
        dpi = try keys.optional("dpi")?.double(in: 36...1200) ?? 300
        trimWidth = try keys.required("width").side(dpi: dpi)
        trimHeight = try keys.required("height").side(dpi: dpi)
        (bleedX, bleedY) = (0, 0)
        if let bleed = keys.optional("bleed") {
            if case .object = bleed.value {
                let axes = try bleed.object()
                bleedX = try axes.required("x").margin(dpi: dpi)
                bleedY = try axes.required("y").margin(dpi: dpi)
                try axes.finish()
            } else {
                bleedX = try bleed.margin(dpi: dpi)
                bleedY = bleedX
            }
        }
        safe = Double(try keys.optional("safe")?.margin(dpi: dpi) ?? 0)
        if let node = keys.optional("imposition") {
            let imposition = try Imposition(node, dpi: dpi, find: find)
            // A piece's own bleed must reach the sheet's edge and the middle of every gutter.
            let (sheet, gutter) = (imposition.sheet, (imposition.gutter + 1) / 2)
            bleedX = max(bleedX, imposition.turned ? sheet.bleedY : sheet.bleedX, gutter)
            bleedY = max(bleedY, imposition.turned ? sheet.bleedX : sheet.bleedY, gutter)
            self.imposition = imposition
            try checkFit(imposition, at: node)
        }
        try keys.finish()
    }
}

extension Paper {
    private func checkFit(_ imposition: Imposition, at node: JSONNode) throws(StrictJSONError) {
        let (columns, rows, sheet) = (imposition.columns, imposition.rows, imposition.sheet)
        let (w, h) = imposition.turned ? (trimHeight, trimWidth) : (trimWidth, trimHeight)
        let width = columns * w + (columns - 1) * imposition.gutter
        let height = rows * h + (rows - 1) * imposition.gutter
        guard width > sheet.trimWidth || height > sheet.trimHeight else { return }
        throw node.error(
            "\(columns) x \(rows) pieces of \(w)x\(h) pixels and their gutters take \(width)x\(height), "
                + "the sheet has \(sheet.trimWidth)x\(sheet.trimHeight)")
    }
}

extension Paper.Imposition {
    init(
        _ node: JSONNode, dpi: Double, find: (JSONNode) throws(StrictJSONError) -> Paper
    ) throws(StrictJSONError) {
        let keys = try node.object()
        let place = try keys.required("sheet")
        let paper = try find(place)
        guard paper.dpi == dpi else {
            throw place.error(expected: "a paper of \(JSONValue.number(dpi).text()) dpi, as its pieces have")
        }
        sheet = Paper.Sheet(
            trimWidth: paper.trimWidth, trimHeight: paper.trimHeight, bleedX: paper.bleedX, bleedY: paper.bleedY)
        columns = try keys.optional("columns")?.int(in: 1...12) ?? 1
        rows = try keys.optional("rows")?.int(in: 1...12) ?? 1
        turned = try keys.optional("turned")?.bool() ?? false
        gutter = try keys.optional("gutter")?.margin(dpi: dpi) ?? 0
        cutMarks = try keys.optional("cutMarks")?.bool() ?? false
        try keys.finish()
    }
}

extension JSONNode {
    /// 600 dpi on 20 inches; beyond that a paper is a slip of the keyboard.
    private static let sides = 16.0...12_000.0

    fileprivate func side(dpi: Double) throws(StrictJSONError) -> Int {
        let pixels = try pixels(dpi: dpi)
        guard Self.sides.contains(pixels) else { throw error(expected: "a side of 16 to 12,000 pixels") }
        return Int(pixels)
    }

    fileprivate func margin(dpi: Double) throws(StrictJSONError) -> Int {
        let pixels = try pixels(dpi: dpi)
        guard (0...600).contains(pixels) else { throw error(expected: "0 to 600 pixels") }
        return Int(pixels)
    }

    private func pixels(dpi: Double) throws(StrictJSONError) -> Double {
        let length = try Length(self)
        if case .share = length { throw error(expected: "a length such as 1200, \"102mm\" or \"4in\"") }
        return length.pixels(of: 0, dpi: dpi).rounded()
    }
}
