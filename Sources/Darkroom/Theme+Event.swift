public import Pages
public import Sessions

extension Theme {
    /// How an event looks: the theme that it names, and over it its own colours. A theme that is not there, which a check before the
    /// event tells of, leaves the project's own. Blocks.
    public init(_ event: Event, in themes: ThemeLibrary) {
        self = event.theme.name.flatMap { try? themes.theme($0) } ?? Theme()
        if let accent = event.theme.accent.flatMap(Colour.init) { self.accent = accent }
        guard case .colour(let text?) = event.theme.ground, let paper = Colour(hex: text) else { return }
        // The theme's ink was chosen for its own paper.
        (background, ink) = (paper, nil)
    }
}
