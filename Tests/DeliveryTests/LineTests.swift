import Rigs
import StrictJSON
import Testing
import Work

@testable import Delivery

/// Loopback as slow as the line of a venue, in a network namespace: `delivery-figures line`.
@Suite struct LineTests {
    /// Whether a namespace can be made here, and a token bucket set up in it.
    private static func canBeSlow() async -> Bool {
        let script = "ip link set lo up && tc qdisc add dev lo root tbf rate 1mbit burst 64kb latency 100ms"
        return await Child(["unshare", "-n", "sh", "-c", script]).result().end == .exited(0)
    }

    @Test(.enabled("slow lines need root, unshare, ip and tc") { await canBeSlow() })
    func `A slow line is used to the full, and guests do not wait for what nobody waits for`() async throws {
        let words = ["unshare", "-n", Programs.folder + "/delivery-figures", "line", "speed,guests"]
        let outcome = await Child(words, output: .captured(1 << 16), errors: .captured(4096)).result()
        #expect(outcome.end == .exited(0), "\(String(decoding: outcome.errors, as: UTF8.self))")
        guard case .array(let rows) = try JSONValue(parsing: outcome.output, document: "rows") else {
            Issue.record("no rows")
            return
        }
        func number(_ row: JSONValue, _ key: String) -> Double? {
            if case .number(let number)? = row[member: key] { number } else { nil }
        }
        // Seconds by themselves are judged by `make bench-delivery`, where nothing else runs.
        let judged = rows.filter { number($0, "floor") != nil }
        #expect(judged.count == 2)
        for row in judged {
            let share = (number(row, "value") ?? 0) / (number(row, "floor") ?? 1)
            let goal = try #require(number(row, "goal"))
            #expect(row.text("judge") == "most" ? share <= goal : share >= goal, "\(row.text())")
        }
    }
}
