import Delivery
import Pages
import Sessions

/// What a mail and a text message say: words of `web/text`, or an event's own, with that session's link. Whatever they leave out, the
/// link is there.
///
///     MessageTexts(words: words, event: event, session: session, link: "https://photos.example/s/TOKEN").mail(to: address)
struct MessageTexts {
    let words: Words
    let event: Event
    let session: Session
    let link: String

    private var values: [String: String] {
        var values = [
            "event.name": event.name, "event.date": event.date, "share.url": link,
            "session.number": session.number.map { "\($0)" } ?? "",
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
