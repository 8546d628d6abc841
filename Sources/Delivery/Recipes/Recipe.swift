import StrictJSON

/// HTTP requests as a file describes them, so that a service is data and no code: which requests are made for an item, one after
/// the other, and what is taken from the answers.
struct Recipe: Equatable, Sendable {
    enum Body: Equatable, Sendable {
        case none
        /// Strings in it are templates; one that is a placeholder of an object or a list and nothing else becomes that.
        case json(JSONValue)
        case form([(name: String, value: Template)])
        /// The item's file.
        case file

        static func == (one: Body, other: Body) -> Bool { "\(one)" == "\(other)" }
    }

    struct Step: Equatable, Sendable {
        /// As HTTP has it.
        var method: String
        /// Begins with `{base}`.
        var url: Template
        var headers: [String: Template] = [:]
        var body = Body.none
        /// Which statuses mean that it went well; nil: any of 2xx.
        var good: Set<Int>?
        /// Of an answer that says by something in its JSON, and not by its status, that it went wrong.
        var fail: JSONPointer?
        /// How an answer says that whom the item is for wants no messages any more.
        var optOut: OptOut?
        /// Whether the answer must be JSON. A network that wants a login first answers everything with a page and 200.
        var needsJSON = false
        /// What later steps have as `{taken:NAME}`.
        var take: [String: JSONPointer] = [:]
        /// Whether the answer's Content-Length must be the size of the item's file.
        var comparesSize = false
    }

    /// A place in an answer, and what stands there then.
    struct OptOut: Equatable, Sendable {
        var place: JSONPointer
        var values: Set<String>
    }

    var name: String
    /// Which kinds of items it can send.
    var kinds: Set<Item.Kind>
    /// The header that has the item's key.
    var key: String?
    /// Whether the far side takes the same key twice as one, or a second one does no harm.
    var maySendTwice = false
    /// For every item of another kind than media, and for media where there are no steps for it.
    var steps: [Step] = []
    /// For each file of a media item.
    var media: [Step] = []
    /// Those that make the folder that a file is to lie in.
    var folder: [Step] = []
    /// Those that take away such a folder with all that is in it.
    var remove: [Step] = []
    /// What finds a file that is there already, so that it is not sent again.
    var find: Step?
    /// What shows that the far side is there and knows us. It changes nothing there.
    var probe: [Step] = []
    /// How a file is read back.
    var read: Step?
    /// Of the template's own placeholders (`{value:NAME}`), those that destinations.json must give.
    var needs: Set<String> = []
    var usesSecret = false
}

/// A place in a JSON document (RFC 6901): "/output/0".
struct JSONPointer: Equatable, Sendable {
    let parts: [String]

    init?(_ text: String) {
        guard text.isEmpty || text.hasPrefix("/") else { return nil }
        parts = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            String($0).replacing("~1", with: "/").replacing("~0", with: "~")
        }
    }

    func find(in value: JSONValue) -> JSONValue? {
        parts.reduce(value) { value, part in
            switch value {
            case .array(let elements): Int(part).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
            default: value?[member: part]
            }
        }
    }
}
