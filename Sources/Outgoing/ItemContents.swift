import Darkroom
import Delivery
import Faults
import Files
import Glibc
import Pages
import Sessions
import StrictJSON
import Work

/// What an item of the outbox consists of when it is sent: its files, its page, its message. Of the session no more goes along than
/// its id.
struct ItemContents: Sendable {
    let record: EventRecord
    let words: @Sendable (_ language: String?) -> Words
    let themes: ThemeLibrary
    let time: TimeSource

    /// Why nothing is sent of an item.
    struct Refusal: Error {
        var outcome: SendOutcome
    }

    private var event: Event { record.event }

    /// - Parameter isWhole: of a page: with the camera's own pictures, whatever the item says.
    func item(of item: OutboxItem, wholePage isWhole: Bool) async -> Result<Item, Refusal> {
        do {
            var content = try await contents(of: item, isWhole)
            content.lane = item.lane == .raw ? .raw : .guest
            content.step = item.step
            if let taken = item.taken, case .object(let members)? = try? JSONValue(parsing: taken) {
                for case (let key, .string(let text)) in members.map({ ($0.key, $0.value) }) {
                    content.taken[key] = text
                }
            }
            return .success(content)
        } catch let refusal as Refusal {
            return .failure(refusal)
        } catch SessionsError.noItem {
            return .failure(Refusal(outcome: .refused("its session is gone")))
        } catch {
            // What is wrong with the item itself is no fault of the destination, which takes those of other guests.
            if let flaw = error as? any Fault, flaw.report.status == .badData {
                return .failure(Refusal(outcome: .refused("\(flaw)")))
            }
            return .failure(Refusal(outcome: .busy("\(error)", after: .seconds(5))))
        }
    }

    /// Whether a link leads somewhere.
    func isGood(_ token: String) async throws(SessionsError) -> Bool {
        guard let session = try await record.session(token: token) else { return false }
        return session.goodTokens(in: event, at: now).contains(token)
    }

    private var now: Moment { Moment(milliseconds: time.wall) }

    private func contents(of item: OutboxItem, _ isWhole: Bool) async throws -> Item {
        let payload = (try? JSONValue(parsing: item.payload)) ?? .object([])
        switch item.kind {
        case .removal:
            var content = Item(.removal, key: item.key, event: event.id, subject: item.subject)
            content.folder = item.subject
            return content
        case .alert: return alert(item, payload)
        case .print, .ai: throw Refusal(outcome: .refused("no destination takes \(item.kind.things)"))
        case .media, .survey, .email, .sms, .page: break
        }
        let session = try await record.session(of: item)
        guard session.allows(item.kind.purpose, in: event) else {
            throw Refusal(outcome: .refused("the guest has not agreed to it"))
        }
        if item.kind == .sms, try await record.hasOptedOut(item.subject) {
            throw Refusal(outcome: .refused("whom it is for has asked for no more messages"))
        }
        var content = Item(
            Item.Kind(rawValue: item.kind.rawValue) ?? .media, key: item.key, event: event.id, session: session.id,
            subject: item.subject)
        switch item.kind {
        case .media:
            guard let file = SentFile(of: item.subject, in: session, folder: record.folder) else {
                throw Refusal(outcome: .refused("\(item.subject) is not there any more"))
            }
            content.files = [file]
        case .survey: content.values = payload
        case .page:
            content.folder = item.subject
            // One part of the page was overtaken by all of it: what is there must not be made less.
            let isThere = session.outbox.contains { $0.isSamePage(as: item) && $0.hasOriginals && $0.state == .done }
            content.files = try await page(of: session, withOriginals: item.hasOriginals || isWhole || isThere)
        default: try await write(item, payload, session, into: &content)
        }
        return content
    }

    private func alert(_ item: OutboxItem, _ payload: JSONValue) -> Item {
        let text = payload[member: "text"].flatMap { if case .string(let text) = $0 { text } else { nil } } ?? ""
        var content = Item(.alert, key: item.key, event: event.id, subject: item.subject)
        content.values = payload
        content.message = Message(
            to: event.alerts?.to ?? "", title: "\(event.name): \(text)", text: "\(event.name), \(event.booth): \(text)")
        return content
    }

    /// What the page behind a link shows, the page itself last.
    private func page(of session: Session, withOriginals: Bool) async throws -> [SentFile] {
        let (folder, event, words, themes) = (record.folder, event, words(session.language), themes)
        return try await offPool { () throws(DarkroomError) in
            let made = try SessionPages(session, of: event, in: folder, theme: Theme(event, in: themes))
            var page = made.page
            if !withOriginals { page.items.removeAll { $0.kind == .original } }
            let isMore = page.items.count < made.page.items.count
            page.isWaiting =
                isMore || session.state == .active || session.renditions.contains { $0.state == .placeholder }
            let names = Set(page.items.flatMap { [$0.file, $0.preview].compactMap { $0 } })
            var files: [SentFile] = []
            for (name, source) in made.sources where names.contains(name) {
                files.append(try SentFile(source, name: name, in: folder))
            }
            for (name, text) in [("page.css", page.style), ("index.html", page.html(words, standsAlone: true))] {
                var file = SentFile(.bytes(Array(text.utf8)), name: name, mediaType: MediaType.of(name))
                file.replaces = true
                files.append(file)
            }
            return files
        }
    }

    /// A mail or a text message, with the link that it brings and, in a mail, a small picture of what is there.
    private func write(
        _ item: OutboxItem, _ payload: JSONValue, _ session: Session, into content: inout Item
    ) async throws {
        let good = session.goodTokens(in: event, at: now)
        var token = good.first
        if case .string(let wished)? = payload[member: "token"], good.contains(wished) { token = wished }
        guard let token, let base = event.shownBase else {
            throw Refusal(outcome: .refused("there is no link that it could bring"))
        }
        let link = base + token
        let texts = MessageTexts(words: words(session.language), event: event, number: session.number, link: link)
        content.values = ["link": .string(link)]
        content.message = item.kind == .sms ? texts.sms(to: item.subject) : texts.mail(to: item.subject)
        let folder = record.folder
        guard item.kind == .email, let path = session.guestsPicture?.path else { return }
        let preview = ReducedPicture(of: path, .shown)
        content.files = try await offPool { () throws(DarkroomError) in
            try preview.make(in: folder)
            let name = SentFile.farName(of: path, session).map { String($0.prefix { $0 != "." }) + ".jpg" }
            return [
                SentFile(.file(folder.path + "/" + preview.path), name: name ?? "picture.jpg", mediaType: "image/jpeg")
            ]
        }
    }
}

extension SentFile {
    /// A number and a hash: nothing of it has a guest typed, and it stands for the content. nil: the session has no such file.
    static func farName(of path: String, _ session: Session) -> String? {
        let hash =
            session.captures.first { $0.path == path }?.sha256
            ?? session.renditions.first { $0.path == path && $0.state == .ready }?.sha256
        guard let hash else { return nil }
        return EventFolder.prefix(session.number ?? 0) + hash.prefix(8) + "." + MediaType.ending(of: path)
    }

    fileprivate init?(of path: String, in session: Session, folder: EventFolder) {
        guard let name = Self.farName(of: path, session) else { return nil }
        self.init(.file(folder.path + "/" + path), name: name, mediaType: MediaType.of(path))
    }

    /// Blocks: makes the smaller picture that a page shows.
    fileprivate init(
        _ source: SessionPages.Source, name: String, in folder: EventFolder
    ) throws(DarkroomError) {
        let path: String
        switch source {
        case .file(let file): path = file
        case .reduced(let picture):
            try picture.make(in: folder)
            path = picture.path
        }
        self.init(.file(folder.path + "/" + path), name: name, mediaType: MediaType.of(name))
    }
}

extension JSONValue {
    init(parsing text: String) throws(StrictJSONError) { try self.init(parsing: Array(text.utf8), document: "item") }
}
