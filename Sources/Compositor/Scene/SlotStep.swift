import Imaging

/// A slot: shadow, border, then the picture through its shape.
struct SlotStep: Sendable {
    enum Picture: Sendable {
        case capture(CaptureView)
        case fixed(PictureView.Patch)
    }

    var picture: Picture
    /// The whole pixel of the canvas that patch and mount are relative to.
    var x: Int
    var y: Int
    var dressing: Dressing
    /// nil when it depends on the capture's aspect.
    var mount: Mount?
    var opacity: Double

    var captureView: CaptureView? {
        if case .capture(let view) = picture { view } else { nil }
    }

    func draw(on canvas: inout Canvas, for composition: Composition) throws {
        let patch =
            switch picture {
            case .capture(let view): try composition.patch(view)
            case .fixed(let patch): patch
            }
        let mount = try mount ?? Mount(frame: patch.frame, dressing: dressing)
        for layer in mount.under {
            try canvas.fill(
                layer.colour, through: layer.coverage, x: x + layer.x, y: y + layer.y, opacity: layer.opacity * opacity)
        }
        try canvas.draw(patch.image, x: x + patch.x, y: y + patch.y, coverage: mount.coverage, opacity: opacity)
    }
}
