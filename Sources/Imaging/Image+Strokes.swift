internal import CVips

/// One stroke of a pen, in pixels.
public struct PenStroke: Sendable {
    public struct Point: Sendable, Hashable {
        public var x: Double
        public var y: Double
        public var radius: Double

        public init(x: Double, y: Double, radius: Double) { (self.x, self.y, self.radius) = (x, y, radius) }
    }

    public var colour: Colour
    public var points: [Point]

    public init(colour: Colour, points: [Point]) { (self.colour, self.points) = (colour, points) }
}

extension Image {
    /// Strokes one over the other on nothing: 4 bands, premultiplied. Every stroke is a smooth line through the middles between its
    /// points, with round ends.
    public convenience init(strokes: [PenStroke], width: Int, height: Int) throws(ImagingError) {
        try Image.check(width: width, height: height, call: "Image.strokes")
        try self.init(width: width, height: height, bands: 4) { (samples) throws(ImagingError) in
            samples.update(repeating: 0)
            for stroke in strokes where !stroke.points.isEmpty {
                guard stroke.points.allSatisfy(\.isDrawable) else {
                    throw .failed(call: "Image.strokes", reason: "a point lies beyond a million pixels")
                }
                let line = stroke.smoothed.flatMap { [$0.x, $0.y, $0.radius] }
                let colour = [stroke.colour.red, stroke.colour.green, stroke.colour.blue]
                guard
                    cvips_stroke(
                        samples.baseAddress!, Int32(width), Int32(height), line, Int32(line.count / 3), colour) == 0
                else { throw .outOfMemory(width: width, height: height) }
            }
        }
    }
}

extension PenStroke.Point {
    fileprivate var isDrawable: Bool { abs(x) <= 1e6 && abs(y) <= 1e6 && radius >= 0 && radius <= 1e6 }

    fileprivate func middle(to other: Self) -> Self {
        Self(x: (x + other.x) / 2, y: (y + other.y) / 2, radius: (radius + other.radius) / 2)
    }
}

extension PenStroke {
    /// The points of a polygon that is nowhere further than 0.05 pixels from the curve: from the first point to the first middle, then
    /// from middle to middle, each pulled towards the point between them as a quadratic Bézier curve is, then to the last point.
    fileprivate var smoothed: [Point] {
        guard points.count > 2, let first = points.first, let last = points.last else { return points }
        var line = [first]
        var from = first.middle(to: points[1])
        line.append(from)
        for index in 1..<(points.count - 1) {
            let (pull, to) = (points[index], points[index].middle(to: points[index + 1]))
            let (x, y) = (from.x - 2 * pull.x + to.x, from.y - 2 * pull.y + to.y)
            // A curve bulges by a quarter of this from its chord, and by the square of their number less from each of its pieces.
            let bulge = (x * x + y * y).squareRoot() / 4
            let pieces = min(max(Int((bulge / 0.05).squareRoot().rounded(.up)), 1), 32)
            for piece in 1...pieces {
                let share = Double(piece) / Double(pieces)
                let (a, b, c) = ((1 - share) * (1 - share), 2 * share * (1 - share), share * share)
                line.append(
                    Point(
                        x: a * from.x + b * pull.x + c * to.x, y: a * from.y + b * pull.y + c * to.y,
                        radius: a * from.radius + b * pull.radius + c * to.radius))
            }
            from = to
        }
        return line + [last]
    }
}
