internal import Foundation
internal import Sessions
internal import Work

extension WebBench {
    func stopping() throws -> [Line] {
        progress("100 streams")
        let served = try ServedProgram(["web", party], in: folder)
        let cookie = try served.cookie(for: party)
        var streams: [Visitor] = []
        for _ in 0..<100 {
            let stream = try Visitor(served.operators!)
            try stream.say(
                "GET /api/changes HTTP/1.1\r\nHost: 127.0.0.1:\(served.operators!.port)\r\n\(cookie)\r\n")
            try stream.hear()
            streams.append(stream)
        }
        let took = served.stop()
        withExtendedLifetime(streams) {}
        return [Line("stop with 100 open streams", "\(took.fixed(0)) ms", "≤ 1000 ms", took <= 1_000)]
    }

    /// Lists of an event of 100,000 sessions, and captures that are kept in it, each alone and both at once.
    func many() async throws -> [Line] {
        let large = folder + "/large"
        progress("an event of 100,000 sessions")
        _ = try Child.run(Inputs.program("record-figures"), ["large", large, "100000"])
        let served = try ServedProgram(["web", large], in: folder)
        defer { served.stop() }
        guard let place = served.operators else { return [] }
        let cookie = try served.cookie(for: large)
        // The first time it is looked through.
        try Visitor(place).get("/api/sessions", cookie)
        let record = try EventRecord(EventFolder(large))
        let session = try await record.start(.init(workflow: .standard))
        progress("captures alone")
        let captures = try await Self.keep(in: record, session.id)
        progress("lists alone")
        let lists = try await list(place, cookie)
        progress("captures and lists")
        async let kept = Self.keep(in: record, session.id)
        let beside = try await list(place, cookie)
        let both = try await kept
        _ = try await record.end(.stop)
        let (before, after) = (share(captures, 0.99), share(both, 0.99))
        let isWithin =
            both.sorted()[both.count * 99 / 100] <= captures.sorted()[captures.count * 99 / 100] + 10
        func line(_ name: String, _ times: [Double]) -> Line {
            Line(
                name, "\(share(times, 0.5)), p99 \(share(times, 0.99)) ms", "p99 ≤ 10 ms",
                times.sorted()[times.count * 99 / 100] <= 10)
        }
        return [
            line("list of 100,000 sessions, \(lists.count) times, p50", lists),
            line("  beside a booth that keeps captures, \(beside.count) times, p50", beside),
            Line(
                "capture commit alone, \(captures.count) times, p50 \(share(captures, 0.5)) ms, p99",
                "\(before) ms"),
            Line(
                "  beside the lists, \(both.count) times, p50 \(share(both, 0.5)) ms, p99", "\(after) ms",
                "≤ \(before) + 10 ms", isWithin),
        ]
    }

    /// A page of fifty every 20 ms for fifteen seconds: mostly the newest, as pages of operators ask.
    func list(_ place: Visitor.Place, _ cookie: String) async throws -> [Double] {
        try await offPool { () throws(BenchError) in
            let visitor = try Visitor(place)
            var times: [Double] = []
            let end = Clock.wall() + 15_000
            while Clock.wall() < end {
                let before = times.count % 4 == 3 ? "?before=\(Int.random(in: 1...100_000))" : ""
                let began = Clock.wall()
                try visitor.get("/api/sessions" + before, cookie)
                times.append(Clock.wall() - began)
                usleep(20_000)
            }
            return times
        }
    }

    static func keep(in record: EventRecord, _ id: String) async throws -> [Double] {
        var times: [Double] = []
        let end = Clock.wall() + 15_000
        while Clock.wall() < end {
            let bytes = (0..<2_000).map { _ in UInt8.random(in: .min ... .max) }
            let began = Clock.wall()
            _ = try await record.keep(
                NewCapture(bytes: bytes, fileExtension: "jpg", source: "bench"), in: id)
            times.append(Clock.wall() - began)
            try await Task.sleep(for: .milliseconds(50))
        }
        return times
    }
}
