import Actions
import Darkroom
import Faults
import Files
import Pages
import Sessions
import StrictJSON
import Terminal
import Work

extension Family {
    /// A page for each good link of the chosen sessions. Of links that are good no more, the pages go.
    static func exportPages(into folder: String, _ arguments: Arguments) async throws -> ExitStatus {
        let record = try arguments.record()
        let event = record.event
        let numbers = try await arguments.numbers(of: record, needsChoice: false)
        let texts = SearchPath.standard("web/text", program: programPath(), orCheckout: true)
        let words = try Words(locale: event.locale, in: texts, own: event.words)
        let theme = Theme(event, in: Installation.this.themes)
        let gallery = Gallery(folder: folder, event: event.id, words: words)
        try gallery.open(GuestPage(event: event.name, date: event.date, items: [], theme: theme))
        let sessions = try await record.each(numbers, following: naming) { session in
            try await offPool {
                let pages = try SessionPages(session, of: event, in: record.folder, theme: theme)
                return try session.goodTokens(in: event).map { token in
                    try gallery.write(pages.page, files: pages.files, token: token)
                    return (number: session.number ?? 0, token: token, files: pages.files.count)
                }
            }
        }
        let made = sessions.done.flatMap { $0 }
        let gone = try gallery.removeOthers(than: try await record.goodTokens())
        let rows: [JSONValue] = made.map { page in
            .object(present: [
                "number": .integer(page.number), "token": .string(page.token),
                "link": event.shownBase.map { .string($0 + page.token) },
                "path": .string("\(folder)/\(page.token)"), "files": .integer(page.files),
            ])
        }
        var lines = [
            "\(folder): \(counted(made.count, "page")), \(counted(made.map(\.files).reduce(0, +), "file"))"
        ]
        if !gone.isEmpty {
            lines.append("\(counted(gone.count, "page")) of links that are good no more removed; copy with --delete")
        }
        if let base = event.linkBase ?? event.brandedBase {
            lines.append("copy it to where \(base) leads: rsync -a \(folder)/ HOST:FOLDER/")
        } else {
            Console.error(
                "booth: no code leads here yet: booth event set \(record.folder.path) linkBase https://…/ says where the "
                    + "folder will be\n")
        }
        try report(rows, lines, json: arguments[EventOptions.json])
        return sessions.failed.isEmpty ? .done : .failed
    }
}
