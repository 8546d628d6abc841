/// Measures a job's rows and its floor in turn, so that a slow moment of the machine hits all of them alike.
struct Rounds {
    var job: Job
    var rows: [Row]

    /// One round more than asked is run; the first warms up and does not count.
    func findings(_ rounds: Int, floor: Floor, progress: (String) -> Void) async throws -> [Finding] {
        var floors: [Double] = []
        var measured = rows.map { _ in [Measured]() }
        for round in 0...rounds {
            let bottom = try job.floor(floor)
            if round > 0 { floors.append(bottom) }
            for (index, row) in rows.enumerated() {
                progress("round \(round) of \(rounds): \(row.name)")
                let figure = try await row.measure()
                if round > 0 { measured[index].append(figure) }
            }
        }
        return zip(rows, measured).flatMap { row, figures -> [Finding] in
            let ratios = zip(figures, floors).map { $0.cpu / $1 }
            var finding = Finding(row.key, row.name, ratios, .floor, goal: row.goal)
            finding?.cpu = Spread(figures.map(\.cpu))?.median
            finding?.floor = Spread(floors)?.median
            let busy = Finding(row.key, "  cores busy", figures.compactMap(\.busy), .cores, goal: 0.95)
            return [finding, busy].compactMap { $0 }
        }
    }
}
