import Compositor
import Effects
import Imaging
import Synchronization

/// One film on its way: what it shows and how it is made.
struct FilmJob: Sendable {
    let path: String
    let plan: AnimationPlan
    let composition: Composition
    let source: FrameSource
    let timeline: Timeline
    /// Of the layout's moving layers.
    let layers: MovingLayers
    let tools: Tools
    let workers: Int
    let acceptDamaged: Bool
    let emptyScreen: EmptyScreen?
    let watch: FilmWatch

    /// Even.
    var width: Int { plan.width & ~1 }
    var height: Int { plan.height & ~1 }

    func blank() throws(MotionError) -> VideoFrame {
        try filming { try VideoFrame(width: width, height: height) }
    }

    /// A frame with what moves before it: in `copy`, since the frame itself is shown again.
    func finished(_ frame: VideoFrame, over copy: VideoFrame, _ number: Int) -> VideoFrame {
        guard !layers.overlays.isEmpty else { return frame }
        copy.draw(frame, x: 0, y: 0)
        layers.lay(over: copy, number: number)
        return copy
    }
}

/// What is done with each frame besides encoding it: progress and the poster.
final class FilmWatch: Sendable {
    private let advance: @Sendable () -> Void
    private let shows: @Sendable (Image) -> Void
    private let posterFrame: Int?
    private let kept = Mutex<Image?>(nil)

    init(
        posterFrame: Int?, shows: @escaping @Sendable (Image) -> Void, advance: @escaping @Sendable () -> Void
    ) {
        (self.posterFrame, self.shows, self.advance) = (posterFrame, shows, advance)
    }

    var poster: Image? { kept.withLock { $0 } }

    func saw(_ frame: VideoFrame, number: Int) throws(ImagingError) {
        if number == posterFrame {
            let image = try frame.image()
            kept.withLock { $0 = image }
            shows(image)
        }
        advance()
    }
}
