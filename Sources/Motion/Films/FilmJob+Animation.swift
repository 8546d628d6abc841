import Compositor
import Files
import Imaging
import Synchronization

extension FilmJob {
    /// A GIF or WebP of a film is for where films are not shown: small, and few frames.
    private static let (frames, side, bytes) = (20, 640, 4_000_000)

    /// Writes the film as a GIF or an animated WebP by its name. Gives warnings.
    func writeAnimation(stamp: String) throws(MotionError) -> [String] {
        let count = min(Self.frames, timeline.picks.count)
        let numbers = (0..<count).map { $0 * timeline.picks.count / count }
        var warnings: [String] = []
        let images = try images(numbers, &warnings)
        let places = Set(images.keys).sorted()
        let delay = max(20, timeline.picks.count * 1_000 / timeline.rate / count)
        let whole = Animation(
            frames: places.map { images[$0]! },
            order: numbers.map { number in places.firstIndex(of: timeline.picks[number])! },
            delays: Array(repeating: delay, count: count), loops: plan.loops)
        let budget = plan.budget.map { $0 * 1_000 } ?? Self.bytes
        let path = path
        func lost(_ reduction: AnimationReduction) { warnings.append(reduction.remark(path, budget: budget)) }
        let bytes = try filming { () throws -> [UInt8] in
            let longer = max(width, height)
            let small = try longer > Self.side ? whole.scaled(toWidth: width * Self.side / longer) : whole
            let isGIF = AnimationFormat(path: path) == .gif
            return isGIF
                ? try small.gif(budget: budget, workers: workers, comment: stamp, lost: lost)
                : try small.webp(budget: budget, workers: workers, comment: stamp, lost: lost)
        }
        try filming { try writeDurably(bytes, to: path) }
        if count < timeline.picks.count || max(width, height) > Self.side {
            warnings.append(
                "\(path): shows \(count) of \(timeline.picks.count) frames, at most \(Self.side) pixels wide; "
                    + "as .mp4 it would be whole")
        }
        return warnings
    }

    /// Frames of the film by their places in the source.
    private func images(_ numbers: [Int], _ warnings: inout [String]) throws(MotionError) -> [Int: Image] {
        var images: [Int: Image] = [:]
        let copy = try blank()
        let wanted = Dictionary(numbers.map { (timeline.picks[$0], $0) }, uniquingKeysWith: { first, _ in first })
        switch source {
        case .captures, .recording:
            let reel = try StillReel(self)
            for (place, number) in wanted.sorted(by: { $0.key < $1.key }) {
                let frame = finished(try reel.frame(place, number: number), over: copy, number)
                images[place] = try filming { try frame.image() }
                try filming { try watch.saw(frame, number: number) }
            }
        case .clip(let clip):
            let (first, last) = (wanted.keys.min() ?? 0, wanted.keys.max() ?? 0)
            let reel = try ClipReel(self, clip, Set(wanted.keys))
            defer { reel.stop() }
            let drawn = try blank()
            var isWhole = true
            for (place, number) in wanted.sorted(by: { $0.key < $1.key }) {
                isWhole = try reel.draw(place, number: number, into: drawn)
                guard isWhole else { break }
                let frame = finished(drawn, over: copy, number)
                images[place] = try filming { try frame.image() }
                try filming { try watch.saw(frame, number: number) }
            }
            warnings += try judged(reel, clip, isWhole: isWhole, isEmpty: images.isEmpty)
            guard let lasting = images.max(by: { $0.key < $1.key })?.value else {
                throw .damaged(path: clip.path, bad: last - first + 1, of: last - first + 1)
            }
            for place in wanted.keys where images[place] == nil { images[place] = lasting }
        }
        return images
    }
}
