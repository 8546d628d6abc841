import Imaging
import StrictJSON

extension AnimationPlan {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        width = try keys.required("width").int(in: 16...4_000)
        height = try keys.required("height").int(in: 16...4_000)
        if let node = keys.optional("frames") {
            let frames = try node.array(max: 256, of: Frame.init)
            guard !frames.isEmpty else { throw node.error(expected: "at least one frame") }
            self.frames = frames
        }
        order = try keys.optional("order")?.oneOf(Order.self) ?? .forward
        repeats = try keys.optional("repeat")?.int(in: 1...20) ?? 1
        delay = try keys.optional("delay")?.delay() ?? 500
        loops = try keys.optional("loops")?.int(in: 0...65_535) ?? 0
        slot =
            try keys.optional("slot").map(Layout.Slot.init(animation:))
            ?? Layout.Slot(subject: .capture(1), box: .whole)
        background = try keys.optional("background").map(Layout.Background.init) ?? .colour(.white)
        overlays = try keys.optional("overlays")?.array(max: 64, of: Layout.Overlay.init) ?? []
        texts = try keys.optional("texts")?.array(max: 64, of: Layout.Text.init) ?? []
        effects = try keys.optional("effects")?.effects() ?? []
        budget = try keys.optional("budget")?.int(in: 10...100_000)
        try keys.finish()
    }
}

extension AnimationPlan.Frame {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        capture = try keys.required("capture").int(in: 1...999)
        delay = try keys.optional("delay")?.delay()
        overlays = try keys.optional("overlays")?.array(max: 64, of: Layout.Overlay.init) ?? []
        texts = try keys.optional("texts")?.array(max: 64, of: Layout.Text.init) ?? []
        effects = try keys.optional("effects")?.effects() ?? []
        try keys.finish()
    }
}

extension JSONNode {
    /// GIF counts in hundredths of a second, and viewers slow down anything below two of them.
    fileprivate func delay() throws(StrictJSONError) -> Int { try int(in: 20...60_000) }
}
