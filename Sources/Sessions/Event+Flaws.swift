internal import Foundation

/// What settings of an event cannot be, in the words of whoever reads it, wherever it was given: in event.json or with an
/// option of a command.
extension Event {
    /// Why layouts could not show `text` as {value.KEY}; nil when they can.
    public static func flaw(ofValue key: String, _ text: String) -> String? {
        guard key.wholeMatch(of: /[A-Za-z0-9_-]{1,64}/) != nil else {
            return "\"\(key)\": the name of a value is made of letters, digits, - and _"
        }
        return text.utf8.count > 4_000 ? "\(key): longer than 4,000 bytes" : nil
    }

    /// The name that a layout has in an event: that of its folder, also where its `layout.json` was named.
    public static func layoutName(_ path: String) -> String {
        var parts = path.split(separator: "/")
        if parts.count > 1, parts.last == "layout.json" { parts.removeLast() }
        return (parts.last.map(String.init) ?? path).composed
    }

    /// The first name that two of these layouts would have in an event; nil when all differ.
    public static func nameGivenTwice(among layouts: [String]) -> String? {
        var seen: Set<String> = []
        return layouts.map(layoutName).first { !seen.insert($0).inserted }
    }

    public static func flaw(ofNameGivenTwice name: String) -> String {
        "two layouts are called \"\(name)\", and an event has one of each name; leave one out, or copy it to a folder of "
            + "another name"
    }

    public static let linkBaseExpected = "a web address such as https://photos.example/s/"

    /// Whether phones open what stands before a share token: http or https, and a host. Letters beyond ASCII are taken.
    public static func isLinkBase(_ text: String) -> Bool {
        guard text.utf8.count <= 1_000,
            !text.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.value < 32 })
        else { return false }
        return text.wholeMatch(
            of: /(?i:https?):\/\/(?:\[[0-9a-fA-F:.]+\]|[^\/?#\[\]:@<>"\\^`{|}]+)(?::[0-9]{1,5})?(?:[\/?#].*)?/) != nil
    }

    public static let localeExpected = "a language such as en, de or de-AT"

    /// Whether dates can be written in it: a language of ISO 639, which may have a script and a country that exist.
    public static func isLocale(_ text: String) -> Bool {
        guard let parts = text.wholeMatch(of: /([A-Za-z]{2,3})(?:[-_][A-Za-z]{4})?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?/)
        else { return false }
        guard Locale.Language(identifier: String(parts.1)).languageCode?.isISOLanguage == true else { return false }
        return parts.2.map { Locale.Region($0.uppercased()).isISORegion } ?? true
    }

    public static let zoneExpected = "a time zone such as Europe/Berlin"

    public static func isZone(_ text: String) -> Bool { TimeZone(identifier: text) != nil }
}

/// What is well-formed, and leads nowhere all the same.
extension Event {
    /// Throws for the first destination, of these kinds, to which nothing can be sent.
    ///
    /// - Parameter flaw: why nothing of a kind is sent to a destination of this name; nil: it is.
    public func requireSenders(
        of kinds: [OutboxItem.Kind] = OutboxItem.Kind.named, in folder: EventFolder,
        flaw: (OutboxItem.Kind, String) -> String?
    ) throws(SessionsError) {
        for kind in kinds where kind != .print {
            for name in destinations(of: kind) {
                guard let reason = flaw(kind, name) else { continue }
                throw .noSender(event: folder.path, kind: kind, destination: name, reason: reason)
            }
            if [.email, .sms].contains(kind), !destinations(of: kind).isEmpty, shownBase == nil {
                throw .noLinkBase(event: folder.path, kind: kind)
            }
        }
    }

    /// What is to be said of links whose pages this booth does not serve; nil when there are none. Somebody else may serve
    /// them, so that it is no error.
    public func adviceOnLinks(in folder: EventFolder) -> (found: String, remedy: String)? {
        // Where pages are sent, others serve them.
        guard let base = shownBase, destinations[.page] == nil else { return nil }
        let key = brandedBase == nil ? "linkBase" : "brandedBase"
        // What ends in a letter is a folder whose name would run into the token.
        if base.last.map({ $0.isLetter || $0.isNumber }) ?? false {
            return (
                "a code leads to \(base)TOKEN, where nothing parts the link's own word from the rest",
                "say it with a stroke at the end: booth event set \(folder.argument) \(key) \(base)/"
            )
        }
        return (
            "the codes lead to \(base)…, which this booth does not serve: guests find nothing there by themselves",
            "serve them by --share PORT behind a proxy, or make the pages with booth sessions export \(folder.argument) --gallery "
                + "DIR and copy them there; without a web server, take the links away: booth event set \(folder.argument) \(key) \"\""
        )
    }
}
