import Foundation
import Rigs
import Testing
import Work

@testable import Delivery

private let areAskedFor = ProcessInfo.processInfo.environment["BOOTHKIT_DELIVERY_FIGURES"] != nil

/// Figures that only mean something while nothing else runs: BOOTHKIT_DELIVERY_FIGURES=1 swift test --filter DeliveryTests.FigureTests
@Suite(.serialized, .enabled(if: areAskedFor, "BOOTHKIT_DELIVERY_FIGURES asks for them"))
struct FigureTests {
    /// Bytes in memory, and threads.
    private static func process() -> (resident: Int, threads: Int) {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        func number(_ key: String) -> Int {
            status.split(separator: "\n").first { $0.hasPrefix(key) }.flatMap { line in Int(line.filter(\.isNumber)) }
                ?? 0
        }
        return (number("VmRSS:") * 1024, number("Threads:"))
    }

    private static func send(_ order: Order, _ wire: Wire) async { #expect(await wire.send(order).end == .answered) }

    private func send(_ count: Int, _ wire: Wire, _ order: Order) async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<count / 8 { #expect(await wire.send(order).end == .answered) } }
            }
        }
    }

    @Test(.enabled(if: FarProgram.hasRclone, "there is no rclone here"))
    func `Ten thousand requests leave nothing behind`() async throws {
        let (program, base) = try await FarProgram.webDAV(byRclone: true)
        defer { withExtendedLifetime(program) {} }
        let wire = Wire()
        var order = Order(method: "HEAD", url: base + "none")
        order.reach = .localOnly
        await send(2000, wire, order)
        let before = Self.process()
        let start = ContinuousClock.now
        await send(10_000, wire, order)
        let (after, taken) = (Self.process(), ContinuousClock.now - start)
        print(
            "delivery: 10,000 requests in \(taken): \((after.resident - before.resident) / 1024) KiB more, \(before.threads) threads before, \(after.threads) after"
        )
        #expect(after.resident - before.resident <= 2 << 20)
    }

    @Test func `Uploads are as fast as those of the curl command`() async throws {
        let far = try FarSide(bodies: .dropped)
        let scratch = try Scratch()
        let path = try scratch.put([UInt8](repeating: 7, count: 20 << 20), at: "large")
        var order = Order(method: "PUT", url: far.base + "large")
        (order.body, order.reach) = (.file(path), .localOnly)
        let wire = Wire()
        var rows: [(String, Duration)] = []
        for name in ["wire", "curl", "wire", "curl"] {
            let start = ContinuousClock.now
            if name == "wire" {
                for _ in 0..<20 { #expect(await wire.send(order).end == .answered) }
            } else {
                let words =
                    ["-s", "-H", "Expect:"]
                    + (0..<20).flatMap { _ in ["-T", path, far.base + "large", "-o", "/dev/null"] }
                let run = await Programs.blocking { Programs.run("/usr/bin/curl", words) }
                #expect(run.status == 0)
            }
            rows.append((name, ContinuousClock.now - start))
        }
        for (name, taken) in rows { print("delivery: 20 uploads of 20 MiB one after the other by \(name): \(taken)") }
        let before = Self.process()
        let start = ContinuousClock.now
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<60 { group.addTask { [order] in await Self.send(order, wire) } }
        }
        print(
            "delivery: 60 at once: \(ContinuousClock.now - start), \((Self.process().resident - before.resident) >> 20) MiB more"
        )
    }

    @Test func `A hundred cancelled uploads end within 50 ms`() async throws {
        let far = try FarSide(bodies: .unread) { _, _ in .silence }
        let scratch = try Scratch()
        let path = try scratch.put([UInt8](repeating: 7, count: 20 << 20), at: "large")
        var order = Order(method: "PUT", url: far.base + "large")
        (order.body, order.reach) = (.file(path), .localOnly)
        let wire = Wire()
        var worst = Duration.zero
        for number in 0..<100 {
            let task = Task { [order] in await wire.send(order) }
            while far.requests.count <= number { await Task.yield() }
            let start = ContinuousClock.now
            task.cancel()
            #expect(await task.value.end == .cancelled)
            worst = max(worst, ContinuousClock.now - start)
        }
        print("delivery: 100 cancelled uploads, the slowest took \(worst)")
        #expect(worst <= .milliseconds(50))
    }
}
