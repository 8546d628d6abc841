import CSystem
import Files
import Glibc
import Sessions
import Work

/// The socket of an event, for this user alone: `event.sock` in its folder or, where the file system there has no sockets, a file
/// in the user's folder for such things.
enum LocalSocket {
    enum Place: CaseIterable { case event, user }

    static let name = "event.sock"
    static let longest = 1 << 20

    /// Folder and name of the socket at a place; nil when there is no such place.
    static func path(of folder: EventFolder, at place: Place) -> (folder: String, name: String)? {
        guard place == .user else { return (folder.path, name) }
        guard let real = realpath(folder.path, nil) else { return nil }
        defer { free(real) }
        let hash = ContentHash(of: Array(String(cString: real).utf8)).description.prefix(16)
        return runtimeFolder.map { ($0, "boothkit-\(hash).sock") }
    }

    private static var runtimeFolder: String? {
        let path = getenv("XDG_RUNTIME_DIR").map { String(cString: $0) } ?? "/run/user/\(getuid())"
        var status = stat()
        // Nobody else may put something there.
        guard path.hasPrefix("/"), stat(path, &status) == 0, status.st_uid == getuid(), status.st_mode & 0o022 == 0
        else { return nil }
        return path
    }

    /// Connects to the booth that runs on an event.
    static func connected(to folder: EventFolder) throws(EngineError) -> Int32 {
        do throws(EngineError) { return try open(folder) { connect($0, $1, $2) } } catch {
            guard case .notRunning = error else { throw error }
            guard let other = try? open(folder, at: .user, { connect($0, $1, $2) }) else { throw error }
            return other
        }
    }

    /// Binds or connects. A socket's path may have 107 bytes and a folder more, so that the folder is opened and
    /// named by its descriptor.
    static func open(
        _ folder: EventFolder, at place: Place = .event, _ act: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws(EngineError) -> Int32 {
        guard let (path, name) = path(of: folder, at: place) else {
            throw .control(path: folder.path, reason: "there is no folder for sockets, see XDG_RUNTIME_DIR")
        }
        let directory = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else {
            if errno == EACCES { throw .notPermitted(path: folder.path, user: owner(of: folder.path)) }
            throw .record(.noEvent(path: folder.path))
        }
        defer { close(directory) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .control(path: folder.path, reason: String(cString: strerror(errno))) }
        var address = address("/proc/self/fd/\(directory)/\(name)")
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                act(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else {
            let number = errno
            close(descriptor)
            if number == ENOENT || number == ECONNREFUSED { throw .notRunning(path: folder.path) }
            let socket = "\(path)/\(name)"
            if number == EACCES, access(socket, F_OK) == 0 {
                throw .notPermitted(path: folder.path, user: owner(of: socket))
            }
            throw .control(path: folder.path, reason: String(cString: strerror(number)))
        }
        return descriptor
    }

    /// By name, or by number where there is none; of a folder that not even that can be told of, root.
    private static func owner(of path: String) -> String {
        var status = stat()
        guard stat(path, &status) == 0 else { return "root" }
        return getpwuid(status.st_uid).map { String(cString: $0.pointee.pw_name) } ?? "'#\(status.st_uid)'"
    }

    static func address(_ path: String) -> sockaddr_un {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return address
    }

    /// Neither side waits longer than this for the other.
    static func limit(_ descriptor: Int32, seconds: Int) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    /// The next connection, closed in children; -1 when there is none.
    static func accept(_ listener: Int32) -> Int32 {
        booth_accept(listener)
    }

    /// A line of at most `limit` bytes, without its end; nil when none comes. Blocks.
    static func line(from descriptor: Int32, limit: Int) -> [UInt8]? {
        var rest: [UInt8] = []
        return line(from: descriptor, limit: limit, &rest)
    }

    /// The same where several lines come; `rest` holds what was read beyond the line.
    static func line(from descriptor: Int32, limit: Int, _ rest: inout [UInt8]) -> [UInt8]? {
        assertOffPool()
        var (searched, buffer) = (0, [UInt8](repeating: 0, count: 16_384))
        while true {
            if let end = rest[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                guard end <= limit else { return nil }
                defer { rest.removeSubrange(...end) }
                return Array(rest[..<end])
            }
            searched = rest.count
            guard searched <= limit else { return nil }
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            rest += buffer.prefix(count)
        }
    }

    /// Returns when the other side has hung up, or this side has shut the connection. Blocks.
    static func awaitEnd(of descriptor: Int32) {
        assertOffPool()
        var state = pollfd(fd: descriptor, events: 0, revents: 0)
        while poll(&state, 1, -1) < 0, errno == EINTR {}
    }

    /// Whether the other side has hung up and no answer is waited for.
    static func isCut(_ descriptor: Int32) -> Bool {
        var state = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&state, 1, 0) > 0 && state.revents & Int16(POLLHUP) != 0
    }

    /// Sends a line; false when the other side does not take all of it in time. Blocks.
    static func send(_ text: String, to descriptor: Int32) -> Bool {
        assertOffPool()
        var rest = Array((text + "\n").utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
