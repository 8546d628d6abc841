import Effects
import Imaging

/// What a slot has around its picture: the shape it is seen through, and border and shadow beneath it. Coordinates are relative to a
/// whole pixel, as a `PictureView`'s are.
struct Mount: Sendable {
    struct Layer: Sendable {
        var coverage: Image
        var x: Int
        var y: Int
        var colour: Colour
        var opacity: Double

        var bounds: PixelBox { coverage.bounds.moved(x: x, y: y) }
    }

    /// From the bottom up: shadow, border.
    var under: [Layer] = []
    /// Of the size of the picture's patch; nil: the patch is seen whole.
    var coverage: Image?

    /// `picture` is given when one can see through it: then its border is a ring, and its shadow that of what is seen.
    /// An opaque picture lies on its border, so that nothing shines through where both meet.
    init(frame: Frame, dressing: Dressing, picture: Image? = nil) throws(ImagingError) {
        let (rotation, outline) = (dressing.rotation, frame.outline(dressing.kind, rotation: dressing.rotation))
        let patch = rotation == 0 ? frame.bounds : frame.outline(.rectangle, rotation: rotation).bounds
        if let mask = dressing.mask {
            coverage = try mask.patch(for: frame, rotation: rotation)
        } else if rotation != 0 || dressing.kind != .rectangle || !frame.isAligned {
            coverage = try Shade(outline, in: patch).coverage
        }
        let width = dressing.border?.width ?? 0
        var shape = try Shade(outline.grown(by: width))
        if let picture {
            var seen = Shade(coverage: try picture.alphaCoverage(), x: patch.x, y: patch.y)
            if let coverage { seen.coverage = try seen.coverage.multiplied(by: coverage) }
            let ring = try shape.without(outline)
            if let border = dressing.border, width > 0 { under.append(Layer(ring, border.colour)) }
            shape = width > 0 ? try ring.with(seen) : seen
        } else {
            if let border = dressing.border, width > 0 { under.append(Layer(shape, border.colour)) }
            if dressing.mask != nil, let coverage { shape = Shade(coverage: coverage, x: patch.x, y: patch.y) }
        }
        if let shadow = dressing.shadow {
            under.insert(Layer(try shape.cast(shadow), shadow.colour, opacity: shadow.opacity), at: 0)
        }
    }
}

extension PictureView.Patch {
    /// What is around this picture.
    func mounted(_ dressing: Dressing) throws(ImagingError) -> Mount {
        try Mount(frame: frame, dressing: dressing, picture: image.bands == 4 ? image : nil)
    }
}

extension Mount.Layer {
    fileprivate init(_ shade: Shade, _ colour: Colour, opacity: Double = 1) {
        self.init(coverage: shade.coverage, x: shade.x, y: shade.y, colour: colour, opacity: opacity)
    }
}

/// Shape, border and shadow of a slot in pixels.
struct Dressing: Sendable {
    var kind = Outline.Kind.rectangle
    var mask: MaskPicture?
    var rotation = 0.0
    var border: (width: Double, colour: Colour)?
    var shadow: Shadow?
}

/// A picture whose alpha (or brightness) is the shape of a slot.
struct MaskPicture: Sendable {
    let file: PictureFile

    /// Its coverage for a box, of the size of the box's patch.
    func patch(for frame: Frame, rotation: Double) throws(ImagingError) -> Image {
        let view = PictureView(frame: frame, rotation: rotation, fit: .stretch)
        let patch = try view.patch(of: file)
        let shape = try file.hasAlpha ? patch.image.alphaCoverage() : patch.image.luminanceCoverage()
        let edges = frame.outline(.rectangle, rotation: rotation).moved(x: -patch.x, y: -patch.y)
        return try shape.multiplied(by: .coverage(of: edges, width: shape.width, height: shape.height))
    }
}
