import Faults
import Files
import Imaging
import Synchronization
import Work

/// A film's picture as streams that stand for themselves, and what an operator should know of it.
struct EncodedFilm {
    var streams: [ScratchFile]
    var warnings: [String] = []
}

extension FilmJob {
    func encoded(_ format: FilmFormat) throws(MotionError) -> EncodedFilm {
        switch source {
        case .captures, .recording:
            let reel = try StillReel(self)
            // Enough for a boomerang's half, few enough that all cores have work, and within memory however large frames are.
            let most = max(1, min(60, (96 << 20) / VideoFrame.bytes(width: width, height: height)))
            let segments = timeline.segments(most: most)
            let all = Set(timeline.picks)
            let fits = all.count * VideoFrame.bytes(width: width, height: height) <= 126 << 20
            if fits { try reel.prepare(all) }
            let streams = try encode(segments, format, workers: fits ? workers : 1) { (range) throws(MotionError) in
                if !fits { try reel.prepare(Set(timeline.picks[range])) }
                return { (number) throws(MotionError) in try reel.frame(timeline.picks[number], number: number) }
            } after: { range in
                if !fits { reel.release(Set(timeline.picks[range])) }
            }
            return EncodedFilm(streams: streams)
        case .clip(let clip):
            guard !timeline.picks.isEmpty else {
                throw .nothingLeft(path: clip.path, reason: "the trim leaves nothing of it")
            }
            let reel = try ClipReel(self, clip, Set(timeline.picks))
            defer { reel.stop() }
            let isForward = zip(timeline.picks, timeline.picks.dropFirst()).allSatisfy { $0 <= $1 }
            return try isForward ? forward(reel, clip, format) : thereAndBack(reel, clip, format)
        }
    }

    /// Frames as they come, in one stream: memory does not depend on the length.
    private func forward(_ reel: ClipReel, _ clip: Clip, _ format: FilmFormat) throws(MotionError) -> EncodedFilm {
        let encoder = try encoder(format)
        defer { encoder.stop() }
        let (frame, copy) = (try blank(), try blank())
        var (shown, isWhole) = (-1, true)
        for (number, place) in timeline.picks.enumerated() {
            try goOn()
            if shown != place || !framesAreAlike, isWhole {
                isWhole = try reel.draw(place, number: number, into: frame)
                // Refused now rather than after minutes of encoding.
                if !isWhole, !acceptDamaged || shown < 0 { break }
                shown = place
            }
            try write(frame, over: copy, number, to: encoder)
        }
        let warnings = try judged(reel, clip, isWhole: isWhole, isEmpty: shown < 0)
        return EncodedFilm(streams: [try encoder.finish()], warnings: warnings)
    }

    /// Frames are laid aside on disk, since they are wanted backwards; then each direction is encoded for itself.
    private func thereAndBack(_ reel: ClipReel, _ clip: Clip, _ format: FilmFormat) throws(MotionError) -> EncodedFilm {
        let spool = try filming { try ScratchFile(beside: path) }
        let frame = try blank()
        let numbers = Dictionary(grouping: timeline.picks.indices) { timeline.picks[$0] }
        // For each frame of the film, where it lies: once for each place of the clip, unless something moves behind it.
        var rows: [Int: Int] = [:]
        var (count, isWhole) = (0, true)
        for (place, all) in numbers.sorted(by: { $0.key < $1.key }) {
            for (index, number) in all.enumerated() {
                try goOn()
                if index == 0 || !framesAreAlike {
                    if isWhole { isWhole = try reel.draw(place, number: number, into: frame) }
                    if !isWhole, !acceptDamaged || count == 0 { break }
                    try filming { try spool.write(UnsafeRawBufferPointer(frame.bytes)) }
                    count += 1
                }
                rows[number] = count - 1
            }
        }
        let warnings = try judged(reel, clip, isWhole: isWhole, isEmpty: rows.isEmpty)
        let found = rows
        let streams = try encode(timeline.segments(most: 120), format, workers: workers) { (_) throws(MotionError) in
            let frame = try blank()
            return { (number) throws(MotionError) in
                let offset = found[number]! * frame.bytes.count
                try filming { _ = try spool.read(at: offset, into: frame.bytes) }
                return frame
            }
        } after: { _ in
        }
        return EncodedFilm(streams: streams, warnings: warnings)
    }

    /// Each segment in an encoder of its own, `workers` at a time.
    private func encode(
        _ segments: [Range<Int>], _ format: FilmFormat, workers: Int,
        by source: @Sendable (Range<Int>) throws(MotionError) -> (Int) throws(MotionError) -> VideoFrame,
        after: @Sendable (Range<Int>) -> Void
    ) throws(MotionError) -> [ScratchFile] {
        let streams = Mutex<[Int: ScratchFile]>([:])
        try concurrently(segments.count, workers: workers) { (index) throws(MotionError) in
            let range = segments[index]
            let picture = try source(range)
            let encoder = try encoder(format)
            defer { encoder.stop() }
            let copy = try blank()
            for number in range {
                try goOn()
                try write(picture(number), over: copy, number, to: encoder)
            }
            let stream = try encoder.finish()
            streams.withLock { $0[index] = stream }
            after(range)
        }
        return streams.withLock { all in segments.indices.map { all[$0]! } }
    }

    private func write(
        _ frame: VideoFrame, over copy: VideoFrame, _ number: Int, to encoder: SegmentEncoder
    ) throws(MotionError) {
        let shown = finished(frame, over: copy, number)
        try encoder.write(shown)
        try filming { try watch.saw(shown, number: number) }
    }

    private func encoder(_ format: FilmFormat) throws(MotionError) -> SegmentEncoder {
        try SegmentEncoder(format, width: width, height: height, rate: timeline.rate, for: path, tools: tools)
    }

    /// Whether a place of the clip looks the same whenever it is shown.
    private var framesAreAlike: Bool { layers.background == nil }

    private func goOn() throws(MotionError) {
        if tools.isStopped() { throw .stopped(path: path) }
    }

    /// Refuses a clip of which more than a hundredth is missing or spoiled, unless it is to be taken as it is.
    /// `isEmpty`: not one frame came, so that there is nothing to take.
    func judged(_ reel: ClipReel, _ clip: Clip, isWhole: Bool, isEmpty: Bool) throws(MotionError) -> [String] {
        let (bad, all) = try reel.finish()
        guard bad > 0 || !isWhole || isEmpty else { return [] }
        let refusal = MotionError.damaged(path: clip.path, bad: max(bad, 1), of: all)
        guard isWhole || acceptDamaged, !isEmpty else { throw refusal }
        guard acceptDamaged || bad * 100 <= all else { throw refusal }
        return [refusal.problem]
    }
}
