import Web

/// The browser and how it is started: one page on the whole screen, nothing that a guest could open, close, zoom or swipe away, no
/// question of its own, no word to anybody else.
struct Chromium: Sendable {
    let path: String
    let isRoot: Bool
    /// What the operator adds.
    let more: [String]

    /// What Debian calls it, and others.
    private static let names = ["chromium", "chromium-browser", "google-chrome"]

    /// Blocks.
    init(_ path: String?, in surroundings: Surroundings, adding more: [String]) throws(KioskError) {
        if let path {
            let found = path.contains("/") ? path : surroundings.program(path) ?? path
            guard Surroundings.canRun(found) else { throw .badBrowser(path: path) }
            self.path = found
        } else {
            guard let found = Self.names.lazy.compactMap({ surroundings.program($0) }).first else { throw .noBrowser }
            self.path = found
        }
        (isRoot, self.more) = (surroundings.isRoot, more)
    }

    private static let usual = [
        "--kiosk", "--incognito", "--no-first-run", "--no-default-browser-check", "--noerrdialogs",
        "--disable-session-crashed-bubble", "--hide-crash-restore-bubble", "--disable-infobars",
        "--disable-pinch", "--overscroll-history-navigation=0", "--touch-events=enabled",
        "--disable-features=Translate,GlobalMediaControls,TouchpadOverscrollHistoryNavigation",
        "--autoplay-policy=no-user-gesture-required", "--password-store=basic", "--deny-permission-prompts",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-breakpad",
        "--check-for-update-interval=31536000",
    ]

    /// All words of the command that shows a screen.
    func words(showing screen: ScreenAddress, on surface: Surface, profile: String) -> [String] {
        var words = [path] + Self.usual
        words += ["--user-data-dir=\(profile)", "--ozone-platform=\(surface.platform)"]
        if let pin = screen.pin { words.append("--ignore-certificate-errors-spki-list=\(pin)") }
        // Chromium's sandbox does not start as root. In the field nothing runs as root.
        if isRoot { words.append("--no-sandbox") }
        return words + more + [screen.url]
    }
}
