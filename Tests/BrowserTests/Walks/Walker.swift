import Engine
import Rigs
import Testing
import Work

/// What somebody does before the screen, by one means alone.
protocol Hands: Sendable {
    /// Goes on from a screen that asks something.
    func goOn(from screen: String, of view: OperatorView, in browser: Browser) async throws
    /// Ends looking at the picture that was just taken.
    func look(in browser: Browser) async throws
}

/// Somebody before the screen of a booth.
struct Walker {
    let booth: WalkedBooth
    let browser: Browser
    let hands: any Hands
    /// By which the page reaches its booth; nil: at once.
    var line: LossyLine?

    struct Lost: Error, CustomStringConvertible {
        let description: String
    }

    func open() async throws {
        try await booth.rest()
        try await browser.open("http://127.0.0.1:\(line?.port ?? booth.port)/")
        _ = try await browser.complaints()
        _ = try await shown()
    }

    /// What a browser says of itself where a page is refused what it asks for, such as a command that is too late, and where it plays no
    /// sound before somebody has touched it.
    static func isUsual(_ complaint: String) -> Bool {
        ["the server responded with a status of 4", "net::ERR_", "The AudioContext was not allowed to start"].contains {
            complaint.contains($0)
        }
    }

    /// Waits until the page shows what the booth says now, and gives its screen.
    func shown() async throws -> String {
        var patience = 6
        while true {
            let revision = booth.view.revision
            do {
                try await browser.wait(until: "document.documentElement.dataset.revision === '\(revision)'")
            } catch {
                guard booth.view.revision == revision else { continue }
                // A guard against hanging: the browser shares this machine with whatever else is tested.
                patience -= 1
                guard patience == 0 else { continue }
                let (screen, shown) = try await (
                    self.screen, browser.run("return document.documentElement.dataset.revision ?? ''", as: String.self)
                )
                throw Lost(description: "the page shows \(screen) of \(shown), the booth says: \(booth.view.guest)")
            }
            if booth.view.revision == revision { return try await screen }
        }
    }

    /// The screen that is painted now.
    var screen: String {
        get async throws { try await browser.run("return document.documentElement.dataset.screen ?? ''") }
    }

    func awaitScreen(_ name: String, at place: SourceLocation = #_sourceLocation) async throws {
        do { try await browser.wait(until: "document.documentElement.dataset.screen === '\(name)'") } catch {
            let screen = try await screen
            Issue.record(
                "\(name) is not shown but \(screen); the booth says \(booth.view.guest)", sourceLocation: place)
            throw error
        }
    }

    /// A whole visit, from attract to attract; gives the screens in their order.
    @discardableResult
    func visit() async throws -> [String] {
        var screens: [String] = []
        var place: Place?
        while true {
            let view = try await booth.rest(after: place)
            let screen = try await shown()
            if screen == "capture" {
                // The same view asks for another screen when the picture has been looked at.
                try await hands.look(in: browser)
                try await browser.wait(until: "document.documentElement.dataset.screen !== 'capture'")
                continue
            }
            if screen == "attract", !screens.isEmpty { return screens }
            guard screens.count < 60 else { throw Lost(description: "a visit without an end: \(screens)") }
            screens.append(screen)
            place = view.place
            if screen == "countdown" { booth.pass() } else { try await hands.goOn(from: screen, of: view, in: browser) }
        }
    }

    /// Whether a step's own screen is the one that is shown, once the picture just taken has been looked at.
    func look(at step: String, at place: SourceLocation = #_sourceLocation) async throws {
        if try await shown() == "capture" { try await hands.look(in: browser) }
        try await awaitScreen(WalkedEvent.screen(at: step), at: place)
    }
}
