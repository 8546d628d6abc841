public import Checks
import Glibc

/// Whether this user may write what a booth writes. Whoever ran it once as another user finds out here.
public struct PermissionCheck: Sendable {
    let folder: EventFolder

    public init(folder: EventFolder) { self.folder = folder }

    /// Blocks. Writes nothing.
    public func look(_ report: CheckReport) {
        let shelves = (["Captures"] + Rendition.Kind.allCases.map(\.folder)).map { folder.path + "/" + $0 }
        let files = [folder.database, folder.history, folder.lock]
        let places = [folder.path] + shelves + [folder.layouts, folder.prints] + files
        let closed = places.filter { !isWritable($0) }
        guard let first = closed.first else {
            return report.ok("permissions", "the event and all that is in it can be written")
        }
        let more = closed.count > 1 ? " and \(closed.count - 1) more in the event" : ""
        report.fail("permissions", "\(user) may not write \(first)\(more)", remedy)
    }

    /// What is not there yet is made, which its folder decides on.
    private func isWritable(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return errno == ENOENT }
        let needed = status.st_mode & S_IFMT == S_IFDIR ? W_OK | X_OK : W_OK
        return faccessat(AT_FDCWD, path, needed, AT_EACCESS) == 0
    }

    private var remedy: String {
        let path = folder.path
        var space = statvfs()
        if statvfs(path, &space) == 0, space.f_flag & UInt(ST_RDONLY) != 0 {
            return "the drive is read-only; mount it for writing, or copy the event to another one"
        }
        return "sudo chown -R \(user) \(EventFolder.argument(path))"
    }

    private var user: String {
        getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "user \(geteuid())"
    }
}
