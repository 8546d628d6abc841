import Files
import HTTP
import Pages
import StrictJSON
import Synchronization
import Work

/// A page of a few words for operators, in their language and in the look of their other pages. It needs neither a script nor a
/// login. Its words stand in `web/text/operator`, under `notice`.
enum Notice: String, CaseIterable {
    case loggedIn, usedLink, tooManyLinks, notLoggedIn, otherName, otherSite, nothingThere, notSo

    static func json(_ answer: APIAnswer) -> Answer {
        var headers: Headers = ["Cache-Control": "no-store"]
        for (name, value) in answer.headers { headers[name] = value }
        return Answer(
            status: answer.status, .text(answer.text + "\n"), type: "application/json; charset=utf-8",
            headers: headers)
    }

    /// - Parameters:
    ///   - language: that of `title` and `text`.
    ///   - way: where a link below leads, and its words.
    ///   - style: the address of the style.
    static func page(
        _ status: Int, _ title: String, _ text: String, language: String = "en", way: (to: String, text: String)? = nil,
        style: String = "/notice.css"
    ) -> Answer {
        let link = way.map { "<p><a href=\"\($0.to.escaped)\">\($0.text.escaped)</a></p>" } ?? ""
        let html = """
            <!doctype html>
            <html lang="\(language)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
            <meta name="color-scheme" content="light dark">
            <title>\(title.escaped)</title>
            <link rel="icon" href="/favicon.ico" type="image/svg+xml">
            <link rel="stylesheet" href="\(style)">
            </head>
            <body>
            <main class="notice">
            <h1>\(title.escaped)</h1>
            <p>\(text.escaped)</p>
            \(link)
            </main>
            </body>
            </html>

            """
        return Answer(status: status, .text(html), type: "text/html; charset=utf-8")
    }
}

extension WebServer {
    func page(_ notice: Notice, _ status: Int, for request: Request) async -> Answer {
        let language = OperatorLanguage.wished(request.headers["Accept-Language"])
        let words = await noticeWords(in: language)
        let title = words[notice.rawValue] ?? notice.rawValue
        let way: (String, String)? =
            switch notice {
            case .loggedIn, .nothingThere: (home, words["home"] ?? home)
            default: nil
            }
        return Notice.page(
            status, title, words[notice.rawValue + "How"] ?? "", language: language.rawValue, way: way)
    }
}

extension WebServer {
    /// Read once: whoever asks for what is not there may do so a thousand times.
    private func noticeWords(in language: OperatorLanguage) async -> [String: String] {
        if let known = noticeWords.withLock({ $0[language] }) { return known }
        let texts = options.texts
        let words = await offPool { language.words("notice", in: texts) }
        noticeWords.withLock { $0[language] = words }
        return words
    }
}

/// A language that operators' pages are written in.
enum OperatorLanguage: String, CaseIterable {
    case en, de, fr, es

    /// The first that a browser wishes for, as its header `Accept-Language` has it, or else English.
    static func wished(_ header: String?) -> OperatorLanguage {
        let wishes = (header ?? "").split(separator: ",").prefix(20).map { part -> (name: String, weight: Double) in
            let sides = part.split(separator: ";").map { $0.filter { $0 != " " } }
            let weight = sides.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            return (sides.first.map { $0.prefix { $0 != "-" }.lowercased() } ?? "", weight ?? 1)
        }
        let best = wishes.enumerated().filter {
            OperatorLanguage(rawValue: $0.element.name) != nil && $0.element.weight > 0
        }
        .max { ($0.element.weight, -$0.offset) < ($1.element.weight, -$1.offset) }
        return best.flatMap { OperatorLanguage(rawValue: $0.element.name) } ?? .en
    }

    /// One section of its words, in English where it lacks some. Blocks.
    func words(_ section: String, in texts: SearchPath) -> [String: String] {
        var words: [String: String] = [:]
        for language in [.en, self] {
            guard let found = try? texts.read("operator/\(language.rawValue).json", limit: 1_000_000),
                let document = try? JSONValue(parsing: found.bytes, document: found.path),
                case .object(let members)? = document[member: section]
            else { continue }
            for case (let key, .string(let text)) in members.map({ ($0.key, $0.value) }) { words[key] = text }
        }
        return words
    }
}
