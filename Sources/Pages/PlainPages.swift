/// What stands in place of the pictures when a link leads to none: whether it was never made, has ended, was taken back or its
/// session deleted is for nobody to tell, so that all of these are this one page.
///
///     GonePage(style: "../page.css").html(words)
public struct GonePage: Sendable {
    private let style: String

    /// - Parameter style: where `GonePage.style` is, seen from the page.
    public init(style: String = "../page.css") { self.style = style }

    public func html(_ words: Words) -> String {
        notice(words, title: words["gallery.gone"], text: words["gallery.goneWhy"], style: style)
    }

    /// What `page.css` holds where there is no event, and `icon.svg` beside it for all pages.
    public static let style = Style.text(Theme())
    public static let icon = Style.icon
}

/// Where a guest has all pictures of a session deleted. It works without a script: the form comes back to the same address by
/// POST.
public struct DeletionPage: Sendable {
    public enum State: Sendable {
        /// The question; the operator decides.
        case ask
        /// The question; they go at once.
        case now
        case asked, deleted
    }

    public var state: State
    /// The address that the form is sent to, seen from the page.
    public var action: String
    /// The way back to the pictures.
    public var back: String

    public init(_ state: State, action: String = "delete", back: String = "./") {
        (self.state, self.action, self.back) = (state, action, back)
    }

    public func html(_ words: Words) -> String {
        let (title, text) =
            switch state {
            case .ask: (words["gallery.delete"], words["gallery.deleteAsk"])
            case .now: (words["gallery.delete"], words["gallery.deleteNow"])
            case .asked: (words["gallery.delete"], words["gallery.deleteAsked"])
            case .deleted: (words["gallery.deleted"], words["gallery.deletedAll"])
            }
        let link = "<a class=\"quiet\" href=\"\(back.escaped)\">\(words["gallery.back"].escaped)</a>"
        let form =
            "<form method=\"post\" action=\"\(action.escaped)\"><button class=\"save\" name=\"delete\" value=\"yes\">"
            + "\(words["gallery.deleteYes"].escaped)</button></form>"
        switch state {
        case .ask, .now: return notice(words, title: title, text: text, more: form + "\n" + link)
        case .asked: return notice(words, title: title, text: text, more: link)
        // What lay beside the page is gone, too.
        case .deleted: return notice(words, title: title, text: text, style: "../page.css")
        }
    }
}

/// A guest's picture with a button for the phone's own way of sending it on, which needs a script: `web/guest/live.js`.
public struct LivePage: Sendable {
    public var page: GuestPage
    /// Where the script is, and the way back, seen from the page.
    public var script: String
    public var back: String

    public init(_ page: GuestPage, script: String = "../live.js", back: String = "./") {
        (self.page, self.script, self.back) = (page, script, back)
    }

    public func html(_ words: Words) -> String {
        guard let item = page.items.first else { return page.html(words) }
        let size = item.size.map { " width=\"\($0.width)\" height=\"\($0.height)\"" } ?? ""
        let (name, link) = (words["gallery.picture"].escaped, words["gallery.back"].escaped)
        let picture = "<img src=\"\((item.preview ?? item.file).escaped)\" alt=\"\(name)\"\(size)>"
        let shown =
            item.kind == .video
            ? "<video src=\"\(item.file.escaped)\" controls loop muted playsinline aria-label=\"\(name)\"></video>"
            : picture
        return HTML(
            words: words, title: words["gallery.title", ["event": page.event]], script: script.escaped,
            body: """
                <main>
                <figure class="first">\(shown)</figure>
                <header><h1>\(page.event.escaped)</h1></header>
                <p><button class="save large" id="share" hidden data-file="\(item.file.escaped)" data-name="\(item.savedAs.escaped)">\
                \(words["gallery.share"].escaped)</button></p>
                <p id="alone" hidden>\(words["gallery.noShare"].escaped)</p>
                <p class="more"><a href="\(back.escaped)">\(link)</a></p>
                </main>
                """
        ).text
    }
}

/// What a web server says beside its pages: who has no right here, or that a page does not exist.
public struct NoticePage: Sendable {
    public var title: String
    public var text: String

    public init(title: String, text: String) { (self.title, self.text) = (title, text) }

    public func html(_ words: Words, style: String) -> String { notice(words, title: title, text: text, style: style) }
}

private func notice(
    _ words: Words, title: String, text: String, more: String = "", style: String = "page.css"
) -> String {
    HTML(
        words: words, title: title, style: style.escaped,
        body: "<main class=\"notice\">\n<h1>\(title.escaped)</h1>\n<p>\(text.escaped)</p>\n\(more)</main>"
    ).text
}
