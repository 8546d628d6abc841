/// A shadow that a shape casts: its coverage, moved, blurred and filled with one colour.
public struct Shadow: Hashable, Sendable {
    /// px to the right and down; drawn in whole pixels.
    public var x: Double
    public var y: Double
    /// px, as CSS counts it: twice the standard deviation of the Gaussian.
    public var blur: Double
    public var colour: Colour
    /// 0 to 1, times the colour's own alpha.
    public var opacity: Double

    public init(x: Double, y: Double, blur: Double, colour: Colour = .black, opacity: Double = 1) {
        (self.x, self.y, self.blur, self.colour, self.opacity) = (x, y, blur, colour, opacity)
    }
}
