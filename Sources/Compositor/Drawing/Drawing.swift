public import Imaging

/// What a guest has drawn or signed, as the pen went: it is drawn anew at whatever size it is shown.
///
///     let drawing = try Drawing(parsing: bytes, aspect: 1.5, colours: ["#1c1c1c"])
///     let picture = try drawing.picture(width: 1_800)
public struct Drawing: Sendable, Equatable {
    public struct Point: Sendable, Equatable {
        /// Shares of the area's width and of its height, 0…1 from its top left corner.
        public var x: Double
        public var y: Double
        /// 0…1; 0.5 where nothing measures it.
        public var pressure: Double

        public init(x: Double, y: Double, pressure: Double = 0.5) {
            (self.x, self.y, self.pressure) = (x, y, pressure)
        }
    }

    public struct Stroke: Sendable, Equatable {
        public var colour: Colour
        /// Share of the area's width, at a pressure of 0.5.
        public var width: Double
        public var points: [Point]

        public init(colour: Colour, width: Double, points: [Point]) {
            (self.colour, self.width, self.points) = (colour, width, points)
        }
    }

    /// Width by height of the area that was drawn on.
    public var aspect: Double
    /// From the bottom up.
    public var strokes: [Stroke]

    public init(aspect: Double, strokes: [Stroke]) { (self.aspect, self.strokes) = (aspect, strokes) }

    public var isEmpty: Bool { strokes.allSatisfy(\.points.isEmpty) }

    /// On nothing: 4 bands, premultiplied. What people look at.
    public func picture(width: Int) throws(CompositorError) -> Image {
        let height = max(1, Int((Double(width) / aspect).rounded()))
        let area = Frame(x: 0, y: 0, width: Double(width), height: Double(height))
        return try compositing { try Image(strokes: pen(in: area), width: width, height: height) }
    }

    /// The strokes in pixels, where `area` is what was drawn on. Pressure makes a line up to half as wide again, or half as wide.
    func pen(in area: Frame) -> [PenStroke] {
        strokes.map { stroke in
            PenStroke(
                colour: stroke.colour,
                points: stroke.points.map { point in
                    .init(
                        x: area.x + point.x * area.width, y: area.y + point.y * area.height,
                        radius: stroke.width * area.width / 2 * (0.5 + point.pressure))
                })
        }
    }
}
