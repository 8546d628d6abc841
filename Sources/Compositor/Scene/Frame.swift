import Imaging

/// A box in pixels of a canvas; fractions are meant.
struct Frame: Hashable, Sendable {
    var x, y, width, height: Double

    var centreX: Double { x + width / 2 }
    var centreY: Double { y + height / 2 }

    func moved(x dx: Double, y dy: Double) -> Frame {
        Frame(x: x + dx, y: y + dy, width: width, height: height)
    }

    /// The whole pixels that the upright box touches. A hair beyond a pixel's edge, as arithmetic leaves it, does not count.
    var bounds: PixelBox {
        let left = Int((x + 0.001).rounded(.down))
        let top = Int((y + 0.001).rounded(.down))
        let right = Int((x + width - 0.001).rounded(.up))
        let bottom = Int((y + height - 0.001).rounded(.up))
        return PixelBox(x: left, y: top, width: max(right - left, 1), height: max(bottom - top, 1))
    }

    /// Whether the box lies on whole pixels.
    var isAligned: Bool {
        [x, y, width, height].allSatisfy { abs($0 - $0.rounded()) < 0.001 }
    }

    /// The largest box of `aspect` (width / height) inside, centred.
    func fitting(aspect: Double) -> Frame {
        let scale = min(width / aspect, height)
        let (w, h) = (aspect * scale, scale)
        return Frame(x: x + (width - w) / 2, y: y + (height - h) / 2, width: w, height: h)
    }
}

/// Where a layout's lengths become pixels of a canvas.
struct Measure: Sendable {
    let trimWidth: Double
    let trimHeight: Double
    let bleedX: Double
    let bleedY: Double
    let dpi: Double
    /// The em in pixels below which few people can read a text; 0 where nothing is known about the distance.
    let leastText: Double

    var shortSide: Double { min(trimWidth, trimHeight) }

    func across(_ length: Length) -> Double { length.pixels(of: trimWidth, dpi: dpi) }
    func down(_ length: Length) -> Double { length.pixels(of: trimHeight, dpi: dpi) }
    func other(_ length: Length) -> Double { length.pixels(of: shortSide, dpi: dpi) }

    /// On the canvas, whose corner is the bleed's.
    func frame(_ box: Layout.Box) -> Frame {
        Frame(
            x: across(box.x) + bleedX, y: down(box.y) + bleedY, width: across(box.width), height: down(box.height))
    }

    func frame(of overlay: Layout.Overlay) -> Frame {
        overlay.box.map(frame) ?? (overlay.area == .trim ? trim : canvas)
    }

    /// Whether it is cut with a knife, or shown on a screen.
    var isPaper: Bool { leastText > 0 }

    var canvas: Frame { Frame(x: 0, y: 0, width: trimWidth + 2 * bleedX, height: trimHeight + 2 * bleedY) }
    var trim: Frame { Frame(x: bleedX, y: bleedY, width: trimWidth, height: trimHeight) }
}

extension Measure {
    init(_ paper: Paper) {
        (trimWidth, trimHeight) = (Double(paper.trimWidth), Double(paper.trimHeight))
        (bleedX, bleedY, dpi) = (Double(paper.bleedX), Double(paper.bleedY), paper.dpi)
        leastText = Self.leastPoints / 72 * paper.dpi
    }

    /// A frame of an animation has no bleed; physical lengths count as on the paper.
    init(_ plan: AnimationPlan, dpi: Double) {
        (trimWidth, trimHeight) = (Double(plan.width), Double(plan.height))
        (bleedX, bleedY, self.dpi) = (0, 0, dpi)
        leastText = 0
    }

    /// Small print of books and packages; on a picture in the hand, what is smaller is taken for a line.
    static let leastPoints = 6.0
}

extension PixelBox {
    func moved(x dx: Int, y dy: Int) -> PixelBox { PixelBox(x: x + dx, y: y + dy, width: width, height: height) }

    /// The smallest box around both.
    func union(_ other: PixelBox) -> PixelBox {
        let (left, top) = (min(x, other.x), min(y, other.y))
        return PixelBox(
            x: left, y: top, width: max(x + width, other.x + other.width) - left,
            height: max(y + height, other.y + other.height) - top)
    }
}
