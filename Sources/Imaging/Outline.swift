internal import CVips

/// A shape on a grid of pixels: pixel (x, y) is the square from (x, y) to (x + 1, y + 1).
public struct Outline: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case rectangle
        /// With circular corners; the radius is at most half of the shorter side.
        case rounded(radius: Double)
        case ellipse
    }

    public var kind: Kind
    public var centreX: Double
    public var centreY: Double
    public var width: Double
    public var height: Double
    /// Degrees, clockwise, about the centre.
    public var angle: Double

    public init(_ kind: Kind, centreX: Double, centreY: Double, width: Double, height: Double, angle: Double = 0) {
        (self.kind, self.centreX, self.centreY) = (kind, centreX, centreY)
        (self.width, self.height, self.angle) = (width, height, angle)
    }

    /// Larger by `distance` on every side (smaller when negative, down to nothing). Rounded corners keep their centre;
    /// square ones stay square.
    public func grown(by distance: Double) -> Outline {
        var result = self
        result.width = max(0, width + 2 * distance)
        result.height = max(0, height + 2 * distance)
        if case .rounded(let radius) = kind { result.kind = .rounded(radius: max(0, radius + distance)) }
        return result
    }

    /// The smallest box of whole pixels that holds the shape. Rounding noise of a thousandth of a pixel is left out, so
    /// that a shape on whole pixels keeps its own box.
    public var bounds: PixelBox {
        let (cosine, sine) = Turn.cosineAndSine(degrees: angle)
        let (halfWidth, halfHeight) = (width / 2, height / 2)
        let extent: (x: Double, y: Double)
        switch kind {
        case .ellipse:
            extent = (
                (halfWidth * halfWidth * cosine * cosine + halfHeight * halfHeight * sine * sine).squareRoot(),
                (halfWidth * halfWidth * sine * sine + halfHeight * halfHeight * cosine * cosine).squareRoot()
            )
        case .rectangle, .rounded:
            let radius = cornerRadius
            let (a, b) = (halfWidth - radius, halfHeight - radius)
            extent = (
                a * abs(cosine) + b * abs(sine) + radius, a * abs(sine) + b * abs(cosine) + radius
            )
        }
        let noise = 0.001
        func whole(_ value: Double) -> Int { value.isNaN ? 0 : Int(min(max(value, -1e9), 1e9)) }
        let left = whole((centreX - extent.x + noise).rounded(.down))
        let top = whole((centreY - extent.y + noise).rounded(.down))
        return PixelBox(
            x: left, y: top, width: max(0, whole((centreX + extent.x - noise).rounded(.up)) - left),
            height: max(0, whole((centreY + extent.y - noise).rounded(.up)) - top))
    }

    private var cornerRadius: Double {
        guard case .rounded(let radius) = kind, radius > 0 else { return 0 }
        return max(0, min(radius, width / 2, height / 2))
    }

    /// Corners of a polygon of the same area that is nowhere further than 0.001 pixels from the shape: x, y, x, y …
    var polygon: [Double] {
        let (cosine, sine) = Turn.cosineAndSine(degrees: angle)
        return unplaced.flatMap { x, y in
            [centreX + x * cosine - y * sine, centreY + x * sine + y * cosine]
        }
    }

    /// About the origin, upright.
    private var unplaced: [(Double, Double)] {
        let (halfWidth, halfHeight) = (width / 2, height / 2)
        if case .ellipse = kind {
            return Self.arc(radius: max(halfWidth, halfHeight), quarters: 0..<4).map {
                ($0 * halfWidth, $1 * halfHeight)
            }
        }
        let radius = cornerRadius
        let centres = [(1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0), (1.0, -1.0)]
        return centres.enumerated().flatMap { quarter, side in
            let (x, y) = (side.0 * (halfWidth - radius), side.1 * (halfHeight - radius))
            guard radius > 0 else { return [(x, y)] }
            return Self.arc(radius: radius, quarters: quarter..<quarter + 1).map { (x + $0 * radius, y + $1 * radius) }
        }
    }

    /// Points of the unit circle, pushed out so that chords hold as much area as arcs. A chord of angle d misses
    /// radius × d² / 8.
    private static func arc(radius: Double, quarters: Range<Int>) -> [(Double, Double)] {
        let steps = max(4, Int((Double.pi / 2 / (0.008 / max(radius, 1)).squareRoot()).rounded(.up)))
        let chord = Double.pi / 2 / Double(steps)
        let push = (chord / Reproducible.sin(chord)).squareRoot()
        return quarters.flatMap { quarter in
            (0...steps).map { step in
                let (cosine, sine) = Turn.cosineAndSine(degrees: 90 * (Double(quarter) + Double(step) / Double(steps)))
                return (cosine * push, sine * push)
            }
        }
    }
}

extension Image {
    /// How much of each pixel lies inside of `outline`, by exact area: 1 band, 0 to 255.
    public static func coverage(of outline: Outline, width: Int, height: Int) throws(ImagingError) -> Image {
        try check(width: width, height: height, call: "Image.coverage")
        let measures = [outline.centreX, outline.centreY, outline.width, outline.height, outline.angle]
        guard measures.allSatisfy({ abs($0) <= 1e6 }), outline.width >= 0, outline.height >= 0 else {
            throw .failed(call: "Image.coverage", reason: "a shape of \(measures) lies beyond a million pixels")
        }
        let points = outline.polygon
        return try Image(width: width, height: height, bands: 1) { (samples) throws(ImagingError) in
            guard
                cvips_polygon_coverage(
                    samples.baseAddress!, Int32(width), Int32(height), points, Int32(points.count / 2)) == 0
            else { throw .outOfMemory(width: width, height: height) }
        }
    }
}
