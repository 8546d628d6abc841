/// How an event looks to its guests: few values, from which everything else follows. What is not given is the project's own, light or
/// dark as the phone is.
///
///     Theme(accent: "#7a8f6a", background: "#fbf7ef").style     // ":root { --ground: #fbf7ef; --ink: #1f1b18; … }"
///
/// Whatever colours an event has, its pages can be read: see `Palette`.
public struct Theme: Equatable, Sendable {
    /// As people call it: "Ivory"; nil: the event's own colours.
    public var title: String?
    /// Of what a guest may touch.
    public var accent: Colour?
    public var background: Colour?
    /// nil: black or white, whichever is read better.
    public var ink: Colour?
    /// Families for words of feeling and for all others, each standing in for the one before it; empty: the page's own.
    public var display: [String] = []
    public var text: [String] = []
    /// Of corners, in CSS pixels of a screen 1080 wide.
    public var radius = 12

    public init(accent: Colour? = nil, background: Colour? = nil) {
        (self.accent, self.background) = (accent, background)
    }

    private static let light = Theme(accent: Colour(hex: "#a2452e"), background: Colour(hex: "#f6f1ea"))
    private static let dark = Theme(accent: Colour(hex: "#e9a183"), background: Colour(hex: "#191614"))

    /// The colours of a screen that is always on: light where the event has none.
    public var palette: Palette { Palette(self, else: background == nil ? Self.light : self) }

    /// The values that the style of a page is drawn with.
    var style: String {
        if background != nil { return palette.style }
        return Palette(self, else: Self.light).style + "@media (prefers-color-scheme: dark) {\n"
            + Palette(self, else: Self.dark).style + "}\n"
    }
}

/// The colours of a theme as they are drawn. Text has a contrast of 4.6 : 1 or better, whatever the theme says: ink is chosen by the
/// paper, and an accent that is too close to the paper is moved away from it.
public struct Palette: Equatable, Sendable {
    public let paper: Colour
    public let ink: Colour
    /// Of words that may be passed over.
    public let quiet: Colour
    public let accent: Colour
    /// Of words on the accent.
    public let accentInk: Colour
    public let line: Colour
    public let isLight: Bool

    /// `own`: what stands in for colours that the theme does not have.
    init(_ theme: Theme, else own: Theme) {
        paper = theme.background ?? own.background ?? .white
        let pole: Colour =
            Colour.black.contrast(with: paper) > Colour.white.contrast(with: paper) ? .black : .white
        isLight = pole == .black
        ink = (theme.ink ?? pole.mixed(with: paper, 0.12)).readable(on: paper, towards: pole, by: 7)
        quiet = pole.mixed(with: paper, 0.4).readable(on: paper, towards: pole, by: 4.6)
        let given = theme.accent ?? (paper == own.background ? own.accent : nil) ?? ink
        accent = given.readable(on: paper, towards: pole, by: 4.6)
        accentInk = Colour.white.contrast(with: accent) >= 4.5 ? .white : .black
        line = pole.mixed(with: paper, 0.82)
    }

    var style: String {
        """
        :root { color-scheme: \(isLight ? "light" : "dark"); --ground: \(paper); --ink: \(ink); --soft: \(quiet);
          --accent: \(accent); --on-accent: \(accentInk); --line: \(line) }

        """
    }
}

extension Theme {
    /// Colours that had to be moved so that people can read and find things, in words for an operator: text below 4.5 : 1 and
    /// what is touched below 3 : 1, both on the paper.
    public var flaws: [String] {
        let palette = palette
        func flaw(_ what: String, _ given: Colour?, _ least: Double, _ shown: Colour) -> String? {
            guard let given, given.contrast(with: palette.paper) < least else { return nil }
            let tenths = Int(given.contrast(with: palette.paper) * 10)
            return "\(what) \(given) has a contrast of \(tenths / 10).\(tenths % 10) : 1 on \(palette.paper), where "
                + "\(least == 3 ? "3" : "4.5") : 1 is needed; it is shown as \(shown)"
        }
        return [flaw("the ink", ink, 4.5, palette.ink), flaw("the accent", accent, 3, palette.accent)].compactMap { $0 }
    }
}
