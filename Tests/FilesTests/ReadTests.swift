import Faults
import Glibc
import Testing

@testable import Files

@Suite struct ReadTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `reads the bytes of a file, up to exactly the limit`() throws {
        try scratch.put("hello", at: "a")
        try scratch.put("", at: "empty")
        #expect(try readAll(scratch.path("a"), limit: 5) == Array("hello".utf8))
        #expect(try readAll(scratch.path("empty"), limit: 0).isEmpty)
    }

    @Test func `refuses a file above the limit before reading it`() throws {
        let path = scratch.path("sparse")
        try scratch.put("", at: "sparse")
        // A terabyte of hole: reading it would not end within the test.
        #expect(truncate(path, 1 << 40) == 0)
        #expect(throws: FilesError.tooLarge(path: path, size: 1 << 40, limit: 1000)) {
            try readAll(path, limit: 1000)
        }
    }

    @Test func `refuses what is not a regular file, without waiting for it`() throws {
        let pipe = scratch.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(throws: FilesError.notAFile(path: pipe, kind: "a pipe")) { try readAll(pipe, limit: 10) }
        #expect(throws: FilesError.notAFile(path: pipe, kind: "a pipe")) { try ContentHash(contentsOf: pipe) }
        #expect(throws: FilesError.notAFile(path: "/dev/zero", kind: "a device")) {
            try readAll("/dev/zero", limit: 10)
        }
        #expect(throws: FilesError.isAFolder(path: scratch.folder)) { try readAll(scratch.folder, limit: 10) }
    }

    @Test func `refuses a socket`() throws {
        let path = scratch.path("socket")
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(number) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0)
        #expect(throws: FilesError.notAFile(path: path, kind: "a socket or device")) { try readAll(path, limit: 10) }
    }

    @Test func `a file that does not have the size it claims is not taken for whole`() {
        // Files of procfs say 0 and hold more, as one that grows while it is read.
        let path = "/proc/self/status"
        #expect(throws: FilesError.failed(path: path, reason: "it changed while it was read")) {
            try readAll(path, limit: 100_000)
        }
    }

    @Test func `says what is missing, looped or impossible`() throws {
        let missing = scratch.path("nothing")
        #expect(throws: FilesError.missing(path: missing)) { try readAll(missing, limit: 10) }
        try scratch.put("", at: "file")
        let below = scratch.path("file/below")
        #expect(throws: FilesError.missing(path: below)) { try readAll(below, limit: 10) }
        try scratch.link("loop", to: "loop")
        let loop = scratch.path("loop")
        #expect(throws: FilesError(errno: ELOOP, path: loop, doing: .opening)) { try readAll(loop, limit: 10) }
        #expect(throws: FilesError.unreadable(path: "a\0b", reason: "NUL in the name")) {
            try readAll("a\0b", limit: 10)
        }
    }

    @Test(arguments: [
        (ENOENT, FilesError.Doing.opening, "no such file"), (EACCES, .opening, "Permission denied; change"),
        (EPERM, .transferring, "change the permissions"),
        (EROFS, .creating, "Read-only file system; write to another folder"),
        (ENOSPC, .transferring, "No space left on device; free some space"),
        (EDQUOT, .creating, "quota exceeded; free some space"), (EISDIR, .creating, "a folder, where a file"),
        (EMFILE, .opening, "cannot be opened (Too many open files)"),
        (ENAMETOOLONG, .creating, "cannot be created (File name too long)"),
        (EIO, .transferring, "failed half-way (Input/output error)"),
    ])
    func `an error of the system becomes a sentence with its remedy`(
        code: Int32, doing: FilesError.Doing, words: String
    ) {
        let text = FilesError(errno: code, path: "p.jpg", doing: doing).description
        #expect(text.hasPrefix("p.jpg: ") && text.contains(words))
        #expect(!text.contains("\n"))
    }

    @Test(.enabled(if: geteuid() != 0, "root reads everything"))
    func `permission denied is told apart`() throws {
        try scratch.put("x", at: "closed")
        let path = scratch.path("closed")
        chmod(path, 0)
        #expect(throws: FilesError.notPermitted(path: path, reason: "Permission denied")) {
            try readAll(path, limit: 10)
        }
    }
}
