public import Compositor
public import Files
public import Outgoing
public import Pages
public import PrintOut
public import Sessions
public import Work

extension Engine {
    public struct Options: Sendable {
        public var layouts: LayoutLibrary
        public var profiles: ProfileLibrary
        /// Where FinalPhotos are printed, the first that can; empty: prints are not offered.
        public var printers: [any Printer] = []
        /// The printer behind a name that a re-print asks for.
        public var printerNamed: @Sendable (String) throws -> any Printer
        /// Where destinations are found that other items of the outbox go to.
        public var places = SendingPlaces.none
        /// Transports for items that no destination takes. What has none waits.
        public var transports: [OutboxItem.Kind: Transport] = [:]
        /// Where the words for guests are, `web/text/LANG.json`.
        public var texts: SearchPath
        /// How guests' pages look.
        public var themes = ThemeLibrary(SearchPath([]))
        /// The folder in which clips of other cameras arrive; nil: none do.
        public var clips: String?
        /// All waiting for guests is this many times shorter: 1 at a wedding, more in a demo.
        public var pace = 1.0
        /// End after so many sessions, each of which begins by itself; nil: never, and guests begin them.
        public var sessions: Int?
        /// Presses of one button that come so soon one after another are one press: a switch bounces, something lies on a key.
        public var bounce = Duration.milliseconds(500)
        /// Seconds after a session before the attract step takes its first touch, at the booth's pace.
        public var rest = 2.0
        /// So long after a picture came out once more before `print-last` prints it again.
        public var printPause = Duration.seconds(10)
        /// Without commands nobody could begin: no keyboard, and sessions do not begin by themselves.
        public var needsCommands = false
        /// All waiting goes by this clock.
        public var time = TimeSource.system

        public init(
            layouts: LayoutLibrary, profiles: ProfileLibrary, texts: SearchPath,
            printerNamed: @escaping @Sendable (String) throws -> any Printer
        ) {
            (self.layouts, self.profiles, self.texts, self.printerNamed) = (layouts, profiles, texts, printerNamed)
        }
    }

    /// A composed picture that is shown before it is saved.
    public struct Preview: Sendable {
        /// Another drawing has another identity; `GuestView.Visit.preview` names the one that is shown.
        public let id: String
        public let jpeg: [UInt8]
    }
}
