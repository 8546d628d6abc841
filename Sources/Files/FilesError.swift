public import Faults
import Glibc

/// What can go wrong with files, in words that an operator can act on. Every case carries the path as it was given.
public enum FilesError: Fault, Equatable {
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
    /// A file that would be replaced, and nobody has said that it may be.
    case alreadyThere(path: String)
    case leavesRoot(path: String, root: String)
    /// It is there, but does not open: a loop of links, a name too long, too many open files.
    case unreadable(path: String, reason: String)
    /// Reading or writing failed half-way.
    case failed(path: String, reason: String)
}

extension FilesError {
    public var report: FaultReport {
        switch self {
        case .missing(let path) where path.unicodeScalars.contains("\u{FFFD}"):
            FaultReport(
                "\(path): no such file or folder, and the name seems not to be UTF-8", remedy: "rename it",
                status: .inputMissing)
        case .missing(let path):
            FaultReport(
                "\(path): no such file or folder", remedy: "check the name and that the card or drive is mounted",
                status: .inputMissing)
        case .notPermitted(let path, let reason) where reason == String(cString: strerror(EROFS)):
            FaultReport(
                "\(path): \(reason)", remedy: "write to another folder, or have the drive mounted for writing",
                status: .permission)
        case .notPermitted(let path, let reason):
            FaultReport(
                "\(path): \(reason)", remedy: "change the permissions, or run as a user who may", status: .permission)
        case .diskFull(let path, let reason):
            FaultReport(
                "\(path): \(reason)",
                remedy: "free some space and run it again, nothing half-written was left behind", status: .ioError)
        case .isAFolder(let path):
            FaultReport("\(path): a folder, where a file is needed", remedy: "name a file", status: .badData)
        case .notAFolder(let path):
            FaultReport("\(path): a file, where a folder is needed", remedy: "name a folder", status: .badData)
        case .notAFile(let path, let kind):
            FaultReport(
                "\(path): \(kind), where a regular file is needed", remedy: "name a file", status: .badData)
        case .tooLarge(let path, let size, let limit):
            FaultReport(
                "\(path): \(size) bytes are more than the limit of \(limit)", remedy: "use a smaller file",
                status: .badData)
        case .cannotCreate(let path, let reason):
            FaultReport(
                "\(path): cannot be created (\(reason))", remedy: "check the folder and the name",
                status: .cannotCreate)
        case .alreadyThere(let path):
            FaultReport(
                "\(path): is there already", remedy: "name another file, or replace it with --force",
                status: .cannotCreate)
        case .leavesRoot(let path, let root):
            FaultReport(
                "\(path): leads out of \(root)",
                remedy: "put the file into that folder and name it relative to it", status: .badData)
        case .unreadable(let path, let reason):
            FaultReport("\(path): cannot be opened (\(reason))", remedy: "check the path", status: .badData)
        case .failed(let path, let reason):
            FaultReport(
                "\(path): failed half-way (\(reason))", remedy: "check the drive and run it again", status: .ioError)
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
