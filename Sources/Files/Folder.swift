import Glibc
import Work

/// Makes the folder at `path` and those above it that are missing; one that is there already is fine.
public func makeFolder(_ path: String) throws(FilesError) {
    assertOffPool()
    guard !path.isEmpty, !path.utf8.contains(0) else {
        throw .cannotCreate(path: path, reason: "not the name of a folder")
    }
    var status = stat()
    if stat(path, &status) == 0 {
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw .cannotCreate(path: path, reason: "a file of that name is there")
        }
        return
    }
    let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    if !parent.isEmpty { try makeFolder(parent) }
    // Another process may have been quicker.
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
        throw FilesError(errno: errno, path: path, doing: .creating)
    }
}

/// Throws what `makeFolder` would, as far as that can be known with nothing made.
public func checkFolder(_ path: String) throws(FilesError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { return try makeFolder(path) }
    var status = stat()
    // Makes nothing of what is there.
    guard stat(path, &status) != 0 else { return try makeFolder(path) }
    let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let place = parent.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : parent
    guard stat(place, &status) == 0 else { return try checkFolder(place) }
    guard status.st_mode & S_IFMT == S_IFDIR else { return try makeFolder(place) }
    guard faccessat(AT_FDCWD, place, W_OK | X_OK, AT_EACCESS) == 0 else {
        throw FilesError(errno: errno, path: path, doing: .creating)
    }
    // There the kernel alone makes folders, whatever their modes say.
    if let real = realpath(place, nil) {
        defer { free(real) }
        let top = String(cString: real).split(separator: "/").first
        if top == "proc" || top == "sys" {
            throw FilesError(errno: top == "proc" ? ENOENT : EPERM, path: path, doing: .creating)
        }
    }
}

/// Names of the entries of the folder at `path` without `.` and `..`, in no order.
public func entries(ofFolder path: String) throws(FilesError) -> [String] {
    assertOffPool()
    guard let stream = opendir(path) else {
        throw errno == ENOTDIR ? .notAFolder(path: path) : FilesError(errno: errno, path: path, doing: .opening)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name != ".", name != ".." { names.append(name) }
    }
    return names
}

/// Removes the folder at `path` with all that is in it, links unfollowed, as far as it can be done.
public func removeTree(_ path: String) {
    assertOffPool()
    for name in (try? entries(ofFolder: path)) ?? [] {
        let inner = path + "/" + name
        var status = stat()
        guard lstat(inner, &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR { removeTree(inner) } else { unlink(inner) }
    }
    rmdir(path)
}
