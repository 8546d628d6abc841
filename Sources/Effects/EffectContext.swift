public import Imaging

/// What an effect may know of the capture besides the pixels that it is given.
public struct EffectContext: Sendable {
    /// The shorter side that the whole capture would have at the size in which it is seen here, px: lengths are shares
    /// of it, so that a look is the same in a thumbnail, on paper, and in a crop.
    public var side: Double
    /// From the capture's file: what is random is the same whenever the capture is rendered again.
    public var seed: UInt32
    /// The light of the session.
    public var balance: Balance
    /// The part of the capture that is seen, in shares of its sides.
    public var seen: Region
    /// The whole capture, where much of it is not seen here: people are known better by all of them.
    public var whole: PictureFile?
    /// The screen without guests, as the event was calibrated.
    public var emptyScreen: EmptyScreen?
    /// The captures of the session that effects ask for besides this one, by number.
    public var captures: [Int: PictureFile] = [:]
    /// The screen as earlier frames of a live view have shown it.
    public var field: ScreenField?
    /// The people of earlier frames of a live view.
    public var lastMatte: LastMatte?
    /// Whether the picture is one of a live view, whose next is on its way, so that nothing is waited for.
    public var isShownNow = false
    /// How the first effect takes the picture apart, where that is known.
    public var separation: Separation?
    /// Takes what effects have to say of the picture.
    public var notes: EffectNotes?
    /// Whether somebody waits who would rather have the picture as it is than none: what a model cannot do is then left undone, and said.
    public var forgives = false
    /// How many threads may work on this picture.
    public var threads = 1
    /// The effects that the picture has gone through.
    public var before: [PreparedEffect] = []

    public init(
        side: Double, seed: UInt32 = 0, balance: Balance = .neutral,
        seen: Region = Region(x: 0, y: 0, width: 1, height: 1)
    ) {
        (self.side, self.seed, self.balance, self.seen) = (side, seed, balance, seen)
    }
}

/// A shot of the screen without guests. Shared by all pictures of a render.
public final class EmptyScreen: Sendable {
    public let path: String
    private let shown: FillingPicture

    public init(path: String) {
        self.path = path
        shown = FillingPicture(path)
    }

    /// As `image` would look without guests, after the same effects; nil when one of those has keyed it already.
    func like(_ image: Image, in context: EffectContext) throws(ImagingError) -> Image? {
        guard context.before.allSatisfy({ !$0.keys }) else { return nil }
        let plate = try Canvas(copying: shown.part(context.seen, width: image.width, height: image.height)).finished()
        return try context.before.applied(to: plate, in: context)
    }
}
