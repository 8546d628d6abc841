internal import CVips

/// A turn by an angle.
public enum Turn {
    /// Exact at quarter turns, which therefore only move pixels.
    public static func cosineAndSine(degrees: Double) -> (Double, Double) {
        let angle = degrees.remainder(dividingBy: 360)
        switch angle {
        case 0: return (1, 0)
        case 90: return (0, 1)
        case -90: return (0, -1)
        case 180, -180: return (-1, 0)
        default: return (Reproducible.cos(angle * .pi / 180), Reproducible.sin(angle * .pi / 180))
        }
    }
}

extension Image {
    /// This picture turned clockwise by `degrees`, with its centre at (`centreX`, `centreY`) of an output of
    /// `width` × `height` pixels (fractions allowed: the centre of a pixel is at one half). Lanczos3 at scale 1; edge
    /// pixels repeat outside, so that a coverage can shape the edge without a fringe.
    public func turned(
        by degrees: Double, centreX: Double, centreY: Double, width: Int, height: Int
    ) throws(ImagingError) -> Image {
        try Image.check(width: width, height: height, call: "Image.turned")
        guard [degrees, centreX, centreY].allSatisfy({ abs($0) <= 1e6 }) else {
            throw .failed(
                call: "Image.turned", reason: "\(degrees)° about \(centreX), \(centreY) lies beyond a million pixels")
        }
        let (cosine, sine) = Turn.cosineAndSine(degrees: degrees)
        let (x, y) = (0.5 - centreX, 0.5 - centreY)
        let placing = CVipsPlacing(
            u0: cosine * x + sine * y + Double(self.width) / 2 - 0.5, ux: cosine, uy: sine,
            v0: cosine * y - sine * x + Double(self.height) / 2 - 0.5, vx: -sine, vy: cosine)
        return try withPixels { (source) throws(ImagingError) in
            try Image(width: width, height: height, bands: bands) { (samples) throws(ImagingError) in
                guard
                    cvips_turn(
                        samples.baseAddress!, Int32(width), Int32(height), source.baseAddress!, Int32(self.width),
                        Int32(self.height), Int32(bands), placing) == 0
                else { throw .outOfMemory(width: width, height: height) }
            }
        }
    }
}
