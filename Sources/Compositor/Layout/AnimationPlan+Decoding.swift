internal import Imaging
internal import StrictJSON

extension AnimationPlan {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try JSONObjectReader(node)
        width = try keys.required("width").int(in: 16...4_000)
        height = try keys.required("height").int(in: 16...4_000)
        if let node = keys["frames"] {
            let frames = try [Frame](node, Frame.init)
            guard !frames.isEmpty else { throw node.error(expected: "at least one frame") }
            self.frames = frames
        }
        order = try keys["order"]?.oneOf(Order.self) ?? .forward
        repeats = try keys["repeat"]?.int(in: 1...20) ?? 1
        delay = try keys["delay"]?.delay() ?? 500
        loops = try keys["loops"]?.int(in: 0...65_535) ?? 0
        slot = try keys["slot"].map(Layout.Slot.init(animation:))
            ?? Layout.Slot(subject: .capture(1), box: .whole)
        background = try keys["background"].map(Layout.Background.init) ?? .colour(.white)
        overlays = try [Layout.Overlay](keys["overlays"], Layout.Overlay.init)
        texts = try [Layout.Text](keys["texts"], Layout.Text.init)
        effects = try keys["effects"]?.effects() ?? []
        budget = try keys["budget"]?.int(in: 10...100_000)
        try keys.finish()
    }
}

extension AnimationPlan.Frame {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try JSONObjectReader(node)
        capture = try keys.required("capture").int(in: 1...999)
        delay = try keys["delay"]?.delay()
        overlays = try [Layout.Overlay](keys["overlays"], Layout.Overlay.init)
        texts = try [Layout.Text](keys["texts"], Layout.Text.init)
        effects = try keys["effects"]?.effects() ?? []
        try keys.finish()
    }
}

extension JSONNode {
    /// GIF counts in hundredths of a second, and viewers slow down anything below two of them.
    fileprivate func delay() throws(StrictJSONError) -> Int { try int(in: 20...60_000) }
}
