import Matting
import Synchronization

/// What was seen as people in the frames of a live view up to now: outlines that stand still do not tremble.
public final class LastMatte: Sendable {
    private let last = Mutex<CoarseMatte?>(nil)
    private let shownAgain = Mutex(0)
    /// How many frames in a row may go by what was seen before them: about a second.
    private static let most = 10

    public init() {}

    /// What was seen last, for a frame that nothing is known of; nil when that was long ago.
    func again() -> CoarseMatte? {
        let count = shownAgain.withLock { count in
            count += 1
            return count
        }
        return count <= Self.most ? last.withLock { $0 } : nil
    }

    /// Of `matte`, what differs much from before is taken at once, since somebody has moved; small changes come in slowly.
    func smoothed(_ matte: CoarseMatte) -> CoarseMatte {
        shownAgain.withLock { $0 = 0 }
        return last.withLock { last in
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
