public import Effects
public import Imaging

/// A slot of a frame, for whoever shows one picture after the other in it.
public struct MovingSlot: Sendable {
    let place: SlotStep
    let view: CaptureView
    /// The box that the picture fills, relative to the whole pixel of `place`.
    let frame: Frame
    /// Of the source: as many pixels as there are.
    public let width: Int
    public let height: Int
    /// What an image must show to be shown here: a part of the source, which it may leave, in `size` pixels.
    public let region: Region
    public let size: (width: Int, height: Int)
    /// Where its top left pixel stands in the frame, when it is upright.
    public let x: Int
    public let y: Int
    /// Those of the layout, then the job's.
    public let effects: [PreparedEffect]

    /// The number of the capture that the layout has in it, from 1.
    public var capture: Int { view.capture }
    /// Whether a picture is seen in it as it is, in the middle or where the layout says: nothing in it has to be looked for first.
    public var isPlain: Bool {
        guard case .point = view.view.focus else { return false }
        return isUpright && effects.isEmpty && view.view.light == .gamma
    }

    /// Upright, so that its pixels are those of the frame.
    public var isUpright: Bool { view.view.rotation == 0 }
    public var box: PixelBox { PixelBox(x: x, y: y, width: size.width, height: size.height) }
}

extension Composition {
    /// How many frames the animation has, each counted once.
    public var frameCount: Int { frames.count }

    /// The captures, counted from 1, that it takes to draw a frame.
    public func captures(ofFrame index: Int) -> Set<Int> {
        Set(frames[index].views.flatMap { view in view.needed.union(effects.flatMap(\.captures)) })
    }

    /// A frame of the animation with what was placed, over `background` (3 bands, of the frame's size) instead of the layout's.
    public func frame(_ index: Int, over background: Image? = nil) throws(CompositorError) -> Image {
        try compositing {
            var scene = frames[index]
            if let background { scene.base = background }
            return try scene.drawn(for: self)
        }
    }

    /// The slots of a frame in the order in which they are drawn, for sources of `width` x `height` pixels.
    public func slots(ofFrame index: Int, width: Int, height: Int) -> [MovingSlot] {
        frames[index].steps.compactMap { step in
            guard case .slot(let place) = step, case .capture(let view, _) = place.picture else { return nil }
            return slot(place, view, width, height)
        }
    }

    private func slot(_ place: SlotStep, _ wish: CaptureView, _ width: Int, _ height: Int) -> MovingSlot {
        let view = wish.view
        let (across, down) = (Double(width), Double(height))
        let frame = view.fit == .contain ? view.frame.fitting(aspect: across / down) : view.frame
        var region = Region(x: 0, y: 0, width: across, height: down)
        if view.fit == .cover {
            let scale = min(across / frame.width, down / frame.height)
            (region.width, region.height) = (frame.width * scale, frame.height * scale)
            let centre: (x: Double, y: Double) =
                switch view.focus {
                case .point(let x, let y): (x, y)
                // What moves has no one place of interest.
                case .attention: (0.5, 0.5)
                }
            region.x = min(max(centre.x * across - region.width / 2, 0), across - region.width)
            region.y = min(max(centre.y * down - region.height / 2, 0), down - region.height)
        }
        // A turn reads some pixels beyond the box.
        let bounds = frame.bounds
        let isUpright = view.rotation == 0
        let size =
            isUpright
            ? (bounds.width, bounds.height) : (Int(frame.width.rounded(.up)) + 8, Int(frame.height.rounded(.up)) + 8)
        let (left, top) =
            isUpright
            ? (Double(bounds.x), Double(bounds.y))
            : (frame.centreX - Double(size.0) / 2, frame.centreY - Double(size.1) / 2)
        let (scaleX, scaleY) = (region.width / frame.width, region.height / frame.height)
        let seen = Region(
            x: region.x + (left - frame.x) * scaleX, y: region.y + (top - frame.y) * scaleY,
            width: Double(size.0) * scaleX, height: Double(size.1) * scaleY)
        return MovingSlot(
            place: place, view: wish, frame: frame, width: width, height: height, region: seen, size: size,
            x: place.x + bounds.x, y: place.y + bounds.y, effects: view.effects + effects)
    }

    /// Has `image`, which is as `slot` wants it, seen in that slot from now on.
    public func show(_ image: Image, in slot: MovingSlot) throws(CompositorError) {
        try compositing {
            let view = slot.view.view
            var patch = PictureView.Patch(
                image: image, x: slot.x - slot.place.x, y: slot.y - slot.place.y, frame: slot.frame)
            if !slot.isUpright {
                let frame = slot.frame
                let bounds = frame.outline(.rectangle, rotation: view.rotation).bounds
                patch.image = try image.turned(
                    by: view.rotation, centreX: frame.centreX - Double(bounds.x),
                    centreY: frame.centreY - Double(bounds.y), width: bounds.width, height: bounds.height)
                (patch.x, patch.y) = (bounds.x, bounds.y)
            }
            place(patch, for: slot.view)
        }
    }

    /// What of a placed capture is seen in the slots of a frame, upright and opaque, and where in the frame; nil when it is not that.
    public func plainPictures(ofFrame index: Int) throws(CompositorError) -> [(image: Image, x: Int, y: Int)]? {
        var pictures: [(image: Image, x: Int, y: Int)] = []
        for case .slot(let place) in frames[index].steps {
            guard case .capture(let view, _) = place.picture else { continue }
            let patch = try patch(view)
            guard view.view.rotation == 0, patch.image.bands == 3 else { return nil }
            pictures.append((patch.image, place.x + patch.x, place.y + patch.y))
        }
        return pictures
    }

    /// What a frame looks like around its slots: with black, and with white in all of them.
    public func surroundings(ofFrame index: Int, slots: [MovingSlot]) throws(CompositorError) -> (
        black: Image, white: Image
    ) {
        let empty = try showing(values, drawing: drawing)
        func drawn(_ colour: Colour) throws(CompositorError) -> Image {
            for slot in slots {
                let plain = try compositing {
                    try Canvas(width: slot.size.width, height: slot.size.height, colour: colour).finished()
                }
                try empty.show(plain, in: slot)
            }
            return try empty.frame(index)
        }
        return (try drawn(.black), try drawn(.white))
    }

    /// Whether what is drawn in a frame only covers what is below, and does nothing else to it, as blend modes do.
    public func onlyCovers(frame index: Int) -> Bool {
        frames[index].steps.allSatisfy { if case .overlay(let step) = $0 { step.blend == .normal } else { true } }
    }

    /// Whether all frames look the same around their slots.
    public var framesAreAlike: Bool {
        template.layout.animation?.frames?.allSatisfy { $0.overlays.isEmpty && $0.texts.isEmpty } ?? true
    }
}

extension Template {
    /// The whole pixels of an animation's frame that a moving overlay fills.
    public func box(ofMoving overlay: Layout.Overlay) -> PixelBox {
        guard let plan = layout.animation else { return PixelBox(x: 0, y: 0, width: 0, height: 0) }
        return Measure(plan, dpi: layout.paper.dpi).frame(of: overlay).bounds
    }

    /// The absolute path of a file of the layout.
    public func path(ofFile name: String) throws(CompositorError) -> String {
        try compositing { try assets.path(name) }
    }
}
