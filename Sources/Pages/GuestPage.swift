/// The page behind a guest's link, made of values: what there is, and in which language to speak of it.
public struct GuestPage: Sendable {
    /// A file that lies beside the page.
    public struct Item: Equatable, Sendable {
        public enum Kind: Sendable { case picture, animation, video, original }

        public var kind: Kind
        /// The name of the file.
        public var file: String
        /// The name of a smaller one that is shown in its place; nil: the file itself is.
        public var preview: String?
        /// Of what is shown, in pixels, so that nothing moves while it is loaded; nil: not known.
        public var size: Size?
        /// What the file is called where a guest saves it: "Emma & Noah 47.jpg".
        public var savedAs: String

        public struct Size: Equatable, Sendable {
            public var width: Int
            public var height: Int

            public init(width: Int, height: Int) { (self.width, self.height) = (width, height) }
        }

        public init(_ kind: Kind, file: String, preview: String? = nil, savedAs: String, size: Size? = nil) {
            (self.kind, self.file, self.preview, self.savedAs, self.size) = (kind, file, preview, savedAs, size)
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
                parts.append("<figure>\(save(shot, image(shot, name, " loading=\"lazy\"")))</figure>")
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
            : image(item, label)
        return "<figure>\n\(shown)\n<figcaption>\(save(item, words["gallery.save"].escaped))</figcaption>\n</figure>"
    }

    /// `label` is escaped.
    private func image(_ item: Item, _ label: String, _ more: String = "") -> String {
        let size = item.size.map { " width=\"\($0.width)\" height=\"\($0.height)\"" } ?? ""
        return "<img src=\"\((item.preview ?? item.file).escaped)\" alt=\"\(label)\"\(size)\(more)>"
    }

    private func save(_ item: Item, _ content: String) -> String {
        "<a href=\"\(item.file.escaped)\" download=\"\(item.savedAs.escaped)\">\(content)</a>"
    }
}
