import Faults
import StrictJSON

extension Destination {
    private static let kinds = ["smtp", "recipe", "rclone", "folder", "pages"]

    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        let nameNode = try keys.required("name")
        name = try nameNode.string(limit: 64)
        guard name.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil else {
            throw nameNode.error(expected: "a name of letters, digits, \"-\" and \"_\"")
        }
        let word = try keys.required("kind").oneOf(
            Self.kinds,
            synonyms: ["mail": "smtp", "email": "smtp", "http": "recipe", "webdav": "recipe", "usb": "folder"])
        let isNetworked = word == "smtp" || word == "recipe"
        if isNetworked { lan = try keys.optional("lan")?.bool() ?? false }
        switch word {
        case "smtp": kind = .smtp(try MailServer(keys, lan: lan))
        case "recipe": kind = .recipe(try RecipeUse(keys, lan: lan))
        case "rclone": kind = .rclone(remote: try Self.remote(keys.required("remote")))
        case "folder": kind = .folder(path: try Self.absolute(keys.required("path")))
        default: kind = .pages(through: try keys.required("through").string(limit: 64))
        }
        if isNetworked {
            ca = try keys.optional("ca").map(Self.absolute)
            user = try keys.optional("user")?.line()
            secret = try keys.optional("secret").map(Secret.name)
            kBps = try keys.optional("kBps")?.int(in: 1...10_000_000)
        }
        if word != "pages" { parallel = try keys.optional("parallel")?.int(in: 1...64) ?? 4 }
        try Self.requireNoKeys(in: node, known: Self.known)
        try keys.finish()
        if user != nil, secret == nil { throw keys.error("there is a user, and no secret for it") }
        if word == "smtp", secret != nil, user == nil {
            throw keys.error("there is a secret, and no user that it is for")
        }
    }

    private static let known: Set = [
        "name", "kind", "lan", "ca", "user", "secret", "kBps", "parallel", "host", "port", "from", "security", "recipe",
        "base", "values", "maySendTwice", "remote", "path", "through",
    ]

    /// An event's folder is copied and mailed: what looks like a key under a name that means nothing here is pointed out.
    private static func requireNoKeys(in node: JSONNode, known: Set<String>) throws(StrictJSONError) {
        for (key, value) in try node.object().remaining() where !known.contains(key) {
            guard case .string(let text) = value.value, text.wholeMatch(of: /[A-Za-z0-9+\/=_.-]{20,}/) != nil else {
                continue
            }
            throw value.error(
                "this looks like a password or a key, which never stands here",
                remedy: "keep it in a file of ~/.config/boothkit/secrets and name that file with \"secret\"")
        }
    }

    private static func absolute(_ node: JSONNode) throws(StrictJSONError) -> String {
        let path = try node.string(limit: 4000)
        guard path.hasPrefix("/") else {
            throw node.error(expected: "a path from the root, such as /media/stick/Party")
        }
        return path
    }

    private static func remote(_ node: JSONNode) throws(StrictJSONError) -> String {
        let text = try node.line()
        // Whatever else rclone takes in its place, a path of this machine or settings within the name, is not meant.
        guard let parts = text.wholeMatch(of: /([A-Za-z0-9_][A-Za-z0-9_ .+@-]*):([^:]*)/),
            !parts.2.split(separator: "/").contains("..")
        else { throw node.error(expected: "a remote of rclone.conf and a folder in it, such as \"drive:Party\"") }
        return text
    }
}

extension Destination.MailServer {
    init(_ keys: JSONObjectReader, lan: Bool) throws(StrictJSONError) {
        let hostNode = try keys.required("host")
        host = try hostNode.string(limit: 253)
        guard host.wholeMatch(of: /[A-Za-z0-9.:-]+/) != nil else {
            throw hostNode.error(expected: "the name of a server")
        }
        let securityNode = keys.optional("security")
        security = try securityNode?.oneOf(synonyms: ["ssl": "tls", "smtps": "tls", "off": "none"]) ?? .starttls
        if security == .none, !lan, let securityNode {
            throw securityNode.error(
                "mail would cross the Internet in clear",
                remedy: "use \"starttls\", or say \"lan\": true of a server nearby")
        }
        port = try keys.optional("port")?.int(in: 1...65_535) ?? (security == .tls ? 465 : 587)
        from = try Mailbox(keys.required("from"))
    }
}

extension Destination.RecipeUse {
    init(_ keys: JSONObjectReader, lan: Bool) throws(StrictJSONError) {
        let recipeNode = try keys.required("recipe")
        recipe = try recipeNode.string(limit: 64)
        guard recipe.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil else {
            throw recipeNode.error(expected: "the name of a recipe, such as \"webhook\"")
        }
        base = try Self.base(keys.required("base"), lan: lan)
        maySendTwice = try keys.optional("maySendTwice")?.bool()
        guard let node = keys.optional("values") else { return }
        values = try node.dictionary(max: 32) { (node) throws(StrictJSONError) in try node.line() }
    }

    /// Scheme, host and port of all that is requested come from here alone.
    private static func base(_ node: JSONNode, lan: Bool) throws(StrictJSONError) -> String {
        let text = try node.string(limit: 1000)
        guard !text.contains("@") else {
            throw node.error(
                "a user or password has no place in an address", remedy: "use \"user\" and \"secret\"")
        }
        let form = /(https?):\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(\/[A-Za-z0-9._~!$&'()*+,;=:%\/-]*)?/
        guard let parts = text.wholeMatch(of: form) else {
            throw node.error(expected: "an address such as https://photos.example/in/, without \"?\" and \"#\"")
        }
        guard lan || parts.1 == "https" else {
            throw node.error(
                "http:// would cross the Internet in clear",
                remedy: "use https://, or say \"lan\": true of a server nearby")
        }
        let path = parts.4 ?? ""
        guard !path.split(separator: "/").contains(where: { $0 == ".." || $0 == "." }) else {
            throw node.error(expected: "an address without \"..\"")
        }
        return text
    }
}

extension Mailbox {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let text = try node.line()
        let parts = text.wholeMatch(of: /(?:"?([^"<>]*?)"?\s*<([^<>]+)>)|([^<>\s]+)/)
        guard let parts, let address = (parts.2 ?? parts.3).map(String.init),
            let checked = try? MailAddress(address), checked.text.utf8.allSatisfy({ $0 < 0x80 })
        else { throw node.error(expected: "an address such as \"Booth <booth@party.example>\"") }
        let name = parts.1.map(String.init) ?? ""
        self.init(name: name.isEmpty ? nil : name, address: checked)
    }
}

extension JSONNode {
    /// A text on one line, without control characters.
    func line() throws(StrictJSONError) -> String {
        let text = try string(limit: 1000)
        guard !text.isEmpty, text.onOneLine == text else { throw error(expected: "a text on one line") }
        return text
    }
}
