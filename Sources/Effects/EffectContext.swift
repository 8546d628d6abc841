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

    public init(
        side: Double, seed: UInt32 = 0, balance: Balance = .neutral,
        seen: Region = Region(x: 0, y: 0, width: 1, height: 1)
    ) {
        (self.side, self.seed, self.balance, self.seen) = (side, seed, balance, seen)
    }
}
