/// A rectangle of whole pixels: `x`, `y` is its top left one.
public struct PixelBox: Hashable, Sendable {
    public var x: Int
    public var y: Int
    public var width: Int
    public var height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    public var isEmpty: Bool { width <= 0 || height <= 0 }

    /// What both have in common; empty, with its corner in one of them, when they do not meet. Positions beyond
    /// ±2^40 are taken as that, which is outside of any picture.
    public func intersection(_ other: PixelBox) -> PixelBox {
        let (a, b) = (bounded, other.bounded)
        let (left, top) = (max(a.x, b.x), max(a.y, b.y))
        return PixelBox(
            x: left, y: top, width: max(0, min(a.x + a.width, b.x + b.width) - left),
            height: max(0, min(a.y + a.height, b.y + b.height) - top))
    }

    /// So near to the origin that sums cannot overflow.
    private var bounded: PixelBox {
        func near(_ value: Int) -> Int { min(max(value, -(1 << 40)), 1 << 40) }
        return PixelBox(x: near(x), y: near(y), width: near(width), height: near(height))
    }
}
