import Synchronization

/// What guests do with links, counted in memory and written down now and then: 10,000 visitors cost one commit, as one does.
/// What was counted since the last `flush` is lost with the process, and nothing else.
///
///     visits.count(token: token, path: "FinalPhoto/000047-strip-0123abcd.jpg", isDownload: true)
///     try await visits.flush(into: record)
public final class LinkVisits: Sendable {
    struct Place: Hashable {
        var token: String
        /// Empty: the page of the link itself.
        var path: String
    }

    struct Count {
        var views = 0
        var downloads = 0
    }

    private let counts = Mutex<[Place: Count]>([:])
    /// Of so many different places are visits kept until the next flush; whoever asks for more is making them up.
    private static let limit = 100_000

    public init() {}

    /// - Parameter path: of a capture or a rendition of the link's session; empty for the page itself.
    public func count(token: String, path: String = "", isDownload: Bool = false) {
        let place = Place(token: token, path: path)
        counts.withLock { counts in
            guard counts.count < Self.limit || counts[place] != nil else { return }
            if isDownload {
                counts[place, default: Count()].downloads += 1
            } else {
                counts[place, default: Count()].views += 1
            }
        }
    }

    /// One transaction. When it throws, nothing is forgotten.
    public func flush(into record: EventRecord, at now: Moment = .now) async throws(SessionsError) {
        let taken = counts.withLock { counts in
            defer { counts = [:] }
            return counts
        }
        guard !taken.isEmpty else { return }
        do throws(SessionsError) { try await record.note(taken, at: now) } catch {
            counts.withLock { counts in
                for (place, count) in taken {
                    counts[place, default: Count()].views += count.views
                    counts[place, default: Count()].downloads += count.downloads
                }
            }
            throw error
        }
    }
}

extension EventRecord {
    /// Links that are not good, and files that are not of the link's session, are passed over.
    fileprivate func note(_ visits: [LinkVisits.Place: LinkVisits.Count], at now: Moment) throws(SessionsError) {
        try database.transaction { () throws(SessionsError) in
            var touched: Set<Int> = []
            for (place, count) in visits {
                let row = try database.first(
                    "SELECT session FROM share WHERE token = ? AND revoked_at IS NULL", .string(place.token)
                ) { $0.int(0) }
                guard let row, try isShown(place.path, by: row) else { continue }
                try add(count, at: place, now)
                touched.insert(row)
            }
            try conclude(touched)
        }
    }

    private func isShown(_ path: String, by row: Int) throws(SessionsError) -> Bool {
        guard !path.isEmpty else { return true }
        return try database.first(
            """
            SELECT 1 FROM capture WHERE path = ? AND session = ?
            UNION ALL SELECT 1 FROM rendition WHERE path = ? AND session = ?
            """, .string(path), .integer(row), .string(path), .integer(row)
        ) { _ in true } ?? false
    }

    private func add(_ count: LinkVisits.Count, at place: LinkVisits.Place, _ now: Moment) throws(SessionsError) {
        try database.run(
            """
            INSERT INTO visit(token, path, views, downloads) VALUES(?, ?, ?, ?) ON CONFLICT(token, path)
            DO UPDATE SET views = views + excluded.views, downloads = downloads + excluded.downloads
            """, .string(place.token), .string(place.path), .integer(count.views), .integer(count.downloads))
        guard count.downloads > 0 else { return }
        try database.run(
            "UPDATE share SET downloaded_at = coalesce(downloaded_at, ?) WHERE token = ?", .time(now),
            .string(place.token))
    }
}
