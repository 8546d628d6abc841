import Files
import Imaging
public import StrictJSON

extension Drawing {
    /// More bytes are no drawing.
    public static let limit = 262_144
    private static let (mostStrokes, mostPoints) = (2_000, 50_000)
    /// How often all strokes together may cover the area.
    private static let mostInk = 100.0

    /// What a screen sends: `{"strokes":[{"colour":"#1c1c1c","width":0.012,"points":[[x,y,pressure],…]}]}`; pressure may be left out.
    /// - Parameter colours: those that there are to draw with, `#rrggbb`; nil: any.
    public init(parsing bytes: [UInt8], aspect: Double, colours: [String]?) throws(StrictJSONError) {
        let root = JSONPath.document("drawing")
        guard bytes.count <= Self.limit else {
            throw .invalid(path: root, problem: "\(bytes.count) bytes", remedy: "the limit is \(Self.limit)")
        }
        let keys = try JSONNode(parsing: bytes, document: "drawing").object()
        self.init(aspect: aspect, strokes: try Self.strokes(keys.required("strokes"), colours))
        try keys.finish()
    }

    /// As it is kept in an event.
    public init(kept bytes: [UInt8], document: String) throws(StrictJSONError) {
        let keys = try JSONNode(parsing: bytes, document: document).object()
        _ = try keys.required("version").int(in: 1...1)
        self.init(
            aspect: try keys.required("aspect").double(in: 0.05...20),
            strokes: try Self.strokes(keys.required("strokes"), nil))
        try keys.finish()
    }

    /// The same, read from a file. Blocks.
    public init(file path: String) throws(CompositorError) {
        self = try compositing { try Drawing(kept: readAll(path, limit: 4 * Self.limit), document: path) }
    }

    public var json: JSONValue {
        [
            "version": 1, "aspect": .number(aspect),
            "strokes": .array(
                strokes.map { stroke in
                    [
                        "colour": .string(stroke.colour.hex), "width": .number(stroke.width),
                        "points": .array(
                            stroke.points.map { .array([.number($0.x), .number($0.y), .number($0.pressure)]) }),
                    ]
                }),
        ]
    }

    private static func strokes(_ node: JSONNode, _ colours: [String]?) throws(StrictJSONError) -> [Stroke] {
        var (points, ink) = (0, 0.0)
        return try node.array(max: mostStrokes) { (node) throws(StrictJSONError) in
            let stroke = try Stroke(node, colours)
            points += stroke.points.count
            guard points <= mostPoints else {
                throw node.error("more than \(mostPoints) points", remedy: "the limit is \(mostPoints) in one drawing")
            }
            ink += stroke.ink
            guard ink <= mostInk else {
                throw node.error("the ink covers the area more than \(Int(mostInk)) times", remedy: "draw with less")
            }
            return stroke
        }
    }
}

extension Drawing.Stroke {
    fileprivate init(_ node: JSONNode, _ colours: [String]?) throws(StrictJSONError) {
        let keys = try node.object()
        let given = try keys.required("colour")
        let text = try given.string(limit: 7).lowercased()
        guard colours?.contains(text) ?? true, text.utf8.count == 7, let colour = Colour(hex: text) else {
            throw given.error(
                expected: colours.map { "one of \($0.joined(separator: ", "))" } ?? "a colour such as #1c1c1c")
        }
        self.init(
            colour: colour, width: try keys.required("width").double(in: 0.0005...0.1),
            points: try keys.required("points").array(max: 50_000) { (node) throws(StrictJSONError) in
                try Drawing.Point(node)
            })
        try keys.finish()
    }

    /// Share of the area that it would cover if it never crossed itself, at least that of a dot for each point.
    fileprivate var ink: Double {
        zip(points, points.dropFirst()).reduce(width * width * 4) { sum, pair in
            let (x, y) = (pair.1.x - pair.0.x, pair.1.y - pair.0.y)
            return sum + 1.5 * width * ((x * x + y * y).squareRoot() + width / 8)
        }
    }
}

extension Drawing.Point {
    fileprivate init(_ node: JSONNode) throws(StrictJSONError) {
        let values = try node.array(max: 3) { (node) throws(StrictJSONError) in try node.double(in: 0...1) }
        guard values.count >= 2 else { throw node.error(expected: "x, y and perhaps a pressure, each from 0 to 1") }
        self.init(x: values[0], y: values[1], pressure: values.count == 3 ? values[2] : 0.5)
    }
}
