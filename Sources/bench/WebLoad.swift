internal import Foundation
internal import Glibc
internal import Synchronization
internal import Work

/// Visitors who ask a server on this machine for one address, again and again, each on a connection that stays open.
struct WebLoad {
    /// `http://127.0.0.1:8080/s/TOKEN/`.
    var address: String
    var requests: Int
    var visitors: Int

    private struct Place: Sendable {
        let host: String
        let port: UInt16
        let path: String
    }

    /// How many requests a second it answered, how many it would answer with a processor of its own, how long they took, and how
    /// much memory the server has gained meanwhile.
    func run() async throws -> String {
        guard let url = URL(string: address), url.scheme == "http", let host = url.host, let port = url.port else {
            throw BenchError.noServer(address, reason: "not an address such as http://127.0.0.1:8080/s/TOKEN/")
        }
        let place = Place(host: host, port: UInt16(port), path: url.path(percentEncoded: true))
        // The first requests fill caches and are not counted.
        _ = try await ask(place, times: 50, visitors: min(visitors, 8))
        let server = ServerProcess(port: port)
        let (before, began) = (server?.usage, ContinuousClock.now)
        let times = try await ask(place, times: requests, visitors: visitors).sorted()
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        var text =
            "\(times.count) requests by \(visitors) visitors: \((Double(times.count) / seconds).fixed(0)) a second, "
            + "median \(times[times.count / 2].fixed(1)) ms, p99 \(times[times.count * 99 / 100].fixed(1)) ms"
        if let before, let after = server?.usage {
            let each = (after.seconds - before.seconds) / Double(times.count)
            text +=
                "\nserver: \((each * 1e6).fixed(0)) µs of a processor each, \((1 / each).fixed(0)) a second on one core; "
                + "\(before.megabytes.fixed(1)) MB before, \(after.megabytes.fixed(1)) MB after"
        }
        return text
    }

    /// Milliseconds of each.
    private func ask(_ place: Place, times: Int, visitors: Int) async throws -> [Double] {
        let left = Counter(times)
        return try await withThrowingTaskGroup(of: [Double].self) { group in
            for _ in 0..<visitors {
                group.addTask {
                    try await offPool { () throws(BenchError) in
                        let visitor = try Visitor(place.host, place.port)
                        var own: [Double] = []
                        while left.takes() {
                            let began = ContinuousClock.now
                            try visitor.get(place.path)
                            own.append((ContinuousClock.now - began) / .milliseconds(1))
                        }
                        return own
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }
}

private final class Counter: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) { left = Mutex(count) }

    func takes() -> Bool {
        left.withLock { left in
            left -= 1
            return left >= 0
        }
    }
}

/// A connection of one visitor.
private final class Visitor {
    private let descriptor: Int32
    private let host: String
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    init(_ host: String, _ port: UInt16) throws(BenchError) {
        self.host = host
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        (place.sin_family, place.sin_port) = (sa_family_t(AF_INET), port.bigEndian)
        place.sin_addr.s_addr = inet_addr(host)
        let code = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw .noServer("\(host):\(port)", reason: String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    func get(_ path: String) throws(BenchError) {
        let request = Array("GET \(path) HTTP/1.1\r\nHost: \(host)\r\n\r\n".utf8)
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { throw failure() }
        var (received, total): (Int, Int?) = (0, nil)
        while total.map({ received < $0 }) ?? true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw failure() }
            if total == nil {
                let head = String(decoding: buffer.prefix(count), as: UTF8.self)
                guard head.hasPrefix("HTTP/1.1 200"), let end = head.range(of: "\r\n\r\n"),
                    let length = head.firstMatch(of: /Content-Length: (\d+)/).flatMap({ Int($0.1) })
                else { throw .noServer(host, reason: String(head.prefix { $0 != "\r\n" })) }
                total = head[..<end.upperBound].utf8.count + length
            }
            received += count
        }
    }

    private func failure() -> BenchError { .noServer(host, reason: "it has hung up") }
}

/// The process of this machine that listens at a port.
private struct ServerProcess {
    private let folder: String

    init?(port: Int) {
        let wanted = ":" + String(format: "%04X", port)
        // A file whose size is said to be nothing, and which is longer than a page.
        let bytes = FileHandle(forReadingAtPath: "/proc/net/tcp")?.readDataToEndOfFile() ?? Data()
        let inode = String(decoding: bytes, as: UTF8.self).split(separator: "\n").lazy.map { $0.split(separator: " ") }
            .first { $0.count > 9 && $0[1].hasSuffix(wanted) && $0[3] == "0A" }.map { "socket:[\($0[9])]" }
        guard let inode else { return nil }
        let files = FileManager.default
        for process in (try? files.contentsOfDirectory(atPath: "/proc")) ?? [] where Int(process) != nil {
            let descriptors = "/proc/\(process)/fd"
            for name in (try? files.contentsOfDirectory(atPath: descriptors)) ?? []
            where (try? files.destinationOfSymbolicLink(atPath: descriptors + "/" + name)) == inode {
                folder = "/proc/" + process
                return
            }
        }
        return nil
    }

    /// Seconds of processors so far, and what is in memory now, MB of 1,000,000 bytes.
    var usage: (seconds: Double, megabytes: Double)? {
        guard let stat = try? String(contentsOfFile: folder + "/stat", encoding: .utf8),
            let statm = try? String(contentsOfFile: folder + "/statm", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return nil }
        let fields = stat[end...].split(separator: " ")
        let ticks = (Double(fields[12]) ?? 0) + (Double(fields[13]) ?? 0)
        let pages = Double(statm.split(separator: " ")[1]) ?? 0
        return (ticks / Double(sysconf(Int32(_SC_CLK_TCK))), pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1e6)
    }
}
