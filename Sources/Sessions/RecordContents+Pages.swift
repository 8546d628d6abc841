import StrictJSON

/// A session as lists show it.
public struct ListedSession: Equatable, Sendable {
    public var number: Int
    /// The object that sessions.json has, as text.
    public var json: String
    /// The picture that stands for it: what the guest got, or else the first capture. Relative to the event.
    public var picture: String?
}

extension RecordContents {
    /// Sessions by their numbers, in that order; those that are not there are left out.
    func listed(_ numbers: some Sequence<Int>) throws(SessionsError) -> [ListedSession] {
        var found: [ListedSession] = []
        for number in numbers {
            let row = try database.first(Self.listing, .integer(number)) {
                ($0.int(0), $0.optionalText(1), $0.optionalText(2))
            }
            guard let (row, line, picture) = row else { continue }
            // It is made anew only when sessions.json is written.
            let json: String
            if let line { json = line } else { json = try rows.session(atRow: row).json.text() }
            found.append(ListedSession(number: number, json: json, picture: picture))
        }
        return found
    }

    /// The picture is chosen as `guestsPicture` is.
    private static let listing = """
        SELECT row, line, coalesce(
            (SELECT path FROM rendition WHERE session = row AND kind = 'final' AND state = 'ready' AND path =
                (SELECT subject FROM item WHERE session = row AND kind = 'print' AND rerun = 0 ORDER BY id LIMIT 1)),
            (SELECT path FROM rendition WHERE session = row AND kind = 'final' AND state = 'ready' ORDER BY id LIMIT 1),
            (SELECT path FROM capture WHERE session = row AND selected = 1 ORDER BY place, shot, id LIMIT 1))
        FROM session WHERE number = ?
        """

    /// The number of the `count`th newest session below `before`, or of the oldest; nil when there is none.
    func lowest(below before: Int, count: Int) throws(SessionsError) -> Int? {
        let lowest: Int? =
            try database.first(
                """
                SELECT min(number) FROM (SELECT number FROM session WHERE number < ? AND number IS NOT NULL
                ORDER BY number DESC LIMIT ?)
                """, .integer(before), .integer(count)
            ) { $0.optionalInt(0) } ?? nil
        guard let lowest else { return nil }
        // In a damaged index numbers may go back, and those who page by them would never end.
        guard lowest < before else {
            throw .damaged(path: database.path, reason: "its sessions are out of order")
        }
        return lowest
    }
}
