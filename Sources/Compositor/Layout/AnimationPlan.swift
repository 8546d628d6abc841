public import Effects
import Imaging

/// What a layout says about its moving picture: GIF, animated WebP, MP4 or WebM.
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

    /// A slot whose subject comes frame by frame.
    public struct Place: Sendable {
        public var slot: Layout.Slot
        /// How many entries of the list it is ahead of the others.
        public var shift = 0
    }

    public enum Order: String, Sendable, CaseIterable { case forward, reverse, boomerang }

    /// What moves: the captures one after the other, a clip, or nothing but what lies over one capture.
    public enum Source: String, Sendable, CaseIterable { case captures, clip, still }

    /// What an event keeps of it; whoever names a file says it by that name.
    public enum Format: String, Sendable, CaseIterable { case gif, mp4, webm }

    public var width: Int
    public var height: Int
    public var format = Format.gif
    public var from = Source.captures
    /// nil: each capture once.
    public var frames: [Frame]?
    public var order = Order.forward
    public var repeats = 1
    public var delay = 500
    public var loops = 0
    /// Where the capture stands.
    public var places: [Place]
    public var background = Layout.Background.colour(.white)
    public var overlays: [Layout.Overlay] = []
    public var texts: [Layout.Text] = []
    public var effects: [EffectCall] = []
    /// Kilobytes (1,000 bytes) that a GIF or WebP must not exceed.
    public var budget: Int?
    public var film = Film()

    /// What counts for films alone.
    public struct Film: Sendable {
        /// A part of the clip, `until` seconds of it, at `speed` times its own; nil: its end.
        public struct Pace: Sendable, Equatable {
            public var until: Double?
            public var speed: Double
        }

        public struct Music: Sendable, Equatable {
            /// Relative to the layout's folder.
            public var file: String
            /// Seconds.
            public var start = 0.0
            public var fadeOut = 0.0
        }

        /// Frames a second.
        public var rate = 30
        public var ramp: [Pace] = []
        /// Seconds of the clip: from, to.
        public var trim: ClosedRange<Double>?
        public var minSeconds = 3.0
        public var maxSeconds: Double?
        public var music: Music?
        /// Seconds of the film at which its poster is taken.
        public var poster = 0.0
        /// A clip, or numbered pictures, behind everything; repeated for as long as it takes.
        public var background: String?
        /// The same before everything. `picture` names the clip.
        public var overlays: [Layout.Overlay] = []
    }

    /// Whether anything moves that only a film can show.
    public var moves: Bool { from != .captures || film.background != nil || !film.overlays.isEmpty }

    /// Frames of one loop as indices into `count` frames.
    public func sequence(of count: Int) -> [Int] {
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

    var allEffects: [EffectCall] {
        places.flatMap(\.slot.effects) + effects + (frames ?? []).flatMap(\.effects)
    }
}
