/// The page behind a guest's link, made of values: what there is, and in which language to speak of it.
public struct GuestPage: Sendable {
    /// A file that lies beside the page.
    public struct Item: Equatable, Sendable {
        public enum Kind: Sendable { case picture, animation, video, original }

        public var kind: Kind
        /// The name of the file.
        public var file: String
        /// The name of a smaller one that is shown in its place, of a film the picture that stands for it; nil: the file itself is.
        public var preview: String?
        /// Of what is shown, in pixels, so that nothing moves while it is loaded; nil: not known.
        public var size: Size?
        /// What the file is called where a guest saves it: "Emma & Noah 47.jpg".
        public var savedAs: String

        public struct Size: Equatable, Sendable {
            public var width: Int
            public var height: Int

            public init(width: Int, height: Int) { (self.width, self.height) = (width, height) }
        }

        public init(_ kind: Kind, file: String, preview: String? = nil, savedAs: String, size: Size? = nil) {
            (self.kind, self.file, self.preview, self.savedAs, self.size) = (kind, file, preview, savedAs, size)
        }
    }

    public var event: String
    /// As it is to be shown; empty: none.
    public var date: String
    public var items: [Item]
    /// Whether more is on its way. Whoever serves the page has it asked for anew by itself: `refresh`.
    public var isWaiting: Bool
    public var theme: Theme
    /// What leads on from here, where whoever serves the page has it.
    public var ways: Ways

    /// Addresses seen from the page; nil: there is no such thing.
    public struct Ways: Equatable, Sendable {
        /// Of one file that holds all items.
        public var all: String?
        /// Of the `LivePage`.
        public var live: String?
        /// Of the `DeletionPage`.
        public var deletion: String?

        public init(all: String? = nil, live: String? = nil, deletion: String? = nil) {
            (self.all, self.live, self.deletion) = (all, live, deletion)
        }
    }

    public init(
        event: String, date: String, items: [Item], isWaiting: Bool = false, theme: Theme = Theme(), ways: Ways = Ways()
    ) {
        (self.event, self.date, self.items) = (event, date, items)
        (self.isWaiting, self.theme, self.ways) = (isWaiting, theme, ways)
    }

    /// After how many seconds the page is to be asked for anew: the value of the HTTP header `Refresh`. nil: never.
    public var refresh: Int? { isWaiting ? (items.isEmpty ? 5 : 15) : nil }

    /// What `page.css` beside the page holds.
    public var style: String { Style.text(theme) }
}
