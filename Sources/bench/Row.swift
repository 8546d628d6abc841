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
    var measure: () throws -> Measured
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

    enum Unit: String, Encodable { case floor, megabytes, cores }

    init?(_ key: String, _ name: String, _ figures: [Double], _ unit: Unit, goal: Double) {
        guard let value = Spread(figures) else { return nil }
        (self.key, self.name, self.value, self.unit, self.goal) = (key, name, value, unit, goal)
        met = unit == .cores ? value.median >= goal : value.median <= goal
    }

    static let heading = ["", "CPU ms", "floor ms", "result", "min…max", "goal", "met"]

    var cells: [String] {
        let digits = unit == .megabytes ? 0 : 2
        let mark = unit == .floor ? "x" : unit == .megabytes ? " MB" : " of cores"
        return [
            name, cpu?.fixed(1) ?? "", floor?.fixed(1) ?? "", value.median.fixed(digits) + mark,
            value.min.fixed(digits) + "…" + value.max.fixed(digits),
            (unit == .cores ? "≥ " : "≤ ") + goal.fixed(digits), met ? "yes" : "no",
        ]
    }
}
