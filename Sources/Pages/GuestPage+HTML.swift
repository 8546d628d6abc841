extension GuestPage {
    /// The page as HTML; the same values give the same bytes.
    ///
    /// - Parameter standsAlone: nothing of ours is behind it but what lies in its own folder: a page that waits has itself asked for
    ///   anew, where no web server of ours says so in a header, and nothing leads out of the folder.
    public func html(_ words: Words, standsAlone: Bool = false) -> String {
        page(
            words, nil, parts(words), icon: standsAlone ? nil : "../icon.svg", refresh: standsAlone ? refresh : nil)
    }

    /// `generator` tells it from the pages of others.
    func html(_ words: Words, generator: String) -> String { page(words, generator, parts(words)) }

    private func parts(_ words: Words) -> [String] {
        items.isEmpty ? notice(words) : pictures(words) + originals(words) + footer(words)
    }

    /// Of the folder that holds the pages: it lists nothing, for each page is for those who have its link.
    func door(_ words: Words, generator: String) -> String {
        page(
            words, generator, ["<main class=\"notice\">", header, "<p>\(words["gallery.door"].escaped)</p></main>"],
            icon: "icon.svg")
    }

    private func page(
        _ words: Words, _ generator: String?, _ parts: [String], icon: String? = "../icon.svg", refresh: Int? = nil
    ) -> String {
        HTML(
            words: words, title: words["gallery.title", ["event": event]], icon: icon, generator: generator,
            refresh: refresh,
            body: parts.joined(separator: "\n")
        ).text
    }

    private var header: String {
        "<header><h1>\(event.escaped)</h1>\(date.isEmpty ? "" : "<p>\(date.escaped)</p>")</header>"
    }

    private func notice(_ words: Words) -> [String] {
        let frames = isWaiting ? "<div class=\"frames\" aria-hidden=\"true\"><i></i><i></i><i></i></div>\n" : ""
        let text = words[isWaiting ? "gallery.waiting" : "gallery.empty"].escaped
        return ["<main class=\"notice\">", frames + header, "<p>\(text)</p></main>"]
    }

    /// The first picture stands before the name: what guests came for is what they see first.
    private func pictures(_ words: Words) -> [String] {
        let shown = items.filter { $0.kind != .original }
        let count = shown.count { $0.kind == .picture }
        var number = 0
        var parts = ["<main>"]
        for (index, item) in shown.enumerated() {
            if item.kind == .picture { number += 1 }
            let name = name(of: item, words, number, of: count)
            if index == 0 {
                parts.append("<figure class=\"first\">\n\(view(of: item, name))\n</figure>")
                parts += [header, "<p>\(save(item, words, name, "save large"))</p>", more(words)]
            } else {
                let button = "<figcaption>\(save(item, words, name, "save"))</figcaption>"
                parts.append("<figure>\n\(view(of: item, name))\n\(button)\n</figure>")
            }
        }
        if shown.isEmpty { parts += [header, more(words)] }
        return parts
    }

    private func more(_ words: Words) -> String {
        let links = [(ways.all, "all"), (ways.live, "share")].compactMap { way, key in
            way.map { "<a href=\"\($0.escaped)\">\(words["gallery." + key].escaped)</a>" }
        }
        let coming = isWaiting ? "<p class=\"coming\">\(words["gallery.coming"].escaped)</p>" : ""
        return (links.isEmpty ? "" : "<p class=\"more\">\(links.joined(separator: "\n"))</p>") + coming
    }

    private func originals(_ words: Words) -> [String] {
        let shots = items.filter { $0.kind == .original }
        guard !shots.isEmpty else { return ["</main>"] }
        let figures = shots.enumerated().map { index, shot in
            let name = words["gallery.pictureOf", ["number": "\(index + 1)", "count": "\(shots.count)"]]
            let link = "<a href=\"\(shot.file.escaped)\" download=\"\(shot.savedAs.escaped)\">"
            return "<figure>\(link)\(image(shot, name, " loading=\"lazy\""))</a></figure>"
        }
        let title = words["gallery.originals"].escaped
        return ["<h2>\(title)</h2>", "<div class=\"shots\">"] + figures + ["</div>", "</main>"]
    }

    private func footer(_ words: Words) -> [String] {
        let hints = ["gallery.hint", "gallery.private"].map { "<p>\(words[$0].escaped)</p>" }
        let deletion = ways.deletion.map {
            "<p><a class=\"quiet\" href=\"\($0.escaped)\">\(words["gallery.delete"].escaped)</a></p>"
        }
        return ["<footer>\((hints + (deletion.map { [$0] } ?? [])).joined(separator: "\n"))</footer>"]
    }

    private func name(of item: Item, _ words: Words, _ number: Int, of count: Int) -> String {
        switch item.kind {
        case .picture where count > 1: words["gallery.pictureOf", ["number": "\(number)", "count": "\(count)"]]
        case .picture, .original: words["gallery.picture"]
        case .animation: words["gallery.animation"]
        case .video: words["gallery.video"]
        }
    }

    private func view(of item: Item, _ name: String) -> String {
        // Its width is known before it is there, so that nothing moves; how high it may be goes by its shape.
        let shape = item.size.map { Double($0.width) / Double(max($0.height, 1)) } ?? 1
        let look = shape < 0.55 ? " class=\"strip\"" : shape < 0.9 ? " class=\"tall\"" : ""
        guard item.kind == .video else { return image(item, name, look) }
        let poster = item.preview.map { " poster=\"\($0.escaped)\"" } ?? ""
        return "<video src=\"\(item.file.escaped)\"\(poster) controls loop muted playsinline preload=\"metadata\" "
            + "aria-label=\"\(name.escaped)\"></video>"
    }

    private func image(_ item: Item, _ name: String, _ more: String = "") -> String {
        let size = item.size.map { " width=\"\($0.width)\" height=\"\($0.height)\"" } ?? ""
        return "<img src=\"\((item.preview ?? item.file).escaped)\" alt=\"\(name.escaped)\"\(size)\(more)>"
    }

    /// Several buttons that read the same are told apart by what they save.
    private func save(_ item: Item, _ words: Words, _ name: String, _ look: String) -> String {
        let text = words["gallery.save"]
        return "<a class=\"\(look)\" href=\"\(item.file.escaped)\" download=\"\(item.savedAs.escaped)\" "
            + "aria-label=\"\(text.escaped): \(name.escaped)\">\(text.escaped)</a>"
    }
}
