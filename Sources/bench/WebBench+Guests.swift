internal import Work

extension WebBench {
    /// Requests on one core, memory over an idle booth, and clients that never end their question.
    func guests() async throws -> [Line] {
        progress("an idle booth")
        let idle = try ServedProgram(
            ["run", party, "--unattended", "--printer", "none"], in: folder, hasListeners: false)
        try await Task.sleep(for: .seconds(3))
        let alone = idle.usage.megabytes
        idle.stop()
        let served = try ServedProgram(["run", party, "--unattended", "--printer", "none"], in: folder)
        defer { served.stop() }
        guard let place = served.guests else { return [] }
        let page = try await visit(at: place).page
        _ = try await ask(place, page, times: 2_000)
        let (early, before) = (served.usage.megabytes, served.usage.seconds)
        progress("100,000 requests")
        let times = try await ask(place, page, times: 100_000)
        let (late, after) = (served.usage.megabytes, served.usage.seconds)
        let rate = 100_000 / (after - before)
        progress("150 clients that do not end their question")
        var halves: [Visitor] = []
        for number in 0..<150 {
            let half = try Visitor(place)
            try half.say(number.isMultiple(of: 2) ? "GET \(page) HTTP/1.1\r\nHost: x\r\nX-Slow: " : "G")
            halves.append(half)
        }
        let beside = try await ask(place, page, times: 5_000)
        withExtendedLifetime(halves) {}
        return [
            Line("guest's page, requests a second on one core", rate.fixed(0), "≥ 3000", rate >= 3_000),
            Line("  eight at a time, p50 and p99", "\(share(times, 0.5)) and \(share(times, 0.99)) ms"),
            Line(
                "  p99 beside 150 half-open and slow clients", "\(share(beside, 0.99)) ms",
                "≤ \((times.sorted()[times.count * 99 / 100] * 2 + 1).fixed(1))",
                beside.sorted()[beside.count * 99 / 100] <= times.sorted()[times.count * 99 / 100] * 2 + 1),
            Line(
                "memory over an idle booth (\(alone.fixed(0)) MB), after 2,000 requests",
                "\((early - alone).fixed(1)) MB", "≤ 40 MB", early - alone <= 40),
            Line(
                "  after 100,000 more", "\((late - alone).fixed(1)) MB", "≤ 40 MB, flat",
                late - alone <= 40 && late - early <= 3),
        ]
    }

    /// Milliseconds of each of so many requests, by eight visitors at a time.
    func ask(_ place: Visitor.Place, _ path: String, _ fields: String = "", times: Int)
        async throws -> [Double]
    {
        let left = Turns(times)
        return try await withThrowingTaskGroup(of: [Double].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await offPool { () throws(BenchError) in
                        let visitor = try Visitor(place)
                        var own: [Double] = []
                        while left.takes() {
                            let began = Clock.wall()
                            try visitor.get(path, fields)
                            own.append(Clock.wall() - began)
                        }
                        return own
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    func share(_ times: [Double], _ share: Double) -> String {
        times.sorted()[min(times.count - 1, Int(Double(times.count) * share))].fixed(1)
    }
}
