import Files
import Glibc

/// For what concerns the files of an event's record as a whole: one process at a time, the others wait. The folder itself
/// is what is locked, so that no file is left behind.
struct FolderLock: ~Copyable {
    private let descriptor: Int32

    init(_ folder: EventFolder) throws(SessionsError) {
        descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .noEvent(path: folder.path) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                throw .file(.failed(path: folder.path, reason: String(cString: strerror(errno))))
            }
        }
    }

    deinit { close(descriptor) }
}
