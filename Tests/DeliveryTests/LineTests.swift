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
        #expect(rows.count == 3)
        for row in rows {
            let (value, goal) = (try #require(number(row, "value")), try #require(number(row, "goal")))
            let share = number(row, "floor").map { value / $0 }
            #expect(share.map { $0 >= goal } ?? (value <= goal), "\(row.text())")
        }
    }
}
