import Imaging

/// Arithmetic on single colours.
enum Tone {
    static func power(_ base: Float, _ exponent: Float) -> Float { Reproducible.power(base, exponent) }

    /// To linear light.
    static func linear(_ colour: RGB) -> RGB {
        RGB(SRGBCurve.decoded(colour.x), SRGBCurve.decoded(colour.y), SRGBCurve.decoded(colour.z))
    }

    /// And back.
    static func coded(_ colour: RGB) -> RGB {
        RGB(SRGBCurve.encoded(colour.x), SRGBCurve.encoded(colour.y), SRGBCurve.encoded(colour.z))
    }

    /// How much light so many stops are.
    static func stops(_ stops: Double) -> Float { Float(Reproducible.power(2, stops)) }

    /// Luma of ITU-R BT.601.
    static func luma(_ colour: RGB) -> Float { 0.299 * colour.x + 0.587 * colour.y + 0.114 * colour.z }

    /// 0 at `from` and below, 1 at `to` and above, smooth between them.
    static func ramp(_ value: Float, from: Float, to: Float) -> Float {
        let share = min(max((value - from) / (to - from), 0), 1)
        return share * share * (3 - 2 * share)
    }
}

/// A smooth curve through points, which never overshoots them (Fritsch and Carlson, "Monotone Piecewise Cubic
/// Interpolation", 1980, with the harmonic mean of the slopes).
struct Curve: Sendable {
    private static let steps = 512
    private let values: [Float]

    /// Points by rising place, from 0 to 1.
    init(_ points: (x: Float, y: Float)...) {
        let slopes = zip(points, points.dropFirst()).map { ($1.y - $0.y) / ($1.x - $0.x) }
        let tangents = points.indices.map { index -> Float in
            if index == 0 { return slopes[0] }
            if index == slopes.count { return slopes[index - 1] }
            let (a, b) = (slopes[index - 1], slopes[index])
            return a * b > 0 ? 2 * a * b / (a + b) : 0
        }
        values = (0...Self.steps + 1).map { step in
            let x = min(Float(step) / Float(Self.steps), 1)
            let index = min(points.lastIndex { $0.x <= x } ?? 0, slopes.count - 1)
            let width = points[index + 1].x - points[index].x
            let t = (x - points[index].x) / width
            let (square, cube) = (t * t, t * t * t)
            let from = (2 * cube - 3 * square + 1) * points[index].y + (cube - 2 * square + t) * width * tangents[index]
            let to = (3 * square - 2 * cube) * points[index + 1].y + (cube - square) * width * tangents[index + 1]
            return from + to
        }
    }

    func callAsFunction(_ value: Float) -> Float {
        let place = min(max(value, 0), 1) * Float(Self.steps)
        let index = Int(place)
        return values[index] + (values[index + 1] - values[index]) * (place - Float(index))
    }
}
