/// What a file is called where somebody saves it: whatever an event is called, any phone, any computer and any ZIP can have it.
///
///     SavedName("Emma / Noah", ending: "jpg")     // "Emma - Noah.jpg"
///
/// What no name of a file may hold becomes a dash, and so does what would show another name than it is: a mark that turns the
/// direction of writing makes "photo.exe" look like a picture.
public struct SavedName: Sendable, CustomStringConvertible {
    public let description: String

    /// - Parameter suffix: what tells it from others of the same title; it stays whole.
    public init(_ title: String, suffix: String = "", ending: String) {
        var (text, length) = ("", 0)
        for character in title {
            let safe = String(String.UnicodeScalarView(character.unicodeScalars.map { Self.isSafe($0) ? $0 : "-" }))
            length += safe.utf8.count
            // Names may have 255 bytes, and browsers add a number to one that is there.
            guard length <= 160 else { break }
            text += safe
        }
        // A name that begins with a dot is hidden.
        let bare = text.trimming { " .".unicodeScalars.contains($0) }
        description = (bare.isEmpty ? "photos" : bare) + suffix + "." + ending
    }

    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .unassigned, .surrogate, .privateUse: false
        // Within an emoji, and between letters of some scripts, these belong to the word.
        case .format: scalar == "\u{200D}" || scalar == "\u{200C}"
        default: !"/\\:*?\"<>|".unicodeScalars.contains(scalar)
        }
    }
}

extension String {
    fileprivate func trimming(_ isLeftOut: (Unicode.Scalar) -> Bool) -> String {
        var scalars = unicodeScalars[...]
        while let first = scalars.first, isLeftOut(first) { scalars.removeFirst() }
        while let last = scalars.last, isLeftOut(last) { scalars.removeLast() }
        return String(scalars)
    }
}
