import Actions
import Darkroom
import Files
import HTTP
import Pages
import Sessions
import Work

/// What stands behind one good link: its page, and what belongs to that.
struct LinkedPage: Sendable {
    let token: String
    let linked: LinkedSession
    let event: Event
    private let site: EventSite
    private let words: Words
    private let page: GuestPage
    private let (html, live): ([UInt8], [UInt8])
    private let sources: [String: SessionPages.Source]
    /// By the name of a file beside the page, what it is called where it is saved.
    private let names: [String: String]

    /// Reads the heads of the files. Blocks.
    init(
        _ token: String, _ linked: LinkedSession, _ session: Session, _ event: Event, _ words: Words, at site: EventSite
    ) throws(DarkroomError) {
        (self.token, self.linked, self.event, self.words, self.site) = (token, linked, event, words, site)
        let pages = try SessionPages(
            session, of: event, in: site.folder, theme: Theme(event, in: site.installation.themes))
        var page = pages.page
        page.isWaiting = session.state == .active || session.renditions.contains { $0.state == .placeholder }
        if !page.items.isEmpty { page.ways = .init(all: Self.archive, live: "live") }
        if event.guestDelete != .off { page.ways.deletion = "delete" }
        self.page = page
        (html, live) = (Array(page.html(words).utf8), Array(LivePage(page).html(words).utf8))
        sources = Dictionary(pages.sources.map { ($0.name, $0.source) }) { first, _ in first }
        names = Dictionary(page.items.map { ($0.file, $0.savedAs) }) { first, _ in first }
    }

    private static let archive = "all.zip"

    /// nil: there is nothing of that name.
    func answer(_ request: Request, _ name: String, _ checksums: Checksums) async -> Answer? {
        switch name {
        case "":
            if request.method == "GET" { site.visits.count(token: token) }
            var answer = document(html)
            if let seconds = page.refresh { answer.headers["Refresh"] = "\(seconds)" }
            return answer
        case "page.css": return GuestPages.style(page.style)
        case "live" where page.ways.live != nil: return document(live)
        case "delete" where page.ways.deletion != nil: return await deletion(request)
        case Self.archive where page.ways.all != nil: return await archive(request, checksums)
        default: return await file(request, name)
        }
    }

    private func document(_ bytes: [UInt8]) -> Answer {
        let tag = "\"\(ContentHash(of: bytes).prefix8)\""
        return Answer(
            .bytes(bytes), type: "text/html; charset=utf-8", headers: ["ETag": tag, "Cache-Control": "no-cache"])
    }

    private func file(_ request: Request, _ name: String) async -> Answer? {
        guard let source = sources[name] else { return nil }
        let file: ServedFile?
        switch source {
        case .file(let path):
            let place = site.folder.path + "/" + path
            file = await offPool { try? ServedFile(place) }
            if file != nil, request.isSaving { site.visits.count(token: token, path: path, isDownload: true) }
        case .reduced(let picture): file = await site.thumbs.file(picture)
        }
        guard let file else { return nil }
        // A name is that of a content, so that it is good for ever: until somebody deletes the picture.
        var answer = Answer(.file(file), type: MediaType.of(name), headers: EventSite.lasting("\"\(name)\""))
        let saved = names[name] ?? name
        answer.headers["Content-Disposition"] =
            "inline; filename=\"\(MediaType.plain(saved))\"; filename*=UTF-8''\(MediaType.encoded(saved))"
        return answer
    }

    /// All items in one file.
    private func archive(_ request: Request, _ checksums: Checksums) async -> Answer? {
        var members: [Archive.Member] = []
        for item in page.items {
            switch sources[item.file] {
            case .file(let path)?: members.append(.init(name: item.savedAs, path: site.folder.path + "/" + path))
            case .reduced(let picture)?:
                guard await site.thumbs.file(picture) != nil else { continue }
                members.append(.init(name: item.savedAs, path: site.folder.path + "/" + picture.path))
            case nil: break
            }
        }
        guard let archive = await Archive(members, checksums) else { return nil }
        if request.method == "GET" { site.visits.count(token: token, isDownload: true) }
        let name = SavedName(event.name, ending: "zip").description
        return Answer(
            .stream(length: archive.size) { try await archive.write(to: $0) }, type: MediaType.of(name),
            headers: [
                "Cache-Control": "private, no-store",
                "Content-Disposition":
                    "attachment; filename=\"\(MediaType.plain(name))\"; filename*=UTF-8''\(MediaType.encoded(name))",
            ])
    }

    /// The question, and what becomes of it. A form cannot send what pages of operators must; the token in its address takes that
    /// place. A page that says where it comes from has to come from here; with the referrer kept back, browsers say "null".
    private func deletion(_ request: Request) async -> Answer {
        let isNow = event.guestDelete == .now
        guard request.method == "POST" else { return shown(DeletionPage(isNow ? .now : .ask)) }
        let origin = request.headers["Origin"]
        guard origin == nil || origin == "null" || Access.isOwn(origin, of: request),
            String(decoding: request.body, as: UTF8.self) == "delete=yes"
        else { return shown(DeletionPage(isNow ? .now : .ask), status: 403) }
        do {
            guard isNow else {
                try await site.askForDeletion(of: linked.id)
                return shown(DeletionPage(.asked))
            }
            try await site.record.delete(linked.id)
            return shown(DeletionPage(.deleted))
        } catch {
            // While the guest is still at the booth, say.
            return shown(DeletionPage(isNow ? .now : .ask), status: APIError(error).status)
        }
    }

    private func shown(_ page: DeletionPage, status: Int = 200) -> Answer {
        Answer(status: status, .text(page.html(words)), type: "text/html; charset=utf-8")
    }
}

extension EventSite {
    fileprivate func askForDeletion(of id: String) async throws(SessionsError) {
        let session = try await record.session(id)
        guard !session.inputs.contains(where: \.isDeletionWish) else { return }
        _ = try await record.keep(
            .consent, name: Session.Input.wish, value: Session.Input.asked, in: id)
    }
}

extension Request {
    /// Whether a file is fetched to be kept. What a page shows is asked for as a picture, and a film in parts.
    fileprivate var isSaving: Bool {
        guard method == "GET", headers["Range"] == nil, headers["If-None-Match"] == nil else { return false }
        if let use = headers["Sec-Fetch-Dest"] { return use == "document" || use == "empty" }
        return !(headers["Accept"] ?? "").hasPrefix("image/")
    }
}
