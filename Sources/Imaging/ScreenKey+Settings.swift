internal import CVips
internal import Foundation

extension ScreenKey {
    /// How a screen is keyed. The defaults suit every screen whose light is fair; each value is clamped to its range.
    public struct Settings: Hashable, Sendable {
        /// The screen's colour; nil finds it along the picture's borders. A picked colour stands for its hue: when the
        /// picture's screen is another shade of it, that shade is used.
        public var keyColour: Colour?
        /// How far from the key's chroma the screen may be, and how little of it a pixel may hold and still be opaque.
        /// 0…1, default 0.5 (chroma within 0.10 of brightness; opaque below a screen share of 0.015).
        public var coverage: Double { didSet { coverage.clamp(to: 0...1) } }
        /// Width of soft edges: 1 is as the lens drew them (default), 0 a third of that.
        public var softness: Double { didSet { softness.clamp(to: 0...1) } }
        /// Share of the screen's light, as found on the subject, that is taken away. 0…1, default 1.
        public var spill: Double { didSet { spill.clamp(to: 0...1) } }
        /// Share of its own screen-like colour that the subject keeps; 0 for screens whose light is on everything.
        /// 0…1, default 1.
        public var keepOwnColour: Double { didSet { keepOwnColour.clamp(to: 0...1) } }
        /// Screen share that must be seen near a place before anything there turns see-through: higher keeps
        /// screen-coloured clothes whole (0.8: those of nearly the screen's shade), lower keeps thin stuff clear.
        /// 0.1…0.95, default 0.56.
        public var solidCore: Double { didSet { solidCore.clamp(to: 0.1...0.95) } }
        /// Share of the shadows that the subject throws on the screen which is laid over the background. 0…1, default 0.
        public var shadow: Double { didSet { shadow.clamp(to: 0...1) } }
        /// Moves soft edges in (above 0) or out by this share of their width. -0.9…0.9, default 0.
        public var edge: Double { didSet { edge.clamp(to: -0.9...0.9) } }

        public init(
            keyColour: Colour? = nil, coverage: Double = 0.5, softness: Double = 1, spill: Double = 1,
            keepOwnColour: Double = 1, solidCore: Double = 0.56, shadow: Double = 0, edge: Double = 0
        ) {
            self.keyColour = keyColour
            self.coverage = coverage.clamped(to: 0...1)
            self.softness = softness.clamped(to: 0...1)
            self.spill = spill.clamped(to: 0...1)
            self.keepOwnColour = keepOwnColour.clamped(to: 0...1)
            self.solidCore = solidCore.clamped(to: 0.1...0.95)
            self.shadow = shadow.clamped(to: 0...1)
            self.edge = edge.clamped(to: -0.9...0.9)
        }

        var options: cvips_key_options {
            cvips_key_options(
                automatic: keyColour == nil, key: keyColour.map { ($0.red, $0.green, $0.blue) } ?? (0, 0, 0),
                // Chroma limits 0.04, 0.10, 0.25 at 0, 0.5, 1: each step of the control widens it by the same share.
                tolerance: Float(0.04 * Reproducible.power(6.25, coverage)), clip: Float(0.06 * coverage * coverage),
                gain: Float(3 - 2 * softness), spill: Float(spill), keep: Float(keepOwnColour),
                core: Float(solidCore), shadow: Float(shadow), edge: Float(edge))
        }
    }
}

extension Double {
    /// Not a number counts as the lower bound.
    fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
        self >= range.lowerBound ? min(self, range.upperBound) : range.lowerBound
    }

    fileprivate mutating func clamp(to range: ClosedRange<Double>) { self = clamped(to: range) }
}
