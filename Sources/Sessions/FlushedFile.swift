import Files
import Glibc
import Work

/// A staged file that the disk has, with its hash, while the folder of captures is locked: nobody takes for an orphan what is
/// about to get its row.
final class FlushedFile: Sendable {
    let hash: ContentHash
    let bytes: Int
    private let lock: FolderLock

    /// Blocks: reads the whole file, and waits for whoever is alone in the folder.
    init(_ path: String, in folder: EventFolder) throws(SessionsError) {
        (hash, bytes) = try filing { () throws(FilesError) in try ContentHash.flushing(path) }
        // Nobody else waits for this thread, and a picture is worth a minute.
        lock = try FolderLock(shelf: "Captures", of: folder, waiting: 60_000)
    }
}

/// What the row of a capture needs, whatever the file came as.
struct CaptureFacts {
    var hash: ContentHash
    var bytes: Int
    var fileExtension: String
    var shot: Int?
    var source: String
    var isSelected: Bool

    init(_ capture: NewCapture, _ hash: ContentHash) {
        (self.hash, bytes, fileExtension) = (hash, capture.bytes.count, capture.fileExtension)
        (shot, source, isSelected) = (capture.shot, capture.source, capture.isSelected)
    }

    init(_ staged: StagedCapture, _ file: FlushedFile) {
        (hash, bytes, fileExtension) = (file.hash, file.bytes, staged.fileExtension)
        (shot, source, isSelected) = (staged.shot, staged.source, staged.isSelected)
    }
}

extension EventFolder {
    /// Gives a file, flushed before, a name in the event as well, and returns when the disk has it. A file that is there
    /// already is never replaced: two shots that claim one name must not cost a picture.
    func name(_ staged: String, as relative: String) throws(SessionsError) {
        let target = absolute(relative)
        if link(staged, target) != 0 {
            // FAT has no links; there the file moves.
            guard errno == EPERM || errno == EOPNOTSUPP, access(target, F_OK) != 0, rename(staged, target) == 0 else {
                throw failure(target, naming: staged)
            }
        }
        try flushFolder(of: relative, target)
    }

    /// Takes the name back; the file is as it was staged.
    func unname(_ relative: String, as staged: String) throws(SessionsError) {
        let isLinked = access(staged, F_OK) == 0
        guard (isLinked ? unlink(absolute(relative)) : rename(absolute(relative), staged)) == 0 || errno == ENOENT
        else { throw failure(absolute(relative), naming: staged) }
    }

    /// Removes the staging name of a file that has its own. When it fails, or a crash comes before it, the next launch does.
    func discard(_ staged: String) throws(SessionsError) {
        guard unlink(staged) == 0 || errno == ENOENT else { throw failure(staged, naming: staged) }
    }

    /// Whether a hidden file is the staging name of one that has another name already.
    func isLeftover(_ relative: String) -> Bool {
        var status = stat()
        guard lstat(absolute(relative), &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return status.st_nlink > 1 && relative.hasSuffix(".part")
    }

    private func flushFolder(of relative: String, _ target: String) throws(SessionsError) {
        assertOffPool()
        let parent = absolute(relative.split(separator: "/").dropLast().joined(separator: "/"))
        let opened = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { throw failure(target, naming: parent) }
        defer { close(opened) }
        // EINVAL: a file system that cannot flush a folder, and does so by itself.
        guard fsync(opened) == 0 || errno == EINVAL else { throw failure(target, naming: parent) }
    }

    private func failure(_ target: String, naming staged: String) -> SessionsError {
        let (code, reason) = (errno, String(cString: strerror(errno)))
        return switch code {
        case ENOSPC, EDQUOT: .diskFull(path: target)
        case ENOENT: .file(.missing(path: staged))
        case EACCES, EROFS: .notWritable(path: target)
        default: .file(.failed(path: target, reason: reason))
        }
    }
}
