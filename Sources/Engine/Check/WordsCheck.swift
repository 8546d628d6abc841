public import Checks
import Faults
public import Files
import Pages
public import Sessions

/// Whether guests read the language of the event.
public struct WordsCheck: Sendable {
    let folder: EventFolder
    let event: Event
    let texts: SearchPath

    /// - Parameter texts: where the words for guests are, `web/text/LANG.json`.
    public init(folder: EventFolder, event: Event, texts: SearchPath) {
        (self.folder, self.event, self.texts) = (folder, event, texts)
    }

    /// Blocks.
    public func look(_ report: CheckReport) {
        let words: Words
        do throws(PagesError) { words = try Words(locale: event.locale, in: texts) } catch {
            return report.fail("words", error)
        }
        func language(_ locale: String) -> String {
            locale.split { $0 == "-" || $0 == "_" }.first.map { $0.lowercased() } ?? locale
        }
        let wanted = language(event.locale)
        guard language(words.language) == wanted else {
            return report.warn(
                "words",
                "the event's locale is \(event.locale), and nobody has translated the booth's words into it: guests "
                    + "read English",
                "translate en.json as \(wanted).json beside it (web/README.md), or: booth event set \(folder.argument) locale en"
            )
        }
        guard words.inEnglish.isEmpty else {
            let keys = words.inEnglish.sorted()
            return report.warn(
                "words", "\(words.language).json lacks \(counted(keys.count, "text")), which guests read in English",
                "translate them there: " + keys.prefix(5).joined(separator: ", ") + (keys.count > 5 ? ", …" : ""))
        }
        report.ok("words", "what guests read is there in the event's language, \(words.language)")
    }
}
