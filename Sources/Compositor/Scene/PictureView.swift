import Effects
import Imaging

/// How a picture is seen through a box: all that the pixels of a slot depend on, besides the picture itself. Slots with equal views of
/// one capture share the work.
struct PictureView: Hashable, Sendable {
    /// The box relative to the whole pixel at its top left.
    var frame: Frame
    var rotation = 0.0
    var fit = Layout.Fit.cover
    var focus = Layout.Focus.point(x: 0.5, y: 0.5)
    var effects: [PreparedEffect] = []
    var light = Light.gamma

    /// The share of a capture that is nearly all of it.
    private static let much = 0.8

    /// What a picture looks like in this view.
    struct Patch: Sendable {
        var image: Image
        /// Of the image's top left pixel, relative to the whole pixel that the view is relative to.
        var x: Int
        var y: Int
        /// The box that the picture fills: the view's, or the part of it that `contain` leaves.
        var frame: Frame

        var bounds: PixelBox { image.bounds.moved(x: x, y: y) }
    }

    /// Whether effects ask for the light of the session.
    var needsBalance: Bool { effects.contains(where: \.needsBalance) }

    /// The captures that effects ask for besides the one that is seen.
    var companions: Set<Int> { Set(effects.flatMap(\.captures)) }

    /// `context` says what holds for the whole session.
    func patch(
        of picture: PictureFile, in context: EffectContext = EffectContext(side: 1), acceptDamaged: Bool = false
    ) throws(ImagingError) -> Patch {
        let (width, height) = (Double(picture.width), Double(picture.height))
        let frame = fit == .contain ? self.frame.fitting(aspect: width / height) : self.frame
        let region = fit == .cover ? try covering(picture, frame) : Region(x: 0, y: 0, width: width, height: height)
        let (scaleX, scaleY) = (region.width / frame.width, region.height / frame.height)

        /// The picture sampled for a grid of whole pixels whose corner lies at (x, y) of the same pixels as `frame`.
        func sample(x: Double, y: Double, width: Int, height: Int) throws(ImagingError) -> Image {
            let seen = Region(
                x: region.x + (x - frame.x) * scaleX, y: region.y + (y - frame.y) * scaleY,
                width: Double(width) * scaleX, height: Double(height) * scaleY)
            let image = try picture.sampled(
                seen, width: width, height: height, light: light, acceptDamaged: acceptDamaged)
            guard !effects.isEmpty else { return image }
            let side = min(picture.width, picture.height)
            var context = context
            context.side = Double(side) / (scaleX * scaleY).squareRoot()
            context.seed = try picture.seed()
            context.seen = Region(
                x: seen.x / Double(picture.width), y: seen.y / Double(picture.height),
                width: seen.width / Double(picture.width), height: seen.height / Double(picture.height))
            context.whole = context.seen.width * context.seen.height < Self.much ? picture : nil
            return try effects.applied(to: image, in: context)
        }

        guard rotation != 0 else {
            let bounds = frame.bounds
            let image = try sample(x: Double(bounds.x), y: Double(bounds.y), width: bounds.width, height: bounds.height)
            return Patch(image: image, x: bounds.x, y: bounds.y, frame: frame)
        }
        // The turn reads some pixels beyond the box, so that its edges show picture and no repetition of a border.
        let (w, h) = (Int(frame.width.rounded(.up)) + 8, Int(frame.height.rounded(.up)) + 8)
        let upright = try sample(
            x: frame.centreX - Double(w) / 2, y: frame.centreY - Double(h) / 2, width: w, height: h)
        let bounds = frame.outline(.rectangle, rotation: rotation).bounds
        let image = try upright.turned(
            by: rotation, centreX: frame.centreX - Double(bounds.x), centreY: frame.centreY - Double(bounds.y),
            width: bounds.width, height: bounds.height)
        return Patch(image: image, x: bounds.x, y: bounds.y, frame: frame)
    }

    /// The part of the picture with the box's aspect, as much of it as there is, about the focus and inside the picture.
    private func covering(_ picture: PictureFile, _ frame: Frame) throws(ImagingError) -> Region {
        let (width, height) = (Double(picture.width), Double(picture.height))
        let scale = min(width / frame.width, height / frame.height)
        let (w, h) = (frame.width * scale, frame.height * scale)
        let centre: (x: Double, y: Double) =
            switch focus {
            case .point(let x, let y): (x, y)
            case .attention: try picture.attention(aspect: frame.width / frame.height)
            }
        return Region(
            x: min(max(centre.x * width - w / 2, 0), width - w), y: min(max(centre.y * height - h / 2, 0), height - h),
            width: w, height: h)
    }
}

extension Frame {
    func outline(_ kind: Outline.Kind, rotation: Double) -> Outline {
        Outline(kind, centreX: centreX, centreY: centreY, width: width, height: height, angle: rotation)
    }
}
