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
    }

    /// From the bottom up: shadow, border.
    var under: [Layer] = []
    /// Of the size of the picture's patch; nil: the patch is seen whole.
    var coverage: Image?

    init(frame: Frame, dressing: Dressing) throws(ImagingError) {
        let (rotation, outline) = (dressing.rotation, frame.outline(dressing.kind, rotation: dressing.rotation))
        let patch = rotation == 0 ? frame.bounds : frame.outline(.rectangle, rotation: rotation).bounds
        if let mask = dressing.mask {
            coverage = try mask.patch(for: frame, rotation: rotation)
        } else if rotation != 0 || dressing.kind != .rectangle || !frame.isAligned {
            coverage = try .coverage(of: outline.moved(x: -patch.x, y: -patch.y), width: patch.width, height: patch.height)
        }
        if let shadow = dressing.shadow {
            let reach = Int((shadow.blur * 1.5).rounded(.up)) + 1
            let (source, x, y): (Image, Int, Int)
            if dressing.mask != nil, let coverage {
                (source, x, y) = (coverage, patch.x, patch.y)
            } else {
                let grown = outline.grown(by: dressing.border?.width ?? 0)
                let bounds = grown.bounds
                source = try .coverage(of: grown.moved(x: -bounds.x, y: -bounds.y), width: bounds.width, height: bounds.height)
                (x, y) = (bounds.x, bounds.y)
            }
            let room = try source.embedded(
                x: reach, y: reach, width: source.width + 2 * reach, height: source.height + 2 * reach)
            under.append(
                Layer(
                    coverage: shadow.blur > 0 ? try room.blurred(sigma: shadow.blur / 2) : room,
                    x: x - reach + Int(shadow.x.rounded()), y: y - reach + Int(shadow.y.rounded()),
                    colour: shadow.colour, opacity: shadow.opacity))
        }
        if let border = dressing.border, border.width > 0 {
            let grown = outline.grown(by: border.width)
            let bounds = grown.bounds
            under.append(
                Layer(
                    coverage: try .coverage(
                        of: grown.moved(x: -bounds.x, y: -bounds.y), width: bounds.width, height: bounds.height),
                    x: bounds.x, y: bounds.y, colour: border.colour, opacity: 1))
        }
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
        let patch = try view.patch(of: file, balance: .neutral)
        let shape = try file.hasAlpha ? patch.image.alphaCoverage() : patch.image.luminanceCoverage()
        let edges = frame.outline(.rectangle, rotation: rotation).moved(x: -patch.x, y: -patch.y)
        return try shape.multiplied(by: .coverage(of: edges, width: shape.width, height: shape.height))
    }
}
