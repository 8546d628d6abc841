import Foundation
import Rigs
import Work

/// What nothing slows down: speed, memory, threads, and how soon an attempt ends that is not wanted any more.
struct Loopback {
    private let room = try! Room()

    func rows() async throws -> [Row] {
        var rows = try await manySends()
        rows += try await uploads()
        rows += try await cancelling()
        return rows
    }

    private func manySends() async throws -> [Row] {
        let far = try Served("taking")
        let sending = try Sending("webhook", to: far.base)
        func send(_ count: Int) async throws {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<8 {
                    group.addTask { for number in 0..<count / 8 { try await sending.answer(worker * count + number) } }
                }
                try await group.waitForAll()
            }
        }
        try await send(2000)
        let before = Memory.now
        let taken = try await timed { try await send(10_000) }
        let after = Memory.now
        let floor = try await curl(["-d", "x", "-o", "/dev/null", far.base + "[1-10000]"])
        return [
            Row(name: "10,000 answers, eight at a time", value: taken, unit: "s", floor: floor, judge: .most, goal: 2),
            Row(
                name: "10,000 answers: memory more", value: after.resident - before.resident, unit: "MB", judge: .most,
                goal: 2),
            Row(
                name: "10,000 answers: threads more", value: Double(after.threads - before.threads), unit: "",
                judge: .most,
                goal: 0),
        ]
    }

    private func uploads() async throws -> [Row] {
        let far = try Served("taking")
        let sending = try Sending("webhook", to: far.base)
        let path = try room.file(20 << 20)
        var (ours, command, sockets) = ([Double](), [Double](), [Double]())
        let words = (0..<20).flatMap { ["-T", path, far.base + "x\($0)", "-o", "/dev/null"] }
        for _ in 0..<3 {
            ours.append(try await timed { for number in 0..<20 { try await sending.file(path, "one-\(number)") } })
            command.append(try await curl(words))
            sockets.append(try await timed { try await PlainSocket.put(path, times: 20, port: far.port) })
        }
        let before = Memory.now.resident
        Memory.forgetPeak()
        let together = try await timed {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 { group.addTask { try await sending.file(path, "many-\(number)") } }
                try await group.waitForAll()
            }
        }
        let peak = Memory.now.peak - before
        let size = Double(20 * 20) / 1024
        func speed(_ all: [Double]) -> Double { size / all.sorted()[all.count / 2] }
        return [
            Row(
                name: "20 x 20 MiB one after the other, beside curl", value: speed(ours), unit: "GiB/s",
                floor: speed(command),
                judge: .least, goal: 0.95),
            Row(
                name: "the same beside a plain socket", value: speed(ours), unit: "GiB/s", floor: speed(sockets),
                judge: .least,
                goal: 0.5),
            Row(name: "the same by itself", value: speed(ours), unit: "GiB/s", judge: .least, goal: 1),
            Row(name: "60 x 20 MiB at once", value: 60 * 20 / 1024 / together, unit: "GiB/s", judge: .least, goal: 1),
            Row(name: "60 x 20 MiB at once: memory more at most", value: peak, unit: "MB", judge: .most, goal: 15),
        ]
    }

    private func cancelling() async throws -> [Row] {
        let far = try Served("silent")
        let sending = try Sending("webhook", to: far.base)
        let path = try room.file(20 << 20)
        var (times, floors) = ([Double](), [Double]())
        for _ in 0..<100 {
            times.append(await sending.cancelled(path))
            floors.append(try await PlainSocket.wakeUp())
        }
        times.sort()
        floors.sort()
        return [
            Row(name: "cancelled in mid upload, median", value: times[50] * 1000, unit: "ms", judge: .most, goal: 50),
            Row(
                name: "cancelled in mid upload, slowest of 100", value: times[99] * 1000, unit: "ms", judge: .most,
                goal: 50),
            Row(
                name: "a thread that a socket wakes, slowest of 100", value: floors[99] * 1000, unit: "ms",
                judge: .most, goal: 50),
        ]
    }
}

/// This process, MB of 1,000,000 bytes.
struct Memory {
    var resident: Double
    var peak: Double
    var threads: Int

    static var now: Memory {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        func number(_ key: String) -> Int {
            status.split(separator: "\n").first { $0.hasPrefix(key) }.flatMap { Int($0.filter(\.isNumber)) } ?? 0
        }
        return Memory(
            resident: Double(number("VmRSS:")) * 1024 / 1e6, peak: Double(number("VmHWM:")) * 1024 / 1e6,
            threads: number("Threads:"))
    }

    /// From now on the peak is that of what is to come.
    static func forgetPeak() { try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8) }
}

/// The least that can be done: a socket, and what the kernel gives.
enum PlainSocket {
    static func put(_ path: String, times: Int, port: Int) async throws {
        try await offPool { () throws(Failure) in
            let client = try connection(port)
            defer { close(client) }
            for _ in 0..<times { try put(path, client) }
        }
    }

    private static func connection(_ port: Int) throws(Failure) -> Int32 {
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        (place.sin_family, place.sin_port) = (sa_family_t(AF_INET), UInt16(port).bigEndian)
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        let code = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw Failure(description: "no connection to \(port)") }
        return client
    }

    private static func put(_ path: String, _ client: Int32) throws(Failure) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        let size = Int(lseek(file, 0, SEEK_END))
        lseek(file, 0, SEEK_SET)
        let head = Array("PUT /x HTTP/1.1\r\nHost: x\r\nContent-Length: \(size)\r\n\r\n".utf8)
        guard send(client, head, head.count, Int32(MSG_NOSIGNAL)) == head.count else {
            throw Failure(description: "hung up")
        }
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(file, &piece, piece.count)
            guard count > 0 else { break }
            var sent = 0
            while sent < count {
                let more = piece[sent..<count].withUnsafeBytes {
                    send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard more > 0 else { throw Failure(description: "hung up") }
                sent += more
            }
        }
        guard recv(client, &piece, piece.count, 0) > 0 else { throw Failure(description: "no answer") }
    }

    /// How long it takes until a thread that waits for a socket has been woken and has said so.
    static func wakeUp() async throws -> Double {
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
            throw Failure(description: "no socket")
        }
        let (here, there) = (ends[0], ends[1])
        defer {
            close(here)
            close(there)
        }
        let waiting = Task {
            await offPool {
                var byte: UInt8 = 0
                _ = read(there, &byte, 1)
            }
        }
        try await Task.sleep(for: .milliseconds(2))
        return await timed {
            _ = write(here, "x", 1)
            await waiting.value
        }
    }
}
