extension Animation {
    /// An animated WebP, lossy, with exact delays. Every entry of the order becomes a whole frame of the file.
    ///
    /// With a `budget` in bytes the file is never longer: quality goes first, then pixels, of which `lost` is told.
    public func webp(
        budget: Int? = nil, quality: Int = 80, workers: Int = 1, comment: String? = nil,
        lost: (AnimationReduction) -> Void = { _ in }
    ) throws(ImagingError) -> [UInt8] {
        try check(
            Limits(format: "webp", side: StillFormat.webp.limit, delay: 1 << 24 - 1), budget: budget, workers: workers,
            comment: comment)
        guard (1...100).contains(quality) else {
            throw .notEncodable(format: "webp", reason: "quality \(quality)", remedy: "use 1 to 100")
        }
        let search = AnimationBudget(
            levels: [quality] + [60, 40].filter { $0 < quality }, poorest: min(quality, 10)
        ) { animation, quality throws(ImagingError) in
            try animation.webp(quality: quality, workers: workers, comment: comment)
        }
        return try search.fit(withoutUnused, into: budget, lost: lost)
    }

    private func webp(quality: Int, workers: Int, comment: String?) throws(ImagingError) -> AnimationDraft {
        let encoded = try Self.encoded(frames, workers: workers) { frame throws(ImagingError) in
            try frame.withPixels { pixels throws(ImagingError) in try frame.webp(pixels, quality: quality) }
        }
        let file = WebPFile(
            frames: encoded, order: order, delays: delays, loops: loops, width: frames[0].width,
            height: frames[0].height)
        return AnimationDraft(size: file.size(comment: comment)) { file.bytes(comment: comment) }
    }
}
