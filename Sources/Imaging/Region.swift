/// A part of a picture in its upright pixels. The origin is the picture's top left corner, so pixel (0, 0) covers 0…1 and
/// its centre is at 0.5. It may reach beyond the picture, whose edge pixels repeat there.
public struct Region: Equatable, Sendable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    public init(x: Double, y: Double, width: Double, height: Double) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    /// Finite, with an area, and not so far out that pixel counts overflow.
    var isUsable: Bool {
        let far = 1e6
        return width > 0 && height > 0 && width <= far && height <= far && abs(x) <= far && abs(y) <= far
    }
}

/// How brightness is averaged when a picture is resampled: as stored (what every photo program does), or in linear light.
public enum Light: String, Sendable, CaseIterable {
    case gamma, linear
}
