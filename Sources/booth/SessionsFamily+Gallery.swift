import Faults
import Files
import Pages
import Sessions
import StrictJSON
import Terminal

extension Family {
    /// A page for each good link of the chosen sessions. Of links that are good no more, the pages go.
    static func exportPages(into folder: String, _ arguments: Arguments) async throws -> ExitStatus {
        let record = try arguments.record()
        let event = record.event
        let numbers = try await arguments.numbers(of: record, needsChoice: false)
        let words = try Words(locale: event.locale, in: .standard("web/text", program: programPath(), orCheckout: true))
        let gallery = Gallery(folder: folder, event: event.id, words: words)
        try gallery.open(GuestPage(event: event.name, date: event.date, items: []))
        var made: [(number: Int, token: String, files: Int)] = []
        let sessions = try await each(numbers, of: record) { session in
            let pages = SessionPages(session, record)
            for token in pages.tokens {
                try gallery.write(pages.page(of: event), files: pages.files, token: token)
                made.append((session.number ?? 0, token, pages.files.count))
            }
        }
        let gone = try gallery.removeOthers(than: try await record.goodTokens())
        let rows: [JSONValue] = made.map { page in
            .object(present: [
                "number": .integer(page.number), "token": .string(page.token),
                "link": event.linkBase.map { .string($0 + page.token) },
                "path": .string("\(folder)/\(page.token)"), "files": .integer(page.files),
            ])
        }
        var lines = [
            "\(folder): \(counted(made.count, "page")), \(counted(made.map(\.files).reduce(0, +), "file"))"
        ]
        if !gone.isEmpty {
            lines.append("\(counted(gone.count, "page")) of links that are good no more removed; copy with --delete")
        }
        if let base = event.linkBase {
            lines.append("copy it to where \(base) leads: rsync -a \(folder)/ HOST:FOLDER/")
        } else {
            Console.error(
                "booth: no code leads here yet: booth event set \(record.folder.path) linkBase https://…/ says where the "
                    + "folder will be\n")
        }
        try report(rows, lines, json: arguments[EventOptions.json])
        return sessions.count == numbers.count ? .done : .failed
    }
}

/// What the pages of a session show.
private struct SessionPages {
    /// Those of links that are good.
    let tokens: [String]
    let files: [Gallery.File]
    private let items: [GuestPage.Item]

    init(_ session: Session, _ record: EventRecord) {
        let event = record.event
        tokens = session.goodTokens(in: event)
        var (items, files): ([GuestPage.Item], [Gallery.File]) = ([], [])
        func add(_ kind: GuestPage.Item.Kind, _ path: String, _ hash: String) {
            let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
            // What browsers show.
            guard ["jpg", "jpeg", "png", "webp", "gif", "mp4", "webm"].contains(ending) else { return }
            let file = "\(kind)-\(items.count { $0.kind == kind } + 1)-\(hash.prefix(8)).\(ending)"
            let saved = "\(event.name) \(session.number ?? 0)-\(items.count + 1).\(ending)"
            items.append(GuestPage.Item(kind, file: file, savedAs: saved.replacing("/", with: "-")))
            files.append(Gallery.File(record.folder.path + "/" + path, as: file))
        }
        let guests = session.guestsPicture
        let ready = session.renditions.filter { $0.state == .ready && $0.path != guests?.path }
        for rendition in (guests.map { [$0] } ?? []) + ready {
            let kind: GuestPage.Item.Kind =
                switch rendition.kind {
                case .final, .drawing, .effect: .picture
                case .gif: .animation
                case .video: .video
                }
            if let path = rendition.path, let hash = rendition.sha256 { add(kind, path, hash) }
        }
        for capture in session.selectedCaptures { add(.original, capture.path, capture.sha256) }
        (self.items, self.files) = (items, files)
    }

    func page(of event: Event) -> GuestPage { GuestPage(event: event.name, date: event.date, items: items) }
}
