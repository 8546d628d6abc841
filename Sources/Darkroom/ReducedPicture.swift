import Files
import Glibc
import Imaging
public import Sessions

/// A small JPEG of a picture of the event, for lists and phones. It is kept in `Thumbs/`, under a name that begins as those of
/// its session's files do, so that it is deleted with them; whoever misses one makes it again.
public struct ReducedPicture: Hashable, Sendable {
    /// The longer side at most, in pixels.
    public enum Size: Int, Sendable, CaseIterable {
        case thumb = 320
        case small = 900
        /// What a guest's page shows.
        case shown = 1_600
        /// What is sent of a picture that browsers do not show.
        case large = 2_400

        var quality: Int { self == .thumb ? 72 : 82 }
    }

    /// Relative to the event.
    public let source: String
    public let size: Size

    public init(of source: String, _ size: Size) { (self.source, self.size) = (source, size) }

    /// Where it is kept, relative to the event: `Thumbs/320-000047-1-0123abcd.jpg`.
    public var path: String { EventFolder.thumb(of: source, side: size.rawValue) }

    public func isThere(in folder: EventFolder) -> Bool { access(folder.path + "/" + path, F_OK) == 0 }

    /// Makes it where it is not there. Blocks for some 10 to 60 ms of computing.
    public func make(in folder: EventFolder) throws(DarkroomError) {
        guard !isThere(in: folder) else { return }
        let bytes = try encoded(in: folder)
        try developing {
            try makeFolder(folder.path + "/" + EventFolder.thumbs)
            try writeDurably(bytes, to: folder.path + "/" + path)
        }
    }

    /// Blocks.
    public func encoded(in folder: EventFolder) throws(DarkroomError) -> [UInt8] {
        try developing {
            try size.reduced(PictureFile(path: folder.path + "/" + source))
        }
    }
}

extension ReducedPicture.Size {
    /// A JPEG of all of it.
    func reduced(_ file: PictureFile) throws(ImagingError) -> [UInt8] {
        let (width, height) = fitted(file.width, file.height)
        let region = Region(x: 0, y: 0, width: Double(file.width), height: Double(file.height))
        let image = try file.sampled(region, width: width, height: height, acceptDamaged: true)
        return try image.encoded(as: .jpeg, quality: quality, chroma: .half, metadata: Metadata())
    }

    /// The same shape with no side longer than this; never larger than it is.
    func fitted(_ width: Int, _ height: Int) -> (width: Int, height: Int) {
        let factor = min(1, Double(rawValue) / Double(max(width, height, 1)))
        func scaled(_ side: Int) -> Int { max(1, Int((Double(side) * factor).rounded())) }
        return (scaled(width), scaled(height))
    }
}
