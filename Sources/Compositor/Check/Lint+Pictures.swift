import Imaging

/// Whether pictures have the pixels that are shown, on the paper and on the animation's screen.
extension Lint {
    /// Every background of the layout, the pieces' and the animation's among them.
    mutating func checkBackgrounds() throws {
        try check(layout.background, at: "background", in: measure)
        for (index, piece) in layout.pieces.enumerated() {
            if let background = piece.background {
                try check(background, at: "pieces[\(index)].background", in: measure)
            }
        }
        if let plan = layout.animation {
            try check(plan.background, at: "animation.background", in: screen(plan), onPaper: false)
        }
    }

    private mutating func check(
        _ background: Layout.Background, at place: String, in measure: Measure, onPaper: Bool = true
    ) throws {
        guard case .picture(let name) = background else { return }
        try checkResolution(of: name, in: measure.canvas, fit: .cover, at: place, onPaper: onPaper)
    }

    /// What an animation shows beside its texts.
    mutating func checkScreen(_ plan: AnimationPlan) throws {
        let measure = screen(plan)
        for (index, one) in plan.places.enumerated() {
            let (slot, frame) = (one.slot, measure.frame(one.slot.box))
            let place = plan.places.count == 1 ? "animation.slot" : "animation.slots[\(index)]"
            try checkResolution(of: slot, in: frame, at: place, onPaper: false)
            checkReach(of: frame, rotation: slot.rotation, at: place, in: measure)
        }
        try checkFilm(plan)
        try check(plan.overlays, at: "animation.overlays", in: measure)
        for (number, frame) in (plan.frames ?? []).enumerated() {
            try check(frame.overlays, at: "animation.frames[\(number)].overlays", in: measure)
        }
    }

    private mutating func check(_ overlays: [Layout.Overlay], at place: String, in measure: Measure) throws {
        let builder = SceneBuilder(measure: measure, assets: template.assets, light: layout.output.light)
        for (index, overlay) in overlays.enumerated() {
            let (frame, place) = (measure.frame(of: overlay), "\(place)[\(index)]")
            try checkResolution(of: overlay.picture, in: frame, fit: .stretch, at: place, onPaper: false)
            guard let ink = try ink(of: overlay, with: builder) else { continue }
            checkReach(of: ink, rotation: overlay.rotation, about: frame, at: place, in: measure)
        }
    }

    func screen(_ plan: AnimationPlan) -> Measure { Measure(plan, dpi: layout.paper.dpi) }

    mutating func checkResolution(
        of slot: Layout.Slot, in frame: Frame, at place: String, onPaper: Bool = true
    ) throws {
        switch slot.subject {
        case .capture:
            // What a camera of 24 megapixels gives.
            if max(frame.width, frame.height) > 6_000 || min(frame.width, frame.height) > 4_000 {
                let size = "\(Int(frame.width))x\(Int(frame.height))"
                report(place, "wants \(size) pixels, more than a camera of 24 megapixels has")
            }
        case .picture(let name):
            try checkResolution(of: name, in: frame, fit: slot.fit, at: place, onPaper: onPaper)
        }
    }

    mutating func checkResolution(
        of name: String, in frame: Frame, fit: Layout.Fit, at place: String, onPaper: Bool = true
    ) throws {
        let file = try template.assets.file(name)
        let (across, down) = (frame.width / Double(file.width), frame.height / Double(file.height))
        let scale = fit == .contain ? min(across, down) : max(across, down)
        // Five percent of enlargement are not seen.
        guard scale > 1.05 else { return }
        let (dpi, paper) = (Int((layout.paper.dpi / scale).rounded()), Int(layout.paper.dpi))
        let size = "\(name) has \(file.width)x\(file.height) pixels"
        let shown = "\(Int(frame.width.rounded()))x\(Int(frame.height.rounded()))"
        if onPaper {
            report(place, "\(size), which is \(dpi) dpi here", remedy: "the paper prints \(paper)")
        } else {
            report(place, "\(size), shown at \(shown)")
        }
    }
}
