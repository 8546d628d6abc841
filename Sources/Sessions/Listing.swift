/// Which sessions are meant; what is nil does not matter.
public struct SessionFilter: Sendable {
    public var state: Session.State?
    /// Started at or after, and before.
    public var from: Moment?
    public var to: Moment?
    /// By name, as a plan or a rendition has it.
    public var effect: String?
    /// Anywhere in the session's line, capitals or not.
    public var text: String?
    /// Any of these; empty: all.
    public var numbers: [ClosedRange<Int>] = []

    public init() {}

    fileprivate var condition: (sql: String, values: [SQLValue]) {
        var (parts, values): ([String], [SQLValue]) = (["number IS NOT NULL"], [])
        func add(_ part: String, _ more: SQLValue...) {
            parts.append(part)
            values += more
        }
        if let state { add("state = ?", .string(state.rawValue)) }
        if let from { add("started_at >= ?", .time(from)) }
        if let to { add("started_at < ?", .time(to)) }
        if let effect {
            let isPlanned =
                "instr(char(10) || effects || char(10), char(10) || ? || char(10)) OR instr(char(10) || effects, char(10) || ? || ':')"
            let isMade = "row IN (SELECT session FROM rendition WHERE effect = ? OR effect LIKE ? || ':%')"
            add("(\(isPlanned) OR \(isMade))", .string(effect), .string(effect), .string(effect), .string(effect))
        }
        if let text { add("line LIKE ? ESCAPE '\\'", .string("%" + Self.escaped(text) + "%")) }
        if !numbers.isEmpty {
            add(
                "(" + numbers.map { "number BETWEEN \($0.lowerBound) AND \($0.upperBound)" }.joined(separator: " OR ")
                    + ")")
        }
        return (parts.joined(separator: " AND "), values)
    }

    private static func escaped(_ text: String) -> String {
        text.map { "%_\\".contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}

extension EventRecord {
    /// Newest first, at most `limit`, those before number `before`. Sessions without a number are not shown.
    public func sessions(
        _ filter: SessionFilter = SessionFilter(), before: Int? = nil, limit: Int = 50
    ) throws(SessionsError) -> [Session] {
        try database.snapshot { () throws(SessionsError) in
            let (sql, values) = filter.condition
            var found: [Int] = []
            try database.forEach(
                "SELECT row FROM session WHERE \(sql) AND number < ? ORDER BY number DESC LIMIT ?",
                values + [.integer(before ?? .max), .integer(limit)]
            ) { (row) throws(SessionsError) in
                found.append(row.int(0))
                return true
            }
            var sessions: [Session] = []
            for row in found { sessions.append(try rows.session(atRow: row)) }
            return sessions
        }
    }

    /// Numbers of all that are meant, oldest first.
    public func numbers(_ filter: SessionFilter = SessionFilter()) throws(SessionsError) -> [Int] {
        let (sql, values) = filter.condition
        var found: [Int] = []
        try database.forEach("SELECT number FROM session WHERE \(sql) ORDER BY number", values) {
            (row) throws(SessionsError) in
            found.append(row.int(0))
            return true
        }
        return found
    }
}
