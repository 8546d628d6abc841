import Delivery
public import Files
import Pages
public import Sessions

/// What a mail and a text message say: words of `web/text`, or an event's own, with that session's link. Whatever they leave out, the
/// link is there.
///
///     MessageTexts(words: words, event: event, number: 47, link: "https://photos.example/s/TOKEN").mail(to: address)
struct MessageTexts {
    let words: Words
    let event: Event
    /// The session's.
    let number: Int?
    let link: String

    private var values: [String: String] {
        var values = [
            "event.name": event.name, "event.date": event.date, "share.url": link,
            "session.number": number.map { "\($0)" } ?? "",
        ]
        for (key, text) in event.values { values["value." + key] = text }
        return values
    }

    private func text(_ key: String) -> String {
        let text = words[key, values]
        return text.contains(link) ? text : text + "\n\n" + link
    }

    func sms(to number: String) -> Message { Message(to: number, text: text("message.sms")) }

    func mail(to address: String) -> Message {
        let text = text("message.mail")
        return Message(to: address, title: words["message.mailTitle", values], text: text, html: html(text))
    }

    /// The same words, with a link that can be touched.
    private func html(_ text: String) -> String {
        let shown = "<a href=\"\(link.escaped)\">\(link.escaped)</a>"
        let paragraphs = text.split(separator: "\n\n").map { paragraph in
            "<p>" + String(paragraph).escaped.replacing(link.escaped, with: shown).replacing("\n", with: "<br>")
                + "</p>"
        }
        return "<!doctype html><html lang=\"\(words.language.escaped)\"\(words.isRightToLeft ? " dir=\"rtl\"" : "")>"
            + "<body>\(paragraphs.joined())</body></html>"
    }
}

extension Event {
    /// What is to be said of text messages that are longer than one part; nil: they are not, or none are sent. Blocks.
    ///
    /// - Parameter texts: where the words for guests are.
    public func adviceOnTextMessages(
        _ texts: SearchPath, in folder: EventFolder
    ) -> (found: String, remedy: String)? {
        guard let base = shownBase, !destinations(of: .sms).isEmpty,
            let words = try? Words(locale: locale, in: texts, own: self.words)
        else { return nil }
        // As long as a token is.
        let link = base + "0123456789abcdefghijkl"
        let message = MessageTexts(words: words, event: self, number: 100, link: link).sms(to: "")
        let size = TextMessageSize(message.text)
        guard size.parts > 1 else { return nil }
        let alphabet = size.isPlain ? "" : ", since not all of its characters are of the telephone network's alphabet"
        return (
            "a text message has \(size.units) characters and goes in \(size.parts) parts, each of which a gateway counts; one part takes \(size.limit)\(alphabet)",
            "say it more shortly: booth event set \(folder.argument) words.message.sms TEXT"
        )
    }
}
