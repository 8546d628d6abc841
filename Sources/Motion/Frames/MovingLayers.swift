import Compositor
import Files
import Imaging

/// What of a layout moves by itself: a clip or numbered pictures behind everything, and before everything. They begin anew when they
/// are over. A clip takes as long as it was recorded; of numbered pictures, each frame of the film shows the next.
final class MovingLayers: Sendable {
    let background: MovingBackground?
    let overlays: [MovingOverlay]

    /// `film` is the path that is written: beside it lies what does not fit into memory.
    init(
        _ template: Template, _ plan: AnimationPlan, for film: String, tools: Tools
    ) throws(MotionError) {
        let (width, height) = (plan.width & ~1, plan.height & ~1)
        background = try plan.film.background.map { (name) throws(MotionError) in
            try MovingBackground(
                LayerFiles(name, template), width: plan.width, height: plan.height, rate: plan.film.rate, for: film,
                tools)
        }
        var overlays: [MovingOverlay] = []
        for overlay in plan.film.overlays {
            let box = template.box(ofMoving: overlay)
            overlays.append(
                try MovingOverlay(
                    LayerFiles(overlay.picture, template), box, width: width, height: height,
                    rate: plan.film.rate, tools))
        }
        self.overlays = overlays
    }

    func lay(over frame: VideoFrame, number: Int) {
        for overlay in overlays { frame.lay(overlay.at(number)) }
    }
}

/// The files of one layer.
enum LayerFiles: Sendable {
    case pictures([String])
    case clip(String)

    init(_ name: String, _ template: Template) throws(MotionError) {
        let names = Layout.isNumbered(name) ? Layout.numbered(name, in: template.layout.folder) : [name]
        guard !names.isEmpty else {
            throw .file(.missing(path: template.layout.folder + "/" + name))
        }
        let paths = try filming { try names.map(template.path(ofFile:)) }
        self = Layout.isNumbered(name) || !ClipKind.isClip(paths[0]) ? .pictures(paths) : .clip(paths[0])
    }

    /// The clip, or the first picture.
    var path: String {
        switch self {
        case .pictures(let paths): paths[0]
        case .clip(let path): path
        }
    }
}

extension Clip {
    /// As it is repeated at its own pace in a film of that rate: the places that are seen, ascending, and for each frame of the film
    /// a place among those.
    func loop(rate: Int) -> (wanted: [Int], picks: [Int]) {
        let picks = Timeline(times: times, end: length, rate: rate).picks
        let wanted = Set(picks).sorted()
        let rows = Dictionary(uniqueKeysWithValues: zip(wanted, wanted.indices))
        return (wanted, picks.map { rows[$0]! })
    }
}
