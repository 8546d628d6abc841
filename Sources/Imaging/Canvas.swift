internal import CVips

/// An opaque RGB picture to draw on, with pixels of its own. One owner holds it, and gives it up as an `Image`.
public struct Canvas: ~Copyable {
    public let width: Int
    public let height: Int
    private let pixels: UnsafeMutablePointer<UInt8>

    private init(reserving width: Int, _ height: Int) throws(ImagingError) {
        try Image.check(width: width, height: height, call: "Canvas")
        guard let memory = malloc(width * height * 3) else { throw .outOfMemory(width: width, height: height) }
        (self.width, self.height) = (width, height)
        pixels = memory.assumingMemoryBound(to: UInt8.self)
    }

    deinit { free(pixels) }

    /// Filled with `colour`, over white where that is transparent.
    public init(width: Int, height: Int, colour: Colour) throws(ImagingError) {
        try self.init(reserving: width, height)
        let paper = colour.overWhite
        for x in 0..<width {
            (pixels[3 * x], pixels[3 * x + 1], pixels[3 * x + 2]) = (paper.red, paper.green, paper.blue)
        }
        for y in 1..<max(1, height) { (pixels + y * width * 3).update(from: pixels, count: width * 3) }
    }

    /// A copy of `image`, which has 3 bands, or 4: those are laid over white.
    public init(copying image: Image) throws(ImagingError) {
        var copy = try Canvas(width: image.width, height: image.height, colour: .white)
        try copy.draw(image, x: 0, y: 0)
        self = copy
    }

    /// Draws `layer` with its top left pixel at (`x`, `y`); what lies outside of the canvas is cut off.
    /// - Parameters:
    ///   - layer: 3 bands, or 4 premultiplied.
    ///   - coverage: 1 band of the layer's size, by which its alpha is multiplied.
    ///   - opacity: 0 to 1; other values are taken as the nearer of both. Counted in 255 steps.
    public mutating func draw(
        _ layer: Image, x: Int, y: Int, coverage: Image? = nil, opacity: Double = 1, blend: BlendMode = .normal
    ) throws(ImagingError) {
        guard layer.bands != 1 else { throw .failed(call: "Canvas.draw", reason: "a layer needs 3 or 4 bands, not 1") }
        if let coverage, coverage.width != layer.width || coverage.height != layer.height {
            throw .failed(
                call: "Canvas.draw",
                reason: "coverage of \(coverage.width)x\(coverage.height) for a layer of \(layer.width)x\(layer.height)"
            )
        }
        let box = PixelBox(x: x, y: y, width: layer.width, height: layer.height)
        try layer.withPixels { (samples) throws(ImagingError) in
            let source = CVipsLayer(
                pixels: samples.baseAddress!, stride: layer.width * layer.bands, bands: Int32(layer.bands))
            try paint(source, box: box, coverage: coverage, opacity: opacity, blend: blend)
        }
    }

    /// Draws `colour` where `coverage` (1 band) is, its top left pixel at (`x`, `y`).
    public mutating func fill(
        _ colour: Colour, through coverage: Image, x: Int, y: Int, opacity: Double = 1, blend: BlendMode = .normal
    ) throws(ImagingError) {
        let box = PixelBox(x: x, y: y, width: coverage.width, height: coverage.height)
        let row = [UInt8](unsafeUninitializedCapacity: box.width * 3) { samples, count in
            for x in 0..<box.width {
                (samples[3 * x], samples[3 * x + 1], samples[3 * x + 2]) = (colour.red, colour.green, colour.blue)
            }
            count = box.width * 3
        }
        let opacity = min(max(0, opacity), 1) * Double(colour.alpha) / 255
        try row.withUnsafeBufferPointer { (samples) throws(ImagingError) in
            let source = CVipsLayer(pixels: samples.baseAddress!, stride: 0, bands: 3)
            try paint(source, box: box, coverage: coverage, opacity: opacity, blend: blend)
        }
    }

    private mutating func paint(
        _ layer: CVipsLayer, box: PixelBox, coverage: Image?, opacity: Double, blend: BlendMode
    ) throws(ImagingError) {
        if let coverage, coverage.bands != 1 {
            throw .failed(call: "Canvas.draw", reason: "coverage needs 1 band, not \(coverage.bands)")
        }
        let seen = box.intersection(PixelBox(x: 0, y: 0, width: width, height: height))
        let steps = opacity > 0 ? Int32((min(opacity, 1) * 255).rounded()) : 0
        guard !seen.isEmpty, steps > 0 else { return }
        let (left, top) = (seen.x - box.x, seen.y - box.y)
        var part = layer
        part.pixels += top * layer.stride + left * Int(layer.bands)
        let target = pixels + (seen.y * width + seen.x) * 3
        let pitch = width * 3
        func draw(_ mask: UnsafePointer<UInt8>?) throws(ImagingError) {
            let done = cvips_draw(
                target, pitch, part, mask.map { $0 + top * box.width + left }, box.width, Int32(seen.width),
                Int32(seen.height), steps, blend.kernel)
            guard done == 0 else { throw .outOfMemory(width: seen.width, height: 1) }
        }
        guard let coverage else { return try draw(nil) }
        try coverage.withPixels { (mask) throws(ImagingError) in try draw(mask.baseAddress) }
    }

    /// All pixels, row by row without padding.
    mutating func withPixels(_ body: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        body(UnsafeMutableBufferPointer(start: pixels, count: width * height * 3))
    }

    /// A copy of the pixels in `box` as they are now; `box` lies within the canvas.
    public func part(_ box: PixelBox) throws(ImagingError) -> Image {
        guard !box.isEmpty, box.intersection(PixelBox(x: 0, y: 0, width: width, height: height)) == box else {
            throw .failed(
                call: "Canvas.part",
                reason: "\(box.width)x\(box.height) at \(box.x), \(box.y) is not within \(width)x\(height)")
        }
        return try Image(width: box.width, height: box.height, bands: 3) { (target) throws(ImagingError) in
            for row in 0..<box.height {
                let from = ((box.y + row) * width + box.x) * 3
                (target.baseAddress! + row * box.width * 3).update(from: pixels + from, count: box.width * 3)
            }
        }
    }

    /// The picture as it is now; its pixels move over without a copy.
    public consuming func finished() throws(ImagingError) -> Image {
        let (adopted, width, height) = (pixels, width, height)
        discard self
        do {
            precondition(Library.started)
            return try Image(cvips_adopt(adopted, Int32(width), Int32(height), 3), "vips_image_new_from_memory")
        } catch {
            free(adopted)
            throw error
        }
    }
}

extension Colour {
    /// The opaque colour that is seen when this one lies on white.
    var overWhite: Colour {
        let (share, paper) = (Int(alpha), 255 * (255 - Int(alpha)) + 127)
        func over(_ channel: UInt8) -> UInt8 { UInt8((Int(channel) * share + paper) / 255) }
        return Colour(red: over(red), green: over(green), blue: over(blue))
    }
}
