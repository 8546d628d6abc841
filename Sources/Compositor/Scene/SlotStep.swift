import Imaging

/// A slot: shadow, border, then the picture through its shape.
struct SlotStep: Sendable {
    enum Picture: Sendable {
        /// `opaque`: what it has around it unless it has alpha; nil when that depends on its aspect.
        case capture(CaptureView, opaque: Mount?)
        case fixed(PictureView.Patch, Mount)
    }

    var picture: Picture
    /// The whole pixel of the canvas that patch and mount are relative to.
    var x: Int
    var y: Int
    var dressing: Dressing
    var opacity: Double

    var captureView: CaptureView? {
        if case .capture(let view, _) = picture { view } else { nil }
    }

    func draw(on canvas: inout Canvas, for composition: Composition) throws {
        let patch: PictureView.Patch
        let mount: Mount
        switch picture {
        case .fixed(let fixed, let ready): (patch, mount) = (fixed, ready)
        case .capture(let view, let opaque):
            patch = try composition.patch(view)
            if let opaque, patch.image.bands == 3 || opaque.under.isEmpty {
                mount = opaque
            } else {
                mount = try patch.mounted(dressing)
            }
        }
        guard opacity < 1, !mount.under.isEmpty else {
            return try draw(patch, mount, on: &canvas, x: x, y: y, opacity: opacity)
        }
        // The slot fades as one thing, so that its border does not shine through its picture.
        let box = mount.under.map(\.bounds).reduce(patch.bounds) { $0.union($1) }.moved(x: x, y: y)
            .intersection(PixelBox(x: 0, y: 0, width: canvas.width, height: canvas.height))
        guard !box.isEmpty else { return }
        var group = try Canvas(copying: canvas.part(box))
        try draw(patch, mount, on: &group, x: x - box.x, y: y - box.y, opacity: 1)
        try canvas.draw(group.finished(), x: box.x, y: box.y, opacity: opacity)
    }

    private func draw(
        _ patch: PictureView.Patch, _ mount: Mount, on canvas: inout Canvas, x: Int, y: Int, opacity: Double
    ) throws(ImagingError) {
        for layer in mount.under {
            try canvas.fill(
                layer.colour, through: layer.coverage, x: x + layer.x, y: y + layer.y, opacity: layer.opacity)
        }
        try canvas.draw(patch.image, x: x + patch.x, y: y + patch.y, coverage: mount.coverage, opacity: opacity)
    }
}
