import Engine
import Rigs
import Work

/// A keyboard, as somebody uses one who cannot touch: Tab, arrows and Enter, and letters where a field has the focus.
struct Keyboard: Hands {
    /// Whether pictures are taken anew as long as that is offered.
    var retakes = true

    func look(in browser: Browser) async throws { try await browser.press(.right) }

    func goOn(from screen: String, of view: OperatorView, in browser: Browser) async throws {
        switch screen {
        case "layout", "effect":
            try await browser.reach(".tile")
            try await browser.press(.right)
            try await browser.press(.enter)
            try await press("[data-action=next]", in: browser)
        case "review" where retakes && view.step?.retakesLeft ?? 0 > 0:
            try await press("[data-action=retake]", in: browser)
        case "select":
            try await press(".shot", in: browser)
            try await browser.press(.right)
            try await browser.press(.enter)
            try await press("[data-action=next]", in: browser)
        case "survey": try await answer(view, in: browser)
        case "email":
            try await browser.type("anna@example.org")
            try await browser.press(.enter)
        case "phone":
            try await browser.type("0170123456")
            try await browser.press(.enter)
        case "copies":
            try await press(".round + * + .round", in: browser)
            try await press("[data-action=next]", in: browser)
        case "attract", "consent", "review", "draw", "motion", "share", "thanks":
            // The way on has the focus from the beginning.
            let isReady: Bool = try await browser.run("return document.activeElement?.dataset.action === 'next'")
            guard isReady else { throw Walker.Lost(description: "the way on has no focus on \(screen)") }
            try await browser.press(.enter)
        default: throw Walker.Lost(description: "no key goes on from \(screen): \(view.guest)")
        }
    }

    private func answer(_ view: OperatorView, in browser: Browser) async throws {
        if view.step?.hasStars == true {
            try await browser.reach(".starred")
            for _ in 0..<3 { try await browser.press(.right) }
            try await browser.press(.enter)
        } else if view.step?.choices.isEmpty == false {
            try await browser.reach(".answer")
            try await browser.press(.down)
            try await browser.press(.enter)
        } else {
            try await browser.type("hello")
            try await browser.press(.enter)
        }
    }

    private func press(_ selector: String, in browser: Browser) async throws {
        try await browser.reach(selector)
        try await browser.press(.enter)
    }
}

/// A presenter's remote, which has two keys: one goes on, the other takes the picture anew.
struct Remote: Hands {
    func look(in browser: Browser) async throws { try await browser.press(.right) }

    func goOn(from screen: String, of view: OperatorView, in browser: Browser) async throws {
        let isRetake = screen == "review" && view.step?.retakesLeft ?? 0 > 0
        try await browser.press(isRetake ? .backspace : .right)
    }
}
