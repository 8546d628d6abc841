import Sessions

/// Lists of sessions as three pages ask for them, beside a booth that keeps a capture every 100 ms: how long each takes. The event
/// is one of `large`.
struct Searching {
    let folder: EventFolder
    let seconds: Int

    func run() async throws {
        let record = try EventRecord(folder)
        let session = try await record.start(.init(workflow: .standard))
        try await captures(of: record, session.id, until: .now + .seconds(seconds), "capture commits alone")
        let search = try SessionSearch(folder)
        for (name, filter) in try filters() {
            let first = try await ContinuousClock().measure { _ = try await search.page(filter) }
            print("\(name), the first time: \(first), \(try await search.page(filter).total) sessions")
        }
        let end = ContinuousClock.now + .seconds(seconds)
        let pages = try filters().prefix(5).map { name, filter in
            Task {
                var times: [Duration] = []
                while ContinuousClock.now < end {
                    let before = times.count % 4 == 3 ? Int.random(in: 1...100_000) : nil
                    times.append(
                        try await ContinuousClock().measure { _ = try await search.page(filter, before: before) })
                    try await Task.sleep(for: .milliseconds(50))
                }
                return (name, times)
            }
        }
        try await captures(of: record, session.id, until: end, "capture commits beside five pages")
        for page in pages {
            let (name, times) = try await page.value
            Queue.tell("pages: \(name)", times)
        }
        _ = try await record.end(.stop)
    }

    private func filters() throws -> [(String, SessionFilter)] {
        var filters = [("all", SessionFilter())]
        func add(_ name: String, _ change: (inout SessionFilter) throws -> Void) rethrows {
            var filter = SessionFilter()
            try change(&filter)
            filters.append((name, filter))
        }
        add("finished") { $0.state = .finished }
        add("since 2026") { $0.from = Moment(day: "2026-01-01") }
        try add("attention") { $0.attention = try Attention(in: folder) }
        add("with sepia") { $0.effect = "sepia" }
        add("text that all have") { $0.text = "captures/" }
        add("text that none has") { $0.text = "nobody has said this" }
        return filters
    }

    private func captures(
        of record: EventRecord, _ id: String, until end: ContinuousClock.Instant, _ what: String
    ) async throws {
        var times: [Duration] = []
        while ContinuousClock.now < end {
            let bytes = (0..<2_000).map { _ in UInt8.random(in: .min ... .max) }
            times.append(
                try await ContinuousClock().measure {
                    _ = try await record.keep(NewCapture(bytes: bytes, fileExtension: "jpg", source: "figures"), in: id)
                })
            try await Task.sleep(for: .milliseconds(100))
        }
        Queue.tell(what, times)
    }
}
