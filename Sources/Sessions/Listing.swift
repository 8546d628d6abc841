/// Which sessions are meant; what is nil does not matter.
public struct SessionFilter: Sendable {
    public var state: Session.State?
    /// Started on that day or later, and on that day or earlier, by the booth's clock; midnight in UTC stands for the day.
    public var from: Moment?
    public var to: Moment?
    /// By name, as a plan or a rendition has it.
    public var effect: String?
    /// In what guests said, in addresses, names of files, layouts, effects and destinations; capitals or not.
    public var text: String?
    /// Any of these; empty: all.
    public var numbers: [ClosedRange<Int>] = []

    public init() {}

    var condition: (sql: String, values: [SQLValue]) {
        var (parts, values): ([String], [SQLValue]) = (["number IS NOT NULL"], [])
        func add(_ part: String, _ more: SQLValue...) {
            parts.append(part)
            values += more
        }
        if let state { add("state = ?", .string(state.rawValue)) }
        // The first half is for the index: clocks are at most 14 hours from UTC.
        if let from {
            add("started_at >= ? - 50400000 AND started_at + utc_offset * 1000 >= ?", .time(from), .time(from))
        }
        if let to { add("started_at + utc_offset * 1000 < ? + 86400000", .time(to)) }
        if let effect {
            let isPlanned =
                "instr(char(10) || effects || char(10), char(10) || ? || char(10)) OR instr(char(10) || effects, char(10) || ? || ':')"
            let isMade = "row IN (SELECT session FROM rendition WHERE effect = ? OR effect LIKE ? || ':%')"
            add("(\(isPlanned) OR \(isMade))", .string(effect), .string(effect), .string(effect), .string(effect))
        }
        if let text {
            let own = ["id", "workflow", "layout", "effects"]
            let others = [
                "input": ["name", "value"], "capture": ["path", "source"], "rendition": ["path", "effect"],
                "item": ["subject", "destination", "reason"], "share": ["token"],
            ].sorted { $0.key < $1.key }
            let mentions = { (columns: [String]) in columns.map { "mentions(\($0), ?)" }.joined(separator: " OR ") }
            let parts = others.map { "row IN (SELECT session FROM \($0.key) WHERE \(mentions($0.value)))" }
            add("(\(([mentions(own)] + parts).joined(separator: " OR ")))")
            let count = own.count + others.map(\.value.count).reduce(0, +)
            values += Array(repeating: .string(text.lowercased()), count: count)
        }
        if !numbers.isEmpty {
            add(
                "(" + numbers.map { "number BETWEEN \($0.lowerBound) AND \($0.upperBound)" }.joined(separator: " OR ")
                    + ")")
        }
        return (parts.joined(separator: " AND "), values)
    }
}
