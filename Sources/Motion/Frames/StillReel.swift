import Compositor
import Files
import Imaging
import Synchronization
import Work

/// The frames of captures or of a recording: each is drawn once however often it is shown, and any of them can be had at any time.
final class StillReel: Sendable {
    private let job: FilmJob
    private let overlay: VideoOverlay?
    /// Whether what was placed of a capture is let go of with its frame.
    private let forgets: Bool
    /// Whether frames are drawn from their files, without pictures in between.
    private let isDirect: Bool
    private let kept = Mutex<[Int: VideoFrame]>([:])
    private let pictures: [Int: PictureFile]

    init(_ job: FilmJob) throws(MotionError) {
        self.job = job
        let composition = job.composition
        switch job.source {
        case .captures(let pictures, _):
            self.pictures = pictures
            let first = pictures[composition.captures(ofFrame: 0).min() ?? 1]
            let slots = first.map { composition.slots(ofFrame: 0, width: $0.width, height: $0.height) } ?? []
            let sizes = Set(pictures.values.map { [$0.width, $0.height] })
            // Each drawing costs two of them, so that a frame or two are drawn as they are.
            let isWorth = composition.frameCount > 2 && composition.framesAreAlike && sizes.count == 1
            overlay =
                try isWorth && job.layers.background == nil
                ? surroundings(composition, frame: 0, slots: slots, width: job.width, height: job.height) : nil
            let users = (0..<composition.frameCount).flatMap { composition.captures(ofFrame: $0) }
            let isAlone = Set(users).count == users.count
            isDirect = overlay != nil && isAlone && slots.allSatisfy(\.isPlain)
            let bytes = slots.reduce(0) { $0 + $1.size.width * $1.size.height * 3 } * pictures.count
            forgets = isAlone && (isDirect || bytes > 96 << 20)
            if !forgets { try place(composition.captures) }
        case .recording(let recording):
            pictures = [:]
            forgets = false
            let slots = composition.slots(ofFrame: 0, width: recording.width, height: recording.height)
            overlay =
                try job.layers.background == nil
                ? surroundings(composition, frame: 0, slots: slots, width: job.width, height: job.height) : nil
            isDirect = overlay != nil && slots.allSatisfy(\.isPlain)
        case .clip: preconditionFailure("a clip is read from its beginning to its end")
        }
    }

    private func place(_ numbers: [Int]) throws(MotionError) {
        let wanted = pictures.filter { numbers.contains($0.key) }
        try filming { try job.composition.place(wanted, workers: job.workers) }
    }

    /// Frames that are shown, drawn on all workers.
    func prepare(_ places: Set<Int>) throws(MotionError) {
        guard job.layers.background == nil else { return }
        let places = places.sorted()
        if forgets, !isDirect, let first = places.first { _ = try frame(first, number: 0) }
        try concurrently(places.count, workers: job.workers) { (index) throws(MotionError) in
            if job.tools.isStopped() { return }
            _ = try base(places[index])
        }
    }

    func release(_ places: Set<Int>) { kept.withLock { frames in frames = frames.filter { !places.contains($0.key) } } }

    /// The frame of a place of the source, before what moves behind it at frame `number` of the film.
    func frame(_ place: Int, number: Int) throws(MotionError) -> VideoFrame {
        guard let background = job.layers.background else { return try base(place) }
        return try drawn(place, over: filming { try background.image(number) })
    }

    private func base(_ place: Int) throws(MotionError) -> VideoFrame {
        if let frame = kept.withLock({ $0[place] }) { return frame }
        let frame = try drawn(place)
        kept.withLock { $0[place] = frame }
        return frame
    }

    /// A frame straight from its files; nil where one of them has to be drawn as a picture first.
    private func direct(_ place: Int) throws -> VideoFrame? {
        guard isDirect, let overlay else { return nil }
        // Slots and what is around them cover all of it.
        let frame = try VideoFrame(width: job.width, height: job.height, isBlack: false)
        var (files, scene) = (pictures, place)
        if case .recording(let recording) = job.source { (files, scene) = ([1: try recording.picture(place)], 0) }
        guard let first = files.values.first else { return nil }
        for slot in job.composition.slots(ofFrame: scene, width: first.width, height: first.height) {
            guard slot.isPlain, let file = files[slot.capture],
                try frame.draw(file, showing: slot.region, in: slot.box, acceptDamaged: job.acceptDamaged)
            else { return nil }
        }
        frame.lay(overlay)
        return frame
    }

    private func drawn(_ place: Int, over background: Image? = nil) throws(MotionError) -> VideoFrame {
        try filming {
            if background == nil, let frame = try direct(place) { return frame }
            let frame = try VideoFrame(width: job.width, height: job.height)
            var (composition, scene) = (job.composition, place)
            switch job.source {
            case .recording(let recording):
                scene = 0
                composition = try composition.showing(composition.values, drawing: composition.drawing)
                try composition.place(recording.picture(place), as: 1)
            case .captures:
                if forgets {
                    let wanted = composition.captures(ofFrame: place)
                    try composition.place(pictures.filter { wanted.contains($0.key) }, workers: 1)
                }
            case .clip: break
            }
            if let overlay, let pictures = try composition.plainPictures(ofFrame: scene) {
                for one in pictures { try frame.draw(one.image, x: one.x, y: one.y) }
                frame.lay(overlay)
            } else {
                try frame.draw(composition.frame(scene, over: background), x: 0, y: 0)
            }
            if forgets { composition.forget(composition.captures(ofFrame: place)) }
            return frame
        }
    }
}
