import Matting
import Synchronization

/// What was seen as people in the frames of a live view up to now: outlines that stand still do not tremble.
public final class LastMatte: Sendable {
    private let last = Mutex<CoarseMatte?>(nil)

    public init() {}

    /// Of `matte`, what differs much from before is taken at once, since somebody has moved; small changes come in slowly.
    func smoothed(_ matte: CoarseMatte) -> CoarseMatte {
        last.withLock { last in
            guard let before = last, (before.across, before.down) == (matte.across, matte.down) else {
                last = matte
                return matte
            }
            var smooth = matte
            for place in matte.values.indices {
                let (old, new) = (Int(before.values[place]), Int(matte.values[place]))
                let change = new - old
                // A quarter of a small change, all of one of a third and more.
                let share = min(65_536, 16_384 + abs(change) * 9 / 4)
                smooth.values[place] = UInt16(clamping: old + change * share / 65_536)
            }
            last = smooth
            return smooth
        }
    }
}
