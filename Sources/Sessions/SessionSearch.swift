/// Lists of sessions for pages that ask again and again, in an event of any size and beside a booth that writes. Which sessions a
/// filter means is found once, a few at a time so that nobody waits, and then kept in step with the record: a page costs what is
/// on it, and `total` nothing.
///
///     let search = try SessionSearch(EventFolder("party"))
///     let page = try await search.page(filter, limit: 50)
public actor SessionSearch {
    private let reader: RecordReader
    private var kept: [SessionFilter: Found] = [:]
    /// The filters of `kept`, the one that was asked for last at the end.
    private var order: [SessionFilter] = []
    private var scans: [SessionFilter: Task<Result<Found, SessionsError>, Never>] = [:]
    /// Pages as they were read last, for the moments in which a commit is being written into the file: until it is done, they are
    /// what the record says.
    private var pages: [Question: (page: Page, read: ContinuousClock.Instant)] = [:]
    /// So many filters are kept; each takes 8 bytes a session.
    private static let most = 8
    private static let mostPages = 16

    private struct Question: Hashable {
        let filter: SessionFilter
        let before: Int?
        let limit: Int
    }

    public init(_ folder: EventFolder) throws(SessionsError) { reader = try RecordReader(folder) }

    public struct Page: Equatable, Sendable {
        /// Newest first.
        public var sessions: [ListedSession]
        /// How many sessions the filter means.
        public var total: Int
        /// That of the record which this page shows.
        public var revision: Int
    }

    /// At most `limit` sessions, newest first, of those with a number below `before`.
    public func page(
        _ filter: SessionFilter = SessionFilter(), before: Int? = nil, limit: Int = 50
    ) async throws(SessionsError) -> Page {
        let question = Question(filter: filter, before: before, limit: limit)
        // What has changed too much to follow is looked for anew; that happens once, not again and again.
        for _ in 0..<3 {
            let present = try await found(filter)
            let former = pages[question]
            let read = { @Sendable (contents: RecordContents) throws(SessionsError) -> (Found, Page)? in
                var found = present
                guard try found.follow(filter, contents) else { return nil }
                if let page = former?.page, page.revision == found.revision { return (found, page) }
                let sessions = try contents.listed(found.newest(limit, below: before ?? .max))
                return (found, Page(sessions: sessions, total: found.numbers.count, revision: found.revision))
            }
            let answer: (Found, Page)??
            if let former, ContinuousClock.now - former.read < .seconds(1) {
                answer = try await reader.readAtOnce(read)
                if answer == nil { return former.page }
            } else {
                answer = try await reader.read(read)
            }
            guard let (found, page) = answer ?? nil else {
                kept[filter] = nil
                pages = pages.filter { $0.key.filter != filter }
                continue
            }
            if found.revision >= kept[filter]?.revision ?? 0 { kept[filter] = found }
            remember(page, question)
            return page
        }
        throw .busy(path: reader.folder.database)
    }

    private func remember(_ page: Page, _ question: Question) {
        if pages.count >= Self.mostPages, pages[question] == nil,
            let oldest = pages.min(by: { $0.value.read < $1.value.read })
        {
            pages[oldest.key] = nil
        }
        pages[question] = (page, .now)
    }

    private func found(_ filter: SessionFilter) async throws(SessionsError) -> Found {
        order.removeAll { $0 == filter }
        order.append(filter)
        if order.count > Self.most { kept[order.removeFirst()] = nil }
        if let found = kept[filter] { return found }
        let reader = reader
        let scan =
            scans[filter]
            ?? Task { () -> Result<Found, SessionsError> in
                do throws(SessionsError) { return .success(try await Self.scan(filter, reader)) } catch {
                    return .failure(error)
                }
            }
        scans[filter] = scan
        let found = await scan.value
        scans[filter] = nil
        return try found.get()
    }

    /// Looks through all sessions, from the newest down, in reads of a few milliseconds. What changes meanwhile is followed later.
    private static func scan(_ filter: SessionFilter, _ reader: RecordReader) async throws(SessionsError) -> Found {
        let clock = ContinuousClock()
        var (found, before, count): (Found?, Int?, Int) = (nil, nil, 500)
        while true {
            let began = clock.now
            let (start, limit) = (before ?? .max, count)
            let step = try await reader.read { (contents) throws(SessionsError) in
                let empty = Found(revision: try contents.revision(), generation: contents.generation)
                guard let low = try contents.lowest(below: start, count: limit) else {
                    return (empty, nil as Int?, [Int]())
                }
                var part = filter
                part.within = low...(start - 1)
                return (empty, low, try contents.numbers(part))
            }
            var all = found ?? step.0
            guard let low = step.1 else {
                all.numbers.reverse()
                return all
            }
            all.numbers += step.2.reversed()
            (found, before) = (all, low)
            let took = clock.now - began
            if took < .milliseconds(2) { count = min(count * 2, 20_000) }
            if took > .milliseconds(5) { count = max(count / 2, 20) }
        }
    }
}

/// Which sessions a filter means, at a revision of the record.
private struct Found: Sendable {
    var revision: Int
    /// Counts the files that the reader has opened: a record that was rebuilt is another one.
    let generation: Int
    /// Oldest first.
    var numbers: [Int] = []

    /// The newest `count` of those below `before`, newest first.
    func newest(_ count: Int, below before: Int) -> [Int] { numbers[..<place(of: before)].suffix(count).reversed() }

    /// Takes in what has changed; false when that cannot be told.
    mutating func follow(_ filter: SessionFilter, _ contents: RecordContents) throws(SessionsError) -> Bool {
        guard contents.generation == generation else { return false }
        let present = try contents.revision()
        guard present != revision else { return true }
        let changes = try contents.changes(since: revision)
        guard changes.isComplete, present > revision else { return false }
        let changed = changes.sessions.compactMap(\.number)
        if !changed.isEmpty {
            var part = filter
            part.among = changed
            let meant = Set(try contents.numbers(part))
            for number in changed { set(number, to: meant.contains(number)) }
        }
        for gone in changes.deleted { if let number = gone.number { set(number, to: false) } }
        revision = present
        return true
    }

    private mutating func set(_ number: Int, to isMeant: Bool) {
        let place = place(of: number)
        let isThere = place < numbers.count && numbers[place] == number
        if isMeant, !isThere { numbers.insert(number, at: place) }
        if !isMeant, isThere { numbers.remove(at: place) }
    }

    /// Of the first that is not below `number`.
    private func place(of number: Int) -> Int {
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
