import CVips
import Synchronization
import Work

/// Pictures in time. A picture that comes again (repeats, there and back) stands in `frames` once, and is encoded once.
public struct Animation: Sendable {
    /// RGB, all of one size.
    public var frames: [Image]
    /// What is shown, as indices into `frames`.
    public var order: [Int]
    /// How long each entry of `order` is shown, ms, at least 1.
    public var delays: [Int]
    /// How often the whole is played; 0 for ever.
    public var loops: Int

    public init(frames: [Image], order: [Int], delays: [Int], loops: Int = 0) {
        (self.frames, self.order, self.delays, self.loops) = (frames, order, delays, loops)
    }

    /// What one format takes; sides in px, delays in ms.
    struct Limits {
        let format: String
        let side: Int
        let delay: Int
    }

    func check(_ limits: Limits, budget: Int?, workers: Int, comment: String?) throws(ImagingError) {
        func refuse(_ reason: String, remedy: String? = nil) -> ImagingError {
            .notEncodable(format: limits.format, reason: reason, remedy: remedy)
        }
        guard let first = frames.first, !order.isEmpty else { throw refuse("no frames") }
        guard frames.allSatisfy({ $0.bands == 3 && $0.width == first.width && $0.height == first.height }) else {
            throw refuse("frames are not opaque RGB pictures of one size")
        }
        guard max(first.width, first.height) <= limits.side else {
            throw refuse("\(first.width)x\(first.height) pixels", remedy: "the format ends at \(limits.side)")
        }
        guard order.count <= 65536, order.allSatisfy(frames.indices.contains) else {
            throw refuse("the order has more than 65536 entries, or one without a frame")
        }
        guard delays.count == order.count, delays.allSatisfy((1...limits.delay).contains) else {
            throw refuse("one delay of 1 to \(limits.delay) ms is needed for each frame shown")
        }
        guard (0...65535).contains(loops) else { throw refuse("\(loops) loops", remedy: "use 0 to 65535") }
        guard budget.map({ $0 > 0 }) != false, workers > 0 else { throw refuse("no budget or no worker") }
        try Metadata.check(comment: comment, for: limits.format)
    }

    /// Only frames that are shown; the same animation otherwise.
    var withoutUnused: Animation {
        var places: [Int: Int] = [:]
        var shown: [Image] = []
        for index in order where places[index] == nil {
            places[index] = shown.count
            shown.append(frames[index])
        }
        return Animation(frames: shown, order: order.compactMap { places[$0] }, delays: delays, loops: loops)
    }

    /// Encodes each picture by itself, on `workers` threads; the result does not depend on how many there are.
    static func encoded(
        _ frames: [Image], workers: Int, by encode: @Sendable (Image) throws(ImagingError) -> [UInt8]
    ) throws(ImagingError) -> [[UInt8]] {
        let encoded = Mutex([[UInt8]](repeating: [], count: frames.count))
        try concurrently(frames.count, workers: workers) { index throws(ImagingError) in
            let bytes = try encode(frames[index])
            encoded.withLock { $0[index] = bytes }
        }
        return encoded.withLock { $0 }
    }
}

extension Image {
    /// Exactly `width` × `height`.
    public func fitted(width: Int, height: Int) throws(ImagingError) -> Image {
        try withPixels { (pixels) throws(ImagingError) in
            try Image(width: width, height: height, bands: bands) { (out) throws(ImagingError) in
                let status = cvips_resize(
                    pixels.baseAddress!, Int32(self.width), Int32(self.height), Int32(bands), out.baseAddress!,
                    Int32(width), Int32(height))
                guard status == 0 else { throw .outOfMemory(width: width, height: height) }
            }
        }
    }
}
