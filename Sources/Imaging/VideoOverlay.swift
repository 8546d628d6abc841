internal import CVips

/// What lies over every frame of a film, prepared once: only where there is something does a frame cost anything.
///
/// Unchecked, because nothing changes it once it is made.
public final class VideoOverlay: @unchecked Sendable {
    public let width: Int
    public let height: Int
    /// What there is of luma and both differences, premultiplied, span after span; behind it, the coverage of each sample.
    private let samples: UnsafeMutablePointer<UInt8>
    private let count: Int
    private let spans: [cvips_span]

    /// - Parameter image: premultiplied, 4 bands, both sides even.
    public init(_ image: Image) throws(ImagingError) {
        precondition(image.bands == 4 && image.width.isMultiple(of: 2) && image.height.isMultiple(of: 2))
        let (width, height) = (image.width, image.height)
        (self.width, self.height) = (width, height)
        let (area, all) = (width * height, VideoFrame.bytes(width: width, height: height))
        guard let memory = malloc(2 * all) else { throw .outOfMemory(width: width, height: height) }
        defer { free(memory) }
        let whole = memory.assumingMemoryBound(to: UInt8.self)
        let alpha = whole + all
        try image.withPixels { (pixels) throws(ImagingError) in
            let planes = cvips_planes(
                y: whole, u: whole + area, v: whole + area * 5 / 4, stride: width, half_stride: width / 2)
            cvips_rgba_to_i420(planes, alpha, alpha + area, pixels.baseAddress!, Int32(width), Int32(height))
        }
        (alpha + area * 5 / 4).update(from: alpha + area, count: area / 4)
        spans =
            Self.spans(of: alpha, rows: height, width: width, from: 0)
            + Self.spans(of: alpha, rows: height, width: width / 2, from: area)
        count = spans.reduce(0) { $0 + Int($1.count) }
        guard let packed = malloc(max(1, 2 * count)) else { throw .outOfMemory(width: width, height: height) }
        samples = packed.assumingMemoryBound(to: UInt8.self)
        var at = 0
        for span in spans {
            (samples + at).update(from: whole + Int(span.start), count: Int(span.count))
            (samples + count + at).update(from: alpha + Int(span.start), count: Int(span.count))
            at += Int(span.count)
        }
    }

    deinit { free(samples) }

    /// What a picture lays over what it is drawn on, from how it looks on black and on white (3 bands each); nil when the
    /// channels disagree about how much it covers.
    public convenience init?(onBlack: Image, onWhite: Image) throws(ImagingError) {
        precondition(onBlack.bands == 3 && onWhite.bands == 3 && onBlack.bounds == onWhite.bounds)
        var worst: Int32 = 0
        let layer = try onBlack.withPixels { (black) throws(ImagingError) in
            try onWhite.withPixels { (white) throws(ImagingError) in
                try Image(width: onBlack.width, height: onBlack.height, bands: 4) { (rgba) throws(ImagingError) in
                    worst = cvips_unplate(
                        rgba.baseAddress!, black.baseAddress!, white.baseAddress!, onBlack.width * onBlack.height)
                }
            }
        }
        // Each step of a drawing rounds, so that channels may differ by a few levels.
        guard worst <= 6 else { return nil }
        try self.init(layer)
    }

    /// That it takes in memory, nearly.
    public var bytes: Int { 2 * count + spans.count * MemoryLayout<cvips_span>.stride }

    func blend(on frame: UnsafeMutablePointer<UInt8>) {
        spans.withUnsafeBufferPointer { spans in
            guard let first = spans.baseAddress else { return }
            cvips_blend_i420(frame, samples, samples + count, first, spans.count)
        }
    }

    /// Whether it hides all of what is below.
    public var isOpaque: Bool {
        spans.reduce(0) { $0 + ($1.opaque == 1 ? Int($1.count) : 0) } == VideoFrame.bytes(width: width, height: height)
    }

    /// Runs of 32 samples in which there is something; neighbours of one kind are one.
    private static func spans(
        of alpha: UnsafeMutablePointer<UInt8>, rows: Int, width: Int, from start: Int
    ) -> [cvips_span] {
        var spans: [cvips_span] = []
        for row in 0..<rows {
            var x = 0
            while x < width {
                let (at, count) = (start + row * width + x, min(32, width - x))
                let run = UnsafeBufferPointer(start: alpha + at, count: count)
                let (least, most) = run.reduce((UInt8.max, UInt8.min)) { (min($0.0, $1), max($0.1, $1)) }
                x += count
                guard most > 0 else { continue }
                let opaque: UInt32 = least == 255 ? 1 : 0
                if let last = spans.last, Int(last.start + last.count) == at, last.opaque == opaque {
                    spans[spans.count - 1].count += UInt32(count)
                } else {
                    spans.append(cvips_span(start: UInt32(at), count: UInt32(count), opaque: opaque))
                }
            }
        }
        return spans
    }
}
