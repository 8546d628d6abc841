/// What one measurement gave.
struct Measured {
    /// CPU ms for one session.
    var cpu: Double
    /// Share of the cores that worked, 0…1, where it was looked at.
    var busy: Double?
}

/// One way of doing a job, measured once in every round.
struct Row {
    var key: String
    var name: String
    /// Multiples of the floor that are good enough.
    var goal: Double
    var measure: () async throws -> Measured
}

/// One line of the result.
struct Finding: Encodable {
    var key: String
    var name: String
    /// Median CPU ms of one session and of its floor; nil for figures that have none.
    var cpu: Double?
    var floor: Double?
    /// In `unit`: multiples of the floor of the same round, MB, or a share.
    var value: Spread
    var unit: Unit
    var goal: Double
    var met: Bool

    enum Unit: String, Encodable { case floor, megabytes, cores, speed, ahead, share, milliseconds, skipped }

    /// Whether more is better.
    private static let rising: Set<Unit> = [.cores, .speed, .ahead]

    init?(_ key: String, _ name: String, _ figures: [Double], _ unit: Unit, goal: Double) {
        guard let value = Spread(figures) else { return nil }
        (self.key, self.name, self.value, self.unit, self.goal) = (key, name, value, unit, goal)
        met = Self.rising.contains(unit) ? value.median >= goal : value.median <= goal
    }

    /// A row that could not be measured, and why.
    init(skipped key: String, _ name: String, _ reason: String) {
        (self.key, self.name, unit, goal, met) = (key, "\(name) skipped: \(reason)", .skipped, 0, true)
        value = Spread([0])!
    }

    static let heading = ["", "CPU ms", "floor ms", "result", "min…max", "goal", "met"]

    var cells: [String] {
        guard unit != .skipped else { return [name, "", "", "", "", "", ""] }
        let digits = unit == .megabytes || unit == .speed ? 0 : unit == .share ? 3 : 2
        let mark =
            switch unit {
            case .floor, .ahead: "x"
            case .megabytes: " MB"
            case .cores: " of cores"
            case .speed: " MP/s"
            case .milliseconds: " ms"
            case .share, .skipped: ""
            }
        return [
            name, cpu?.fixed(1) ?? "", floor?.fixed(1) ?? "", value.median.fixed(digits) + mark,
            value.min.fixed(digits) + "…" + value.max.fixed(digits),
            (Self.rising.contains(unit) ? "≥ " : "≤ ") + goal.fixed(digits), met ? "yes" : "no",
        ]
    }
}
