/// An animation whose frames are encoded: its exact size is known before the file is put together, for a frame that
/// is shown a thousand times stands in it a thousand times.
struct AnimationDraft {
    let size: Int
    let bytes: () -> [UInt8]
}

/// What an animation has lost, so that its file keeps a budget.
public struct AnimationReduction: Equatable, Sendable {
    /// Fewer colours in a GIF, lower quality in a WebP.
    public var isCoarser: Bool
    /// Pixels across, and of what was to be shown.
    public var width: Int
    public var of: Int

    /// In words for an operator; `budget` in bytes.
    public func remark(_ path: String, budget: Int) -> String {
        let coarser = path.lowercased().hasSuffix("webp") ? "lower quality" : "fewer colours"
        let narrower = width < of ? "\(width) of \(of) pixels across" : nil
        let losses = [isCoarser ? coarser : nil, narrower].compactMap { $0 }.joined(separator: " and ")
        return "\(path): made with \(losses), to stay within \(budget / 1_000) kB"
    }
}

/// The search for an animation that fits: poorer encodings first, smaller pictures then.
///
/// Each step encodes, and the real size decides; only how much smaller to try next is an estimate (bytes follow the
/// area). So the result keeps its budget and depends on nothing but the pictures.
struct AnimationBudget<Level: Sendable> {
    /// From the best encoding to the poorest that is worth showing at full size.
    let levels: [Level]
    /// The last resort, at the least size.
    let poorest: Level
    let draft: (Animation, Level) throws(ImagingError) -> AnimationDraft

    /// No narrower than this; a narrower animation stays as it is.
    static var leastWidth: Int { 64 }

    /// What any file may have: nobody wants more, and memory would not hold it.
    static var greatest: Int { 1 << 30 }

    /// `lost` is told when it is anything but the best.
    func fit(
        _ animation: Animation, into wanted: Int?, lost: (AnimationReduction) -> Void
    ) throws(ImagingError) -> [UInt8] {
        guard let wanted else {
            let draft = try draft(animation, levels[0])
            guard draft.size <= Self.greatest else {
                throw .notEncodable(
                    format: "animation", reason: "the file would have \(draft.size) bytes", remedy: "set a budget")
            }
            return draft.bytes()
        }
        let budget = min(wanted, Self.greatest)
        let full = animation.frames[0].width
        let least = min(Self.leastWidth, full)
        var size = 0
        for (rank, level) in levels.enumerated() {
            let draft = try draft(animation, level)
            size = draft.size
            guard size <= budget else { continue }
            if rank > 0 { lost(AnimationReduction(isCoarser: true, width: full, of: full)) }
            return draft.bytes()
        }
        var width = full
        while width > least, let level = levels.last {
            // A little less than the estimate says, which is the rule; and 4 % or one pixel each time.
            let estimate = Int(Double(width) * (Double(budget) / Double(size)).squareRoot() * 0.98)
            width = max(least, min(estimate, width * 96 / 100, width - 1))
            let draft = try draft(animation.scaled(toWidth: width), level)
            size = draft.size
            guard size <= budget else { continue }
            lost(AnimationReduction(isCoarser: levels.count > 1, width: width, of: full))
            return draft.bytes()
        }
        let smallest = try draft(animation.scaled(toWidth: least), poorest)
        guard smallest.size <= budget else { throw .overBudget(bytes: budget, least: smallest.size) }
        lost(AnimationReduction(isCoarser: true, width: least, of: full))
        return smallest.bytes()
    }
}

extension Animation {
    /// The same, no wider than `width`.
    public func scaled(toWidth width: Int) throws(ImagingError) -> Animation {
        guard width < frames[0].width else { return self }
        let height = max(1, (frames[0].height * width + frames[0].width / 2) / frames[0].width)
        var scaled = self
        scaled.frames = []
        for frame in frames { scaled.frames.append(try frame.fitted(width: width, height: height)) }
        return scaled
    }
}
