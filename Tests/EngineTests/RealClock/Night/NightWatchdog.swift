import Foundation
import Synchronization

/// Hears what a service manager would hear, and ends nobody: how long the booth has been silent at most.
final class NightWatchdog: Sendable {
    /// A service that is silent for so long is ended and started again.
    static let patience = Duration.seconds(15)

    let path: String
    private let descriptor: Int32
    private let heard = Mutex<(last: ContinuousClock.Instant?, longest: Duration)>((nil, .zero))

    init(at path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else { throw Night.Failure("\(path): \(String(cString: strerror(errno)))") }
        let socket = descriptor
        Thread.detachNewThread { [weak self] in
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = recv(socket, &buffer, buffer.count, 0)
                guard count > 0 else { break }
                if String(decoding: buffer.prefix(count), as: UTF8.self).contains("WATCHDOG=1") { self?.hear() }
            }
            close(socket)
        }
    }

    deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

    var environment: [String: String] {
        ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "\(Self.patience / .microseconds(1))"]
    }

    var longest: Duration { heard.withLock { $0.longest } }

    /// Another life begins, or none.
    func reset() { heard.withLock { $0.last = nil } }

    private func hear() {
        heard.withLock { heard in
            let now = ContinuousClock.now
            if let last = heard.last { heard.longest = max(heard.longest, now - last) }
            heard.last = now
        }
    }
}
