import Imaging
import Synchronization

/// A picture that is shown again and again in a few sizes: decoded once for each of them.
final class FillingPicture: Sendable {
    private let path: String
    private let kept = Mutex<[Key: Image]>([:])

    private struct Key: Hashable {
        var place: SIMD4<Double>
        var size: SIMD2<Int>
    }

    init(_ path: String) { self.path = path }

    /// All of its shorter way, and of its longer way the part about the focus: 0 left or top, 1 right or bottom.
    func filling(width: Int, height: Int, focusX: Double, focusY: Double) throws(ImagingError) -> Image {
        try kept(SIMD4(focusX, focusY, 0, 0), width, height) { (file) throws(ImagingError) in
            try file.filling(width: width, height: height, focusX: focusX, focusY: focusY)
        }
    }

    /// The part `seen`, in shares of its sides.
    func part(_ seen: Region, width: Int, height: Int) throws(ImagingError) -> Image {
        try kept(SIMD4(seen.x, seen.y, seen.width, seen.height), width, height) { (file) throws(ImagingError) in
            let (w, h) = (Double(file.width), Double(file.height))
            let region = Region(x: seen.x * w, y: seen.y * h, width: seen.width * w, height: seen.height * h)
            return try file.sampled(region, width: width, height: height)
        }
    }

    private func kept(
        _ place: SIMD4<Double>, _ width: Int, _ height: Int,
        _ decode: (PictureFile) throws(ImagingError) -> Image
    ) throws(ImagingError) -> Image {
        let key = Key(place: place, size: SIMD2(width, height))
        if let image = kept.withLock({ $0[key] }) { return image }
        let image = try decode(PictureFile(path: path))
        kept.withLock { kept in
            // A layout shows few sizes.
            if kept.count >= 16 { kept.removeAll() }
            kept[key] = image
        }
        return image
    }
}

extension PictureFile {
    /// The largest part of that aspect, about the focus.
    func filling(width: Int, height: Int, focusX: Double, focusY: Double) throws(ImagingError) -> Image {
        let (w, h) = (Double(self.width), Double(self.height))
        let scale = min(w / Double(width), h / Double(height))
        let (across, down) = (Double(width) * scale, Double(height) * scale)
        let region = Region(x: (w - across) * focusX, y: (h - down) * focusY, width: across, height: down)
        return try sampled(region, width: width, height: height)
    }
}
