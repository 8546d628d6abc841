import Faults
import StrictJSON

/// What may stand in braces in a recipe.
enum Placeholder: Hashable, Sendable, CustomStringConvertible {
    case base, key, kind, event, session, subject, question, answer
    /// Of a message: whom it goes to, its title and text.
    case recipient, title, text, html
    /// Of a file: its name, its folder at the far side, both together, the hidden name that it has until it is complete, its type
    /// and size.
    case name, folder, path, part, mediaType, size
    case user, secret
    /// Values as an object, files as a list of what a message brings along, the same as links in a text.
    case values, media, links
    /// What destinations.json has under `values`; what a step before has taken from its answer.
    case value(String)
    case taken(String)

    private static let plain: [String: Placeholder] = [
        "base": .base, "key": .key, "kind": .kind, "event": .event, "session": .session, "subject": .subject,
        "question": .question, "answer": .answer, "recipient": .recipient, "title": .title, "text": .text,
        "html": .html,
        "name": .name, "folder": .folder, "path": .path, "part": .part, "mediaType": .mediaType, "size": .size,
        "user": .user,
        "secret": .secret, "values": .values, "media": .media, "links": .links,
    ]

    static let words = plain.keys.sorted()

    init?(_ word: String) {
        if let one = Self.plain[word] {
            self = one
            return
        }
        let sides = word.split(separator: ":", maxSplits: 1).map(String.init)
        guard sides.count == 2, sides[1].wholeMatch(of: /[A-Za-z0-9_-]{1,64}/) != nil else { return nil }
        switch sides[0] {
        case "value": self = .value(sides[1])
        case "taken": self = .taken(sides[1])
        default: return nil
        }
    }

    var description: String {
        switch self {
        case .value(let name): "value:\(name)"
        case .taken(let name): "taken:\(name)"
        default: Self.plain.first { $0.value == self }?.key ?? ""
        }
    }

    /// Has a shape of its own, and stands alone in a string of JSON.
    var isWhole: Bool { self == .values || self == .media || self == .session || self == .html }
}

/// What placeholders stand for in one request.
struct PlaceholderValues: Sendable {
    var item: Item
    var base: String
    var settings: [String: String] = [:]
    var user: String?
    var secret: Secret?
    var file: SentFile?
    /// At the far side, without a slash at its end; empty: none.
    var folder = ""
    var fileSize: Int?
    /// As FMX's own providers have them: an address where there is one, else the file itself.
    var media: JSONValue = []

    func text(_ one: Placeholder) -> String? {
        switch one {
        case .base: base
        case .key: item.key
        case .kind: item.kind.rawValue
        case .event: item.event
        case .session: item.session
        case .subject: item.subject
        case .question: item.subject
        case .answer: item.values[member: "answer"].flatMap(Self.plain)
        case .recipient: item.message?.recipient
        case .title: item.message?.title
        case .text: item.message?.text
        case .html: item.message?.html
        case .name: file?.name
        case .folder: folder
        case .path: file.map { (folder.isEmpty ? "" : folder + "/") + $0.name }
        case .part: file.map { (folder.isEmpty ? "" : folder + "/") + ".part-\(item.key)-\($0.name)" }
        case .mediaType: file?.mediaType
        case .size: fileSize.map(String.init)
        case .user: user
        case .secret: secret?.revealed
        case .values: item.values.text()
        case .media: media.text()
        case .links: item.files.compactMap(\.link).joined(separator: " ")
        case .value(let name): settings[name]
        case .taken(let name): item.taken[name]
        }
    }

    /// What stands alone in a string of JSON; nil: nothing is there.
    func whole(_ one: Placeholder) -> JSONValue? {
        switch one {
        case .values: item.values
        case .media: media
        case .answer: item.values[member: "answer"]
        default: text(one).map(JSONValue.string)
        }
    }

    private static func plain(_ value: JSONValue) -> String {
        if case .string(let text) = value { text } else { value.text() }
    }
}
