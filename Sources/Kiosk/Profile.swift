import Faults
import Files
import Glibc
import Work

/// The folder that the browser keeps its things in. It is new at each start, so that no start meets what a power cut has broken or
/// what a guest has left, and no second browser uses it, for as long as this lives.
final class Profile: Sendable {
    let path: String
    private let descriptor: Int32

    /// Blocks.
    init(of event: String, called name: String, in state: String) throws(KioskError) {
        path = "\(state)/kiosk-\(ContentHash(of: Array(event.utf8)).prefix8)"
        do throws(FilesError) { try makeFolder(state) } catch {
            throw .profile(path: state, reason: error.problem(without: state))
        }
        let opened = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw .profile(path: path, reason: String(cString: strerror(errno))) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            close(opened)
            throw .shownAlready(event: name)
        }
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Ends whatever still uses it, also a browser of a kiosk that was killed, and removes it. Blocks.
    func clear() {
        endProcesses(naming: path)
        removeTree(path)
    }
}
