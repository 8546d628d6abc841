public import Effects
import Imaging

/// What a layout says about its GIF or animated WebP.
public struct AnimationPlan: Sendable {
    public struct Frame: Sendable {
        /// Counts from 1.
        public var capture: Int
        /// Milliseconds; nil: the animation's.
        public var delay: Int?
        public var overlays: [Layout.Overlay] = []
        public var texts: [Layout.Text] = []
        public var effects: [EffectCall] = []
    }

    public enum Order: String, Sendable, CaseIterable { case forward, reverse, boomerang }

    public var width: Int
    public var height: Int
    /// nil: each capture once.
    public var frames: [Frame]?
    public var order = Order.forward
    public var repeats = 1
    public var delay = 500
    public var loops = 0
    /// Where the capture stands; its subject is overridden frame by frame.
    public var slot: Layout.Slot
    public var background = Layout.Background.colour(.white)
    public var overlays: [Layout.Overlay] = []
    public var texts: [Layout.Text] = []
    public var effects: [EffectCall] = []
    /// Kilobytes (1,000 bytes) that the file must not exceed.
    public var budget: Int?

    /// Frames of one loop as indices into `count` frames.
    func sequence(of count: Int) -> [Int] {
        let once: [Int] =
            switch order {
            case .forward: Array(0..<count)
            case .reverse: Array((0..<count).reversed())
            case .boomerang: Array(0..<count) + (count > 2 ? (1..<count - 1).reversed() : [])
            }
        return Array(repeatElement(once, count: repeats).joined())
    }

    /// How many captures it needs; when frames are not listed, one, or as many as effects ask for.
    public var capturesNeeded: Int {
        let shown = frames?.map(\.capture) ?? [1]
        return (shown + allEffects.flatMap(\.captures)).max() ?? 1
    }

    var allEffects: [EffectCall] { slot.effects + effects + (frames ?? []).flatMap(\.effects) }
}
