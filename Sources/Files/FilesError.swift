import Glibc

/// What can go wrong with files, in words that an operator can act on. Every case carries the path as it was given.
public enum FilesError: Error, Equatable, CustomStringConvertible {
    case missing(path: String)
    case notPermitted(path: String, reason: String)
    case diskFull(path: String, reason: String)
    case isAFolder(path: String)
    case notAFolder(path: String)
    /// A pipe, a device, a socket: things that may block for ever or must not be replaced.
    case notAFile(path: String, kind: String)
    /// Sizes in bytes.
    case tooLarge(path: String, size: Int, limit: Int)
    case cannotCreate(path: String, reason: String)
    case leavesRoot(path: String, root: String)
    /// It is there, but does not open: a loop of links, a name too long, too many open files.
    case unreadable(path: String, reason: String)
    /// Reading or writing failed half-way.
    case failed(path: String, reason: String)

    public var description: String {
        switch self {
        case .missing(let path) where path.unicodeScalars.contains("\u{FFFD}"):
            "\(path): no such file or folder, and the name seems not to be UTF-8; rename it"
        case .missing(let path):
            "\(path): no such file or folder; check the name and that the card or drive is mounted"
        case .notPermitted(let path, let reason) where reason == String(cString: strerror(EROFS)):
            "\(path): \(reason); write to another folder, or have the drive mounted for writing"
        case .notPermitted(let path, let reason):
            "\(path): \(reason); change the permissions, or run as a user who may"
        case .diskFull(let path, let reason):
            "\(path): \(reason); free some space and run it again, nothing half-written was left behind"
        case .isAFolder(let path):
            "\(path): a folder, where a file is needed; name a file"
        case .notAFolder(let path):
            "\(path): a file, where a folder is needed; name a folder"
        case .notAFile(let path, let kind):
            "\(path): \(kind), where a regular file is needed; name a file"
        case .tooLarge(let path, let size, let limit):
            "\(path): \(size) bytes are more than the limit of \(limit); use a smaller file"
        case .cannotCreate(let path, let reason):
            "\(path): cannot be created (\(reason)); check the folder and the name"
        case .leavesRoot(let path, let root):
            "\(path): leads out of \(root); put the file into that folder and name it relative to it"
        case .unreadable(let path, let reason):
            "\(path): cannot be opened (\(reason)); check the path"
        case .failed(let path, let reason):
            "\(path): failed half-way (\(reason)); check the drive and run it again"
        }
    }
}

extension FilesError {
    enum Doing { case opening, creating, transferring }

    /// The case that `errno` stands for, given what was being done to `path`.
    init(errno code: Int32, path: String, doing: Doing) {
        let reason = String(cString: strerror(code))
        switch (code, doing) {
        case (ENOENT, .opening), (ENOTDIR, .opening): self = .missing(path: path)
        case (EACCES, _), (EPERM, _), (EROFS, _): self = .notPermitted(path: path, reason: reason)
        case (ENOSPC, _), (EDQUOT, _): self = .diskFull(path: path, reason: reason)
        case (EISDIR, _): self = .isAFolder(path: path)
        case (_, .opening): self = .unreadable(path: path, reason: reason)
        case (_, .creating): self = .cannotCreate(path: path, reason: reason)
        case (_, .transferring): self = .failed(path: path, reason: reason)
        }
    }
}
