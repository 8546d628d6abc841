import Files
import StrictJSON

/// The settings of an event: what `event.json` says.
public struct Event: Equatable, Sendable {
    /// Where the schema stands for editors that know such: `EventSchemas`. nil: the file names none.
    public var schema: String?
    public var id: String
    public var name: String
    /// As it is to be shown: "14 June 2026".
    public var date: String
    public var booth = "main"
    public var locale = "en"
    /// An IANA name; nil: the booth's own.
    public var zone: String?
    public var layouts: [String] = []
    public var effects: [String] = []
    /// What stands before a share token in a link: "https://photos.example/s/".
    public var linkBase: String?
    /// What stands there instead in codes, mails and messages: a shorter or finer address that leads to the same pages.
    public var brandedBase: String?
    /// What guests may have deleted by themselves.
    public var guestDelete = GuestDelete.off
    /// How the guests' screen and their pages look.
    public var theme = EventTheme()
    /// How guests get into the network in which their link works; nil: they need not.
    public var wifi: WifiAccess?
    /// When guests may begin; nil: at any time.
    public var hours: OpeningHours?
    /// What most addresses end in, offered while one is typed: "example.org".
    public var mailDomains: [String] = []
    /// What is said in other words than those of `web/text`, by their places there: "gallery.save".
    public var words: [String: String] = [:]
    /// What layouts show as {value.KEY}: a hashtag, a place.
    public var values: [String: String] = [:]
    /// Where items of a kind go when nobody says otherwise: the name of a destination, or several with commas between them. Of
    /// those for prints the first that can does, of all others each gets its own.
    public var destinations: [OutboxItem.Kind: String] = [:]
    /// Which files go to the destinations for media.
    public var send = SentMedia.usual
    /// The country's, such as "+49", for telephone numbers that are typed with a 0 in front.
    public var phonePrefix: String?
    /// Who is told when something needs a hand; nil: nobody.
    public var alerts: AlertSettings?
    /// Shots of the screen without guests, in the order in which they were taken.
    public internal(set) var emptyScreens: [EmptyScreenShot] = []
    /// Megabytes that must be free before a session starts.
    public var reserve = 1_024
    /// For how many days after its end a session is kept, its addresses and telephone numbers are, and for how many days after
    /// they were made links are good; 0: for ever.
    public var keepDays = 0
    public var contactsKeepDays = 0
    public var linkDays = 0
    /// The key of the consent step whose yes opens each purpose; one that is missing needs no yes.
    public var consents: [ConsentPurpose: String] = [:]

    public init(name: String, date: String) {
        (id, self.name, self.date) = (Secrets.identifier(), name, date)
    }

    /// The names of the destinations that things of a kind go to.
    public func destinations(of kind: OutboxItem.Kind) -> [String] {
        let names = kind == .alert ? alerts?.destination : destinations[kind]
        return names?.split(separator: ",").map { $0.filter { !$0.isWhitespace } } ?? []
    }

    /// What guests are given to find their pictures.
    public var shownBase: String? { brandedBase ?? linkBase }

    /// In bytes; settings of a megabyte are none.
    static let limit = 1_000_000

    public init(in folder: EventFolder) throws(SessionsError) {
        let bytes: [UInt8]
        do throws(FilesError) { bytes = try readAll(folder.settings, limit: Self.limit) } catch {
            if case .missing = error { throw .noEvent(path: folder.path) }
            throw .file(error)
        }
        do throws(StrictJSONError) { self = try Event(JSONNode(parsing: bytes, document: folder.settings)) } catch {
            throw .badSettings(error)
        }
    }

    public func write(to folder: EventFolder) throws(SessionsError) {
        try filing { () throws(FilesError) in
            try writeDurably(Array((json.text(pretty: true) + "\n").utf8), to: folder.settings)
        }
    }
}
