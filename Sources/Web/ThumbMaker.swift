import Darkroom
import HTTP
import Sessions
import Synchronization
import Work

/// Makes small pictures, one at a time and never on the thread of a request: first those that a page waits for, newest wish
/// first, then those of sessions that have changed, then those that older sessions lack.
actor ThumbMaker {
    private let folder: EventFolder
    private var wishes: [(picture: ReducedPicture, done: CheckedContinuation<Bool, Never>)] = []
    private var isWorking = false
    /// So many may be waited for at a time.
    private static let most = 200

    init(_ folder: EventFolder) { self.folder = folder }

    /// The picture, open; it is waited for where it is not there yet. nil: it cannot be made, or too many are waited for.
    func file(_ picture: ReducedPicture) async -> ServedFile? {
        let path = folder.path + "/" + picture.path
        if let file = await offPool({ try? ServedFile(path) }) { return file }
        guard await make(picture) else { return nil }
        return await offPool { try? ServedFile(path) }
    }

    private func make(_ picture: ReducedPicture) async -> Bool {
        guard wishes.count < Self.most else { return false }
        return await withCheckedContinuation { continuation in
            wishes.append((picture, continuation))
            if !isWorking {
                isWorking = true
                Task { await work() }
            }
        }
    }

    private func work() async {
        while let wish = wishes.popLast() {
            let (picture, folder) = (wish.picture, folder)
            wish.done.resume(returning: await offPool { (try? picture.make(in: folder)) != nil })
        }
        isWorking = false
    }

    /// Follows the record until the task is cancelled.
    nonisolated func run(_ reader: RecordReader, _ watch: RecordWatch, _ time: TimeSource) async {
        let changes = watch.changes.join(newest: 100)
        let past = Task { await self.fill(reader, time) }
        defer { past.cancel() }
        for await change in changes {
            for session in change.sessions {
                if let number = session.number { await make(of: number, reader) }
            }
        }
    }

    /// Unhurried: an event may have a hundred thousand sessions, and whoever looks at one of them goes first.
    private nonisolated func fill(_ reader: RecordReader, _ time: TimeSource) async {
        var before: Int?
        while !Task.isCancelled {
            let end = before
            let page = try? await reader.read { (contents) throws(SessionsError) in
                try contents.sessions(before: end, limit: 10)
            }
            guard let page, let last = page.last?.number else { return }
            for session in page { await make(of: session) }
            before = last
            try? await time.sleep(for: .milliseconds(100))
        }
    }

    /// Its guest comes soon, so that what their page shows is made, too.
    private nonisolated func make(of number: Int, _ reader: RecordReader) async {
        let session = try? await reader.read { (contents) throws(SessionsError) in
            try contents.session(number: number)
        }
        guard let session else { return }
        await make(of: session)
        guard session.state == .finished, let path = session.guestsPicture?.path else { return }
        let shown = ReducedPicture(of: path, .shown)
        if !(await offPool { [folder] in shown.isThere(in: folder) }) { _ = await make(shown) }
    }

    private nonisolated func make(of session: Session) async {
        let (all, folder) = (session.shownSmall.map { ReducedPicture(of: $0, .thumb) }, folder)
        let missing = await offPool { all.filter { !$0.isThere(in: folder) } }
        for picture in missing where !Task.isCancelled { _ = await make(picture) }
    }
}

extension Session {
    /// Paths of the files that can be shown small.
    fileprivate var shownSmall: [String] {
        renditions.filter { $0.kind != .gif && $0.kind != .video && $0.state == .ready && $0.isPicture }.compactMap(
            \.path)
            + pictures.map(\.path)
    }
}
