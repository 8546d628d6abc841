/// Somewhere to send to, as destinations.json describes it.
public struct Destination: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        case smtp(MailServer)
        case recipe(RecipeUse)
        /// A remote of the operator's own rclone.conf, with or without a folder: "dav:Party".
        case rclone(remote: String)
        /// A stick or a share, by the path of a folder on it.
        case folder(path: String)
        /// Pages of guests with their pictures, through a destination for media, by its name.
        case pages(through: String)
    }

    /// Which requests a recipe makes where.
    public struct RecipeUse: Equatable, Sendable {
        public var recipe: String
        /// The address that all requests begin with.
        public var base: String
        /// What the recipe's own placeholders stand for.
        public var values: [String: String] = [:]
        /// Whether what may have arrived may be sent again; nil: as the recipe says.
        public var maySendTwice: Bool?
    }

    public struct MailServer: Equatable, Sendable {
        public enum Security: String, CaseIterable, Sendable { case starttls, tls, none }

        public var host: String
        public var port: Int
        public var from: Mailbox
        public var security: Security
    }

    public var name: String
    public var kind: Kind
    /// Whether it stands in the local network, or is this machine. Without it only addresses of the Internet are connected.
    public var lan = false
    /// The path of a file with the certificates (PEM) that its own is checked against; nil: those of the system.
    public var ca: String?
    public var user: String?
    /// The name of the password or key, never the secret itself.
    public var secret: String?
    /// How many items may be under way at once, of what guests wait for.
    public var parallel = 4
    /// The most that one transfer may take of the line, in units of 1,000 bytes a second.
    public var kBps: Int?

    public init(name: String, kind: Kind) { (self.name, self.kind) = (name, kind) }

    /// The word for its kind in destinations.json.
    public var kindWord: String {
        switch kind {
        case .smtp: "smtp"
        case .recipe: "recipe"
        case .rclone: "rclone"
        case .folder: "folder"
        case .pages: "pages"
        }
    }
}

/// An address with the name that mail programs show in its place: "Booth <booth@party.example>".
public struct Mailbox: Equatable, Sendable {
    public var name: String?
    public var address: MailAddress
}
