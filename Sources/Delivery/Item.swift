public import StrictJSON

/// One thing to be sent, with all that a destination may be told about it. It carries fields of its own and the session's id
/// for reference, never the session's record.
public struct Item: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case media, survey, email, sms, alert
        /// A guest's page and its pictures, in a folder of their own; the end of such a folder.
        case page, removal
    }

    /// What a guest waits for goes before what takes long and nobody waits for.
    public enum Lane: Sendable { case guest, raw }

    public var kind: Kind
    /// The same for the same wish, for ever. It goes to the far side, so it tells nothing about a guest.
    public var key: String
    /// The event's id.
    public var event: String
    /// The session's id; nil for what belongs to none.
    public var session: String?
    /// What it is about: "FinalPhoto/000047-strip-5b5da724.jpg", a question, an address.
    public var subject: String
    /// An object; what the workflow and the event know by name.
    public var values: JSONValue = .object([])
    /// What a media item consists of, or what a message brings along. Of a page the page itself is the last, so that none shows
    /// what is not there yet.
    public var files: [SentFile] = []
    /// Where a page stands: a link's token.
    public var folder = ""
    public var message: Message?
    public var lane = Lane.guest
    /// The step of a recipe to go on with, counted from 0, and what the steps before it gave.
    public var step = 0
    public var taken: [String: String] = [:]

    public init(_ kind: Kind, key: String, event: String, session: String? = nil, subject: String) {
        (self.kind, self.key, self.event, self.session, self.subject) = (kind, key, event, session, subject)
    }
}

/// A file as a far side gets it.
public struct SentFile: Sendable {
    public enum Content: Sendable {
        /// At this path. It is read while it is sent.
        case file(String)
        case bytes([UInt8])
    }

    public var content: Content
    /// Its name at the far side, made of a number and a hash and of nothing that a guest has typed: "000047-5b5da724.jpg".
    public var name: String
    public var mediaType: String
    /// Whether another content may stand there under this name, as it does for a page. What is named by its hash is not sent
    /// again where it is already.
    public var replaces = false
    /// Where everybody may see it, for messages that bring a link instead.
    public var link: String?

    public init(_ content: Content, name: String, mediaType: String, link: String? = nil) {
        (self.content, self.name, self.mediaType, self.link) = (content, name, mediaType, link)
    }
}

/// What an email or a text message says.
public struct Message: Sendable {
    /// One address, or one telephone number.
    public var recipient: String
    public var title: String
    public var text: String
    /// The same as HTML; nil: the text alone is sent. Text messages have none.
    public var html: String?

    public init(to recipient: String, title: String = "", text: String, html: String? = nil) {
        (self.recipient, self.title, self.text, self.html) = (recipient, title, text, html)
    }
}

extension SentFile {
    /// A name that cannot leave its folder, needs no quoting anywhere and hides from nobody.
    static func isFarName(_ name: String) -> Bool { name.wholeMatch(of: /[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}/) != nil }
}
