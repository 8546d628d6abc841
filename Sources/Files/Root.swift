import Glibc

/// A folder that paths given from outside cannot leave: neither by `..`, nor as absolute paths, nor by a symbolic link.
public struct Root: Sendable {
    /// The folder with all links resolved.
    public let folder: String
    private let given: String

    public init(_ folder: String) throws(FilesError) {
        given = folder
        self.folder = try realPath(folder, naming: folder)
    }

    /// The real path of the existing file or folder at `relative`.
    public func resolve(_ relative: String) throws(FilesError) -> String {
        let leaves = FilesError.leavesRoot(path: relative, root: given)
        guard !relative.isEmpty else { throw .missing(path: given + "/") }
        guard !relative.hasPrefix("/") else { throw leaves }
        // Refused by name before the disk is asked, so that nobody learns what exists outside.
        var depth = 0
        for part in relative.split(separator: "/") where part != "." {
            depth += part == ".." ? -1 : 1
            guard depth >= 0 else { throw leaves }
        }
        let real = try realPath(asSpelled(folder + "/" + relative), naming: given + "/" + relative)
        guard real == folder || real.hasPrefix(folder == "/" ? "/" : folder + "/") else { throw leaves }
        return real
    }
}

private func realPath(_ path: String, naming name: String) throws(FilesError) -> String {
    guard !path.utf8.contains(0) else { throw .unreadable(path: name, reason: "NUL in the name") }
    guard let real = realpath(path, nil) else { throw FilesError(errno: errno, path: name, doing: .opening) }
    defer { free(real) }
    return String(cString: real)
}
