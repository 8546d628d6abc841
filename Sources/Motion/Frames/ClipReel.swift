import Compositor
import Effects
import Imaging

/// The frames of a clip, one after the other: decoded for each slot, treated, and laid into what is around them.
final class ClipReel {
    private let job: FilmJob
    private let clip: Clip
    private let range: Range<Int>
    private let views: [(view: SlotView, reader: ClipReader, looks: LiveEffects?, frame: VideoFrame)]
    private let overlay: VideoOverlay?
    /// Whether the clip is seen in all of the frame, so that it is decoded right into it.
    private let fillsFrame: Bool
    /// The places of the frames that come, and how many have come.
    private let places: [Int]
    private var seen = 0
    /// What the slots show of the place that was decoded last; nil: not made yet.
    private var treated: [Image]?

    /// `wanted`: the places of the clip that are shown.
    init(_ job: FilmJob, _ clip: Clip, _ wanted: Set<Int>) throws(MotionError) {
        let (wanted, range) = (wanted.sorted(), (wanted.min() ?? 0)..<(wanted.max() ?? 0) + 1)
        (self.job, self.clip, self.range) = (job, clip, range)
        let slots = job.composition.slots(ofFrame: 0, width: clip.width, height: clip.height)
        // The screen of a green screen is that of all frames, those that are passed over, too; other effects need not see them.
        let choice = slots.contains { $0.effects.contains(where: \.keys) } ? nil : wanted
        let hasEffects = slots.contains { !$0.effects.isEmpty }
        overlay =
            try job.layers.background == nil
            ? surroundings(job.composition, frame: 0, slots: slots, width: job.width, height: job.height) : nil
        var views: [(view: SlotView, reader: ClipReader, looks: LiveEffects?, frame: VideoFrame)] = []
        for slot in slots {
            let view = SlotView(slot)
            let looks =
                slot.effects.isEmpty
                ? nil
                : LiveEffects(
                    film: slot.effects, emptyScreen: job.emptyScreen, notes: job.composition.notes,
                    forgives: job.composition.forgives)
            views.append(
                (
                    view, try ClipReader(clip, range, wanted: choice, view.view, tools: job.tools), looks,
                    try filming { try VideoFrame(width: view.view.width, height: view.view.height) }
                ))
        }
        self.views = views
        places = views.first?.reader.places ?? []
        fillsFrame =
            overlay != nil && !hasEffects && views.count == 1 && views[0].view.x == 0 && views[0].view.y == 0
            && views[0].view.view.width == job.width && views[0].view.view.height == job.height
    }

    /// Decodes on to place `place` of the clip, which is not before the last one, and draws frame `number` of the film into `frame`;
    /// false when the clip ended before it. Where nothing moves behind the clip, frames of one place are alike.
    func draw(_ place: Int, number: Int, into frame: VideoFrame) throws(MotionError) -> Bool {
        while seen < places.count, places[seen] <= place {
            let comes = places[seen]
            for one in views {
                guard try one.reader.next(into: fillsFrame ? frame : one.frame) else { return false }
            }
            seen += 1
            if comes < place, let steady = views.first(where: { $0.looks?.keys == true }) {
                try filming { _ = try steady.looks?.applied(to: steady.view.image(steady.frame)) }
            }
            treated = nil
        }
        try compose(frame, number)
        return true
    }

    private func compose(_ frame: VideoFrame, _ number: Int) throws(MotionError) {
        try filming {
            if let overlay, views.allSatisfy({ $0.looks == nil }) {
                for one in views where !fillsFrame { frame.draw(one.frame, x: one.view.x, y: one.view.y) }
                frame.lay(overlay)
                return
            }
            let images = try treated ?? treat()
            treated = images
            if let overlay, images.allSatisfy({ $0.bands == 3 }) {
                for (one, image) in zip(views, images) { try frame.draw(image, x: one.view.slot.x, y: one.view.slot.y) }
                frame.lay(overlay)
                return
            }
            for (one, image) in zip(views, images) { try job.composition.show(image, in: one.view.slot) }
            let background = try job.layers.background?.image(number)
            try frame.draw(job.composition.frame(0, over: background), x: 0, y: 0)
        }
    }

    private func treat() throws -> [Image] {
        try views.map { one in
            let image = try one.view.image(one.frame)
            return try one.looks?.applied(to: image) ?? image
        }
    }

    /// How many frames are missing or spoiled, of how many: of the part, and what the file should go on with.
    func finish() throws(MotionError) -> (bad: Int, of: Int) {
        var worst = 0
        for one in views { worst = max(worst, try one.reader.finish(seen: seen)) }
        return (worst + clip.missing, range.count + clip.missing)
    }

    func stop() { for one in views { one.reader.stop() } }
}
