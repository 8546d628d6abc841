/// One thing that can be set on a camera. Names and values are the body's own.
public struct Setting: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable { case text, range, toggle, choice, date, button }

    public let name: String
    public let label: String
    public let kind: Kind
    public let value: String
    public let choices: [String]
    public let isReadOnly: Bool
}

/// What to set for a purpose. Bodies call the same thing by different names, so a wish names all of them, and the first that
/// the body has and may change is taken.
public struct SettingsProfile: Sendable, Equatable {
    public struct Wish: Sendable, Equatable {
        public let names: [String]
        /// In the order of preference; the first that the body offers is taken. Compared without regard to case.
        public let values: [String]

        public init(_ names: [String], _ values: [String]) { (self.names, self.values) = (names, values) }
    }

    public var wishes: [Wish]

    public init(_ wishes: [Wish]) { self.wishes = wishes }

    /// A card keeps a picture when the cable breaks; at every connection, because libgphoto2's default is the RAM.
    public static let connected = SettingsProfile([Wish(["capturetarget"], ["Memory card", "card", "Internal RAM"])])
    public static let memory = SettingsProfile([Wish(["capturetarget"], ["Internal RAM", "sdram"])])
    /// Live view off: a body left in it runs hot and empties its battery.
    public static let idle = SettingsProfile([Wish(["viewfinder", "output"], ["0", "Off"])])
    public static let preview = SettingsProfile([])
    public static let still = SettingsProfile([])
}

public struct SettingResult: Sendable, Equatable {
    public enum Outcome: Sendable, Equatable {
        case set
        /// The body made something else of it.
        case clamped
        /// The body has none of the names, or offers none of the values.
        case notOffered
        case readOnly
        case failed(String)
    }

    public let name: String
    /// As read back.
    public let value: String?
    public let outcome: Outcome
}
