public import Files
internal import Glibc
public import Imaging
internal import Work

/// A file of a shot, on this computer and verified, waiting at `path` to be put in its place. When the commit has returned,
/// what still lies at `path` is removed.
public struct CapturedFile: Sendable, Equatable {
    public let path: String
    /// What the camera called it. No identity: cameras start at the same name again and again.
    public let name: String
    public let format: PictureFormat
    public let bytes: Int
    /// EXIF time, when the file has one.
    public let takenAt: CaptureTime?
    /// Which press of the shutter, counted from 1 as long as the camera is open; the files of a pair share it.
    public let shot: Int
    /// It was fetched from the card after its shot had failed.
    public let isLate: Bool

    /// As the file's name shall end, without the dot, in lower case: the camera's own extension for raw files.
    public var fileExtension: String {
        let own = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        return switch format {
        case .jpeg: "jpg"
        case .raw
        where (2...4).contains(own.utf8.count)
            && own.utf8.allSatisfy({ (48...57).contains($0) || (97...122).contains($0) }):
            own
        case .heic: "heic"
        default: format.rawValue
        }
    }

    /// All of it.
    public func contents() throws(FilesError) -> [UInt8] { try readAll(path, limit: max(bytes, 1)) }

    /// Puts the file at `destination`, on the same file system, and returns when the disk has it: fsync, rename, fsync of the
    /// folder. A file that is there already is never replaced.
    public func move(to destination: String) throws(CameraError) {
        func failed(_ what: String) -> CameraError {
            .notStored(path: path, reason: "\(what) \(destination): \(String(cString: strerror(errno)))")
        }
        assertOffPool()
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { throw failed("opening for") }
        defer { close(file) }
        guard fsync(file) == 0 else { throw failed("writing") }
        // A link never replaces: two shots that claim one name must not cost a picture. FAT has no links.
        if link(path, destination) == 0 {
            unlink(path)
        } else {
            guard errno == EPERM || errno == EOPNOTSUPP, access(destination, F_OK) != 0, rename(path, destination) == 0
            else { throw failed("naming it") }
        }
        let parent = destination.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
            separator: "/")
        let folder = open(
            parent.isEmpty ? (destination.hasPrefix("/") ? "/" : ".") : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failed("opening the folder of") }
        defer { close(folder) }
        guard fsync(folder) == 0 || errno == EINVAL else { throw failed("writing the folder of") }
    }
}

public enum Verification {
    /// Decodes every byte of the picture and keeps nothing: at a small scale, since the entropy-coded data are read whole
    /// anyway. Also refuses what follows a camera's rules only half: an empty file, no picture, one that is cut off.
    public static let decode: ShotRequest.Verify = { path in
        let picture = try PictureFile(path: path)
        // Read by whoever has fetched it, and a preview proves nothing.
        guard picture.format != .raw else { return }
        let scale = min(1, 256 / Double(max(picture.width, picture.height)))
        _ = try picture.sampled(
            Region(x: 0, y: 0, width: Double(picture.width), height: Double(picture.height)),
            width: max(1, Int(Double(picture.width) * scale)), height: max(1, Int(Double(picture.height) * scale))
        )
        .withPixels { (pixels) throws(ImagingError) in pixels.count }
    }
}
