import Imaging

/// How a picture comes onto a medium's pixels.
public enum Placement: Equatable, Sendable, CustomStringConvertible {
    /// It has exactly the medium's pixels.
    case exact
    /// A canvas with bleed: cut to the medium's pixels, none changed.
    case cropped
    /// Where the medium reaches beyond the picture, by so many pixels at most, its edges are mirrored into what the
    /// printer cuts off; none of the picture's own changes.
    case extended(by: Int)
    /// Made for another paper: scaled to cover the medium; what stands out is cut off.
    case resampled(fromWidth: Int, height: Int)

    public var description: String {
        switch self {
        case .exact: "exact"
        case .cropped: "cropped to the sheet, not resampled"
        case .extended(let by): "edges mirrored outwards by up to \(by) pixels, not resampled"
        case .resampled(let width, let height): "resampled from \(width)x\(height)"
        }
    }
}

extension Placement {
    /// How a layout's canvas, trim and bleed, comes onto `medium`; nil for one that was made for another paper, which
    /// `PrintRaster` refuses. In pixels, upright or on its side.
    public static func ofCanvas(
        width: Int, height: Int, on medium: Medium, trim: (width: Int, height: Int)? = nil,
        calibration: CutCalibration? = nil
    ) -> Placement? {
        let fit = SheetFit(medium: medium, trim: trim, calibration: calibration)
        guard case .placed(_, _, let placement)? = fit.plan(width: min(width, height), height: max(width, height))
        else { return nil }
        return placement
    }
}

/// Where the printer really cuts, read from a calibration page: pixels lost at each edge of the sheet, upright.
public struct CutCalibration: Equatable, Sendable {
    public var left: Int
    public var top: Int
    public var right: Int
    public var bottom: Int

    public init(left: Int, top: Int, right: Int, bottom: Int) {
        (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
    }
}

/// Puts pictures onto sheets. All sizes are portrait pixels of the medium.
struct SheetFit {
    let medium: Medium
    /// What is left after the cut; nil when nothing is known of it.
    var trim: (width: Int, height: Int)?
    var calibration: CutCalibration?

    /// A layout's canvas is so much larger than its medium, at most; anything larger was made for another one.
    private static let mostBleed = 0.08
    /// A picture of another shape would lose more than this of its length.
    private static let mostLoss = 0.10

    /// What is shown in the middle of the cut sheet moves by this much from the middle of the medium.
    private var shift: (x: Int, y: Int) {
        guard let calibration else { return (0, 0) }
        return ((calibration.left - calibration.right) / 2, (calibration.top - calibration.bottom) / 2)
    }

    enum Plan: Equatable {
        /// 1:1, the picture's top left pixel at (x, y) of the medium.
        case placed(x: Int, y: Int, Placement)
        case scaled(Region, Placement)
    }

    /// nil for a picture of another shape.
    func plan(width: Int, height: Int) -> Plan? {
        let (x, y) = ((medium.width - width) / 2 + shift.x, (medium.height - height) / 2 + shift.y)
        let over = (Double(width) / Double(medium.width), Double(height) / Double(medium.height))
        if width == medium.width, height == medium.height, shift == (0, 0) { return .placed(x: 0, y: 0, .exact) }
        let missing = max(x, y, medium.width - width - x, medium.height - height - y)
        let isCanvas = over.0 >= 1 && over.1 >= 1 && max(over.0, over.1) <= 1 + Self.mostBleed
        let isTrim = trim.map { width >= $0.width && height >= $0.height && max(over.0, over.1) <= 1 + Self.mostBleed }
        if isCanvas || isTrim == true {
            return .placed(x: x, y: y, missing > 0 ? .extended(by: missing) : .cropped)
        }
        // Scaled to cover: the smaller of both factors decides, and the other axis is cut.
        let scale = max(1 / over.0, 1 / over.1)
        let (seenWidth, seenHeight) = (Double(medium.width) / scale, Double(medium.height) / scale)
        let loss = max(1 - seenWidth / Double(width), 1 - seenHeight / Double(height))
        guard loss <= Self.mostLoss else { return nil }
        let region = Region(
            x: (Double(width) - seenWidth) / 2 - Double(shift.x) / scale,
            y: (Double(height) - seenHeight) / 2 - Double(shift.y) / scale, width: seenWidth, height: seenHeight)
        return .scaled(region, .resampled(fromWidth: width, height: height))
    }
}

extension Image {
    /// `width` × `height` pixels with this picture's top left pixel at (`x`, `y`), its edges mirrored where it does not
    /// reach.
    func placed(x: Int, y: Int, width: Int, height: Int) throws(ImagingError) -> Image {
        if x <= 0, y <= 0, self.width + x >= width, self.height + y >= height {
            return try cropped(to: PixelBox(x: -x, y: -y, width: width, height: height))
        }
        let columns = (0..<width).map { Self.mirrored($0 - x, within: self.width) * bands }
        return try withPixels { (source) throws(ImagingError) in
            try Image(width: width, height: height, bands: bands) { (target) throws(ImagingError) in
                var at = 0
                for row in 0..<height {
                    let line = Self.mirrored(row - y, within: self.height) * self.width * bands
                    for column in columns {
                        for band in 0..<bands {
                            target[at] = source[line + column + band]
                            at += 1
                        }
                    }
                }
            }
        }
    }

    /// … 2 1 0 | 0 1 2 … last | last …
    private static func mirrored(_ index: Int, within count: Int) -> Int {
        let period = 2 * count
        let turn = ((index % period) + period) % period
        return turn < count ? turn : period - 1 - turn
    }
}
