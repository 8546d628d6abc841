internal import CVips

/// A straight change from one colour to another over a whole canvas.
public struct Gradient: Hashable, Sendable {
    public var from: Colour
    public var to: Colour
    /// Degrees, clockwise: 0 runs from top to bottom, 90 from right to left. Both colours are reached in corners, as CSS
    /// has it: the line is as long as the canvas is in its direction.
    public var angle: Double

    public init(from: Colour, to: Colour, angle: Double = 0) {
        (self.from, self.to, self.angle) = (from, to, angle)
    }
}

extension Canvas {
    /// Fills the whole canvas, over white where a colour is transparent. An ordered dither hides the steps.
    public mutating func fill(_ gradient: Gradient) {
        let (cosine, sine) = Turn.cosineAndSine(degrees: gradient.angle.isFinite ? gradient.angle : 0)
        let (width, height) = (width, height)
        let length = abs(Double(width) * sine) + abs(Double(height) * cosine)
        let (across, down) = (-sine / length, cosine / length)
        let start = 0.5 + across * (0.5 - Double(width) / 2) + down * (0.5 - Double(height) / 2)
        let (from, to) = (gradient.from.overWhite, gradient.to.overWhite)
        withPixels { pixels in
            cvips_gradient(
                pixels.baseAddress!, Int32(width), Int32(height), [from.red, from.green, from.blue],
                [to.red, to.green, to.blue], start, across, down)
        }
    }
}
