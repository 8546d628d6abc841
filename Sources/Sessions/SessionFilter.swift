/// Which sessions are meant; what is nil does not matter.
public struct SessionFilter: Hashable, Sendable {
    public var state: Session.State?
    /// Started on that day or later, and on that day or earlier, by the booth's clock; midnight in UTC stands for the day.
    public var from: Moment?
    public var to: Moment?
    /// Started before this moment.
    public var startedBefore: Moment?
    /// By name, as a plan or a picture has it.
    public var effect: String?
    /// In what guests said, in addresses, names of files, layouts, effects and destinations; capitals or not.
    public var text: String?
    /// Any of these; empty: all.
    public var numbers: [ClosedRange<Int>] = []
    /// Only those that somebody should look at: `Attention`.
    public var attention: Attention?

    /// Of those that a search looks at just now; nil: all.
    var within: ClosedRange<Int>?
    var among: [Int]?

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
        if let startedBefore { add("started_at < ?", .time(startedBefore)) }
        if let effect {
            let isPlanned =
                "instr(char(10) || effects || char(10), char(10) || ? || char(10)) OR instr(char(10) || effects, char(10) || ? || ':')"
            // A picture in a layout tells its effects among its parameters.
            let isMade = """
                EXISTS (SELECT 1 FROM rendition WHERE session = row AND (effect = ? OR effect LIKE ? || ':%'
                OR instr(parameters, ?) AND json_valid(parameters) AND EXISTS (SELECT 1
                FROM json_each(parameters, '$.effects') WHERE value = ? OR value LIKE ? || ':%')))
                """
            add(
                "(\(isPlanned) OR \(isMade))", .string(effect), .string(effect), .string(effect), .string(effect),
                .string(effect), .string(effect), .string(effect))
        }
        if let text {
            let own = ["id", "workflow", "layout", "effects"]
            let others = [
                "input": ["name", "value"], "capture": ["path", "source"], "rendition": ["path", "effect"],
                "item": ["subject", "destination", "reason"], "share": ["token"],
            ].sorted { $0.key < $1.key }
            let mentions = { (columns: [String]) in columns.map { "mentions(\($0), ?)" }.joined(separator: " OR ") }
            // Whatever is in a session is in its line, too, unless JSON spells it otherwise; most sessions need no second look.
            if text.allSatisfy({ !"\"\\".contains($0) && ($0.asciiValue ?? 32) >= 32 }) {
                add("(line IS NULL OR mentions(line, ?))", .string(text.lowercased()))
            }
            // Session by session, since many of them are looked through a few at a time (`SessionSearch`).
            let parts = others.map {
                "EXISTS (SELECT 1 FROM \($0.key) WHERE session = row AND (\(mentions($0.value))))"
            }
            add("(\(([mentions(own)] + parts).joined(separator: " OR ")))")
            let count = own.count + others.map(\.value.count).reduce(0, +)
            values += Array(repeating: .string(text.lowercased()), count: count)
        }
        if let attention {
            parts.append("(\(Attention.condition))")
            values.append(.string("\(attention.setAside)"))
        }
        if let within { add("number BETWEEN ? AND ?", .integer(within.lowerBound), .integer(within.upperBound)) }
        if let among { add("number IN (SELECT value FROM json_each(?))", .string("\(among)")) }
        if !numbers.isEmpty { add("(\(Self.sql(numbers)))") }
        return (parts.joined(separator: " AND "), values)
    }
    static func sql(_ numbers: [ClosedRange<Int>]) -> String {
        numbers.map { "number BETWEEN \($0.lowerBound) AND \($0.upperBound)" }.joined(separator: " OR ")
    }
}

/// What makes a session one that somebody should look at: an item that was given up, one that nobody knows the outcome of, one
/// that could not be sent when it was last tried and waits; a picture or a link that could not be made; files that were put aside.
public struct Attention: Hashable, Sendable {
    /// Of sessions that files in Quarantine/ belong to, in order.
    var setAside: [Int]

    /// Looks into Quarantine/ of the event. Blocks.
    public init(in folder: EventFolder) throws(SessionsError) {
        var numbers: Set<Int> = []
        for shelf in EventFolder.shelves {
            for name in try folder.names(in: "Quarantine/" + shelf) {
                if let number = EventFolder.number(inName: name) { numbers.insert(number) }
            }
        }
        setAside = numbers.sorted()
    }

    /// In the words of the index `item_troubled`.
    static let item = "state IN ('dead', 'unknown') OR state = 'pending' AND reason IS NOT NULL"

    /// Takes `setAside` as JSON.
    static let condition = [
        "share_state = 'failed'", "row IN (SELECT session FROM item WHERE \(item))",
        "row IN (SELECT session FROM rendition WHERE state = 'failed')",
        "number IN (SELECT value FROM json_each(?))",
    ].joined(separator: " OR ")
}
