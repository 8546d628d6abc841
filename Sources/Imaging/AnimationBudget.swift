/// An animation whose frames are encoded: its exact size is known before the file is put together, for a frame that
/// is shown a thousand times stands in it a thousand times.
struct AnimationDraft {
    let size: Int
    let bytes: () -> [UInt8]
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

    func fit(_ animation: Animation, into wanted: Int?) throws(ImagingError) -> [UInt8] {
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
        for level in levels {
            let draft = try draft(animation, level)
            if draft.size <= budget { return draft.bytes() }
            size = draft.size
        }
        var width = full
        while width > least, let level = levels.last {
            // A little less than the estimate says, which is the rule; and 4 % or one pixel each time.
            let estimate = Int(Double(width) * (Double(budget) / Double(size)).squareRoot() * 0.98)
            width = max(least, min(estimate, width * 96 / 100, width - 1))
            let draft = try draft(animation.scaled(toWidth: width), level)
            if draft.size <= budget { return draft.bytes() }
            size = draft.size
        }
        let smallest = try draft(animation.scaled(toWidth: least), poorest)
        guard smallest.size <= budget else { throw .overBudget(bytes: budget, least: smallest.size) }
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
