internal import CVips

/// One frame of a film: planes of luma and of both colour differences (I420, BT.709 in limited range), one behind the other
/// without padding, as encoders take them from a pipe.
///
/// Unchecked, because one thread at a time has it: whoever writes it gives it on when it is done, and nobody writes it then.
public final class VideoFrame: @unchecked Sendable {
    /// Both even.
    public let width: Int
    public let height: Int
    private let samples: UnsafeMutablePointer<UInt8>

    /// Black, or with whatever was in memory when all of it will be drawn on. Throws when sides are not even or memory is short.
    public init(width: Int, height: Int, isBlack: Bool = true) throws(ImagingError) {
        try Image.check(width: width, height: height, call: "VideoFrame")
        guard width.isMultiple(of: 2), height.isMultiple(of: 2) else {
            throw .failed(call: "VideoFrame", reason: "\(width)x\(height) pixels; both must be even")
        }
        let count = Self.bytes(width: width, height: height)
        guard let memory = cvips_frame_new(count) else { throw .outOfMemory(width: width, height: height) }
        samples = memory
        if isBlack {
            samples.update(repeating: 16, count: width * height)
            (samples + width * height).update(repeating: 128, count: width * height / 2)
        }
        (self.width, self.height) = (width, height)
    }

    deinit { free(samples) }

    /// Of one frame of that size.
    public static func bytes(width: Int, height: Int) -> Int { width * height * 3 / 2 }

    /// All planes: luma, then blue's and red's differences.
    public var bytes: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: samples, count: Self.bytes(width: width, height: height))
    }

    /// From the even position (`x`, `y`) on.
    private func planes(x: Int = 0, y: Int = 0) -> cvips_planes {
        let (area, half) = (width * height, y / 2 * (width / 2) + x / 2)
        return cvips_planes(
            y: samples + y * width + x, u: samples + area + half, v: samples + area * 5 / 4 + half, stride: width,
            half_stride: width / 2)
    }

    /// Draws `image` (3 bands) with its top left pixel at (`x`, `y`); what lies outside is cut off. Where a side is odd, the pixel
    /// beside it, which shares its colour, is drawn over.
    public func draw(_ image: Image, x: Int, y: Int) throws(ImagingError) {
        guard image.bands == 3 else { throw .failed(call: "VideoFrame.draw", reason: "3 bands are needed") }
        let seen = PixelBox(x: x, y: y, width: image.width, height: image.height).intersection(bounds)
        guard !seen.isEmpty else { return }
        let part = try image.cropped(
            to: PixelBox(x: seen.x - x, y: seen.y - y, width: seen.width, height: seen.height))
        let box = seen.even
        let planes = planes(x: box.x, y: box.y)
        try part.withPixels { (pixels) throws(ImagingError) in
            let done = cvips_rgb_to_i420(
                planes, Int32(box.width), Int32(box.height), pixels.baseAddress!, Int32(part.width),
                Int32(part.height), Int32(seen.x - box.x), Int32(seen.y - box.y))
            guard done == 0 else { throw .outOfMemory(width: box.width, height: 2) }
        }
    }

    /// Draws what `region` of `file` shows in `box`, whose sides and corners are even, without a way through RGB; false, with nothing
    /// drawn, where there is none: the file must be an upright JPEG in sRGB that is shown at about its size.
    public func draw(
        _ file: PictureFile, showing region: Region, in box: PixelBox, acceptDamaged: Bool
    ) throws(ImagingError) -> Bool {
        guard box == box.even, box.intersection(bounds) == box, !box.isEmpty else { return false }
        return try file.sampled(
            region, width: box.width, height: box.height, into: planes(x: box.x, y: box.y),
            acceptDamaged: acceptDamaged)
    }

    /// How planes of a decoder are coded where not as a film's, which are BT.709 in limited range.
    public enum Coding: Sendable {
        case bt601, fullBT601, fullBT709
    }

    /// Makes a film's planes of those that lie here, coded as `coding`.
    public func recode(from coding: Coding) {
        let from =
            switch coding {
            case .bt601: CVIPS_BT601
            case .fullBT601: CVIPS_BT601_FULL
            case .fullBT709: CVIPS_BT709_FULL
            }
        cvips_recode_i420(planes(), Int32(width), Int32(height), from)
    }

    /// Copies `other` to the even position (`x`, `y`); what lies outside is cut off.
    public func draw(_ other: VideoFrame, x: Int, y: Int) {
        precondition(x.isMultiple(of: 2) && y.isMultiple(of: 2))
        let seen = PixelBox(x: x, y: y, width: other.width, height: other.height).intersection(bounds)
        guard !seen.isEmpty else { return }
        let (to, from) = (planes(x: seen.x, y: seen.y), other.planes(x: seen.x - x, y: seen.y - y))
        for row in 0..<seen.height {
            (to.y + row * width).update(from: from.y + row * other.width, count: seen.width)
        }
        for row in 0..<seen.height / 2 {
            let (into, out) = (row * (width / 2), row * (other.width / 2))
            (to.u + into).update(from: from.u + out, count: seen.width / 2)
            (to.v + into).update(from: from.v + out, count: seen.width / 2)
        }
    }

    /// Lays `overlay`, which has the frame's size, over it.
    public func lay(_ overlay: VideoOverlay) {
        precondition(overlay.width == width && overlay.height == height)
        overlay.blend(on: samples)
    }

    /// As RGB.
    public func image() throws(ImagingError) -> Image {
        let planes = planes()
        return try Image(width: width, height: height, bands: 3) { (pixels) throws(ImagingError) in
            cvips_i420_to_rgb(pixels.baseAddress!, planes, Int32(width), Int32(height))
        }
    }

    public var bounds: PixelBox { PixelBox(x: 0, y: 0, width: width, height: height) }
}

extension PixelBox {
    /// The smallest box around this one whose sides and corners are even.
    public var even: PixelBox {
        let (left, top) = (x & ~1, y & ~1)
        return PixelBox(x: left, y: top, width: (x + width - left + 1) & ~1, height: (y + height - top + 1) & ~1)
    }
}
