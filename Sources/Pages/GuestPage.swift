/// The page behind a guest's link, made of values: what there is, and in which language to speak of it.
public struct GuestPage: Sendable {
    /// A file that lies beside the page.
    public struct Item: Equatable, Sendable {
        public enum Kind: Sendable { case picture, animation, video, original }

        public var kind: Kind
        /// The name of the file.
        public var file: String
        /// What the file is called where a guest saves it: "Emma & Noah 47.jpg".
        public var savedAs: String

        public init(_ kind: Kind, file: String, savedAs: String) {
            (self.kind, self.file, self.savedAs) = (kind, file, savedAs)
        }
    }

    public var event: String
    /// As it is to be shown; empty: none.
    public var date: String
    public var items: [Item]

    public init(event: String, date: String, items: [Item]) {
        (self.event, self.date, self.items) = (event, date, items)
    }

    /// The page as HTML; `generator` tells it from the pages of others.
    func html(_ words: Words, generator: String) -> String {
        let (shots, shown) = (items.filter { $0.kind == .original }, items.filter { $0.kind != .original })
        let pictures = shown.count { $0.kind == .picture }
        var number = 0
        var parts = [header]
        if items.isEmpty { parts.append("<p>\(words["gallery.empty"].escaped)</p>") }
        for item in shown {
            if item.kind == .picture { number += 1 }
            parts.append(figure(item, words, number, of: pictures))
        }
        if !shots.isEmpty {
            parts.append("<h2>\(words["gallery.originals"].escaped)</h2>\n<div class=\"shots\">")
            for (index, shot) in shots.enumerated() {
                let name = words["gallery.pictureOf", ["number": "\(index + 1)", "count": "\(shots.count)"]].escaped
                parts.append(
                    "<figure>\(save(shot, "<img src=\"\(shot.file.escaped)\" alt=\"\(name)\" loading=\"lazy\">"))</figure>"
                )
            }
            parts.append("</div>")
        }
        let hints = (items.isEmpty ? [] : ["gallery.hint"]) + ["gallery.private"]
        parts.append("<footer>\(hints.map { "<p>\(words[$0].escaped)</p>" }.joined())</footer>")
        return page(words, generator, parts)
    }

    /// Of the folder that holds the pages: it lists nothing, for each page is for those who have its link.
    func door(_ words: Words, generator: String) -> String {
        page(words, generator, [header, "<p>\(words["gallery.door"].escaped)</p>"])
    }

    private func page(_ words: Words, _ generator: String, _ parts: [String]) -> String {
        HTML(
            language: words.language, title: words["gallery.title", ["event": event]], generator: generator,
            body: parts.joined(separator: "\n")
        ).text
    }

    private var header: String {
        "<header><h1>\(event.escaped)</h1>\(date.isEmpty ? "" : "<p>\(date.escaped)</p>")</header>"
    }

    private func figure(_ item: Item, _ words: Words, _ number: Int, of count: Int) -> String {
        let name =
            switch item.kind {
            case .picture where count > 1: words["gallery.pictureOf", ["number": "\(number)", "count": "\(count)"]]
            case .picture, .original: words["gallery.picture"]
            case .animation: words["gallery.animation"]
            case .video: words["gallery.video"]
            }
        let (file, label) = (item.file.escaped, name.escaped)
        let shown =
            item.kind == .video
            ? "<video src=\"\(file)\" controls loop muted playsinline aria-label=\"\(label)\"></video>"
            : "<img src=\"\(file)\" alt=\"\(label)\">"
        return "<figure>\n\(shown)\n<figcaption>\(save(item, words["gallery.save"].escaped))</figcaption>\n</figure>"
    }

    private func save(_ item: Item, _ content: String) -> String {
        "<a href=\"\(item.file.escaped)\" download=\"\(item.savedAs.escaped)\">\(content)</a>"
    }
}
