import Rigs
import Testing

extension BrowserTests {
    static let operatorPages = [
        "sessions", "gallery", "outbox", "status", "doctor", "booth", "event", "layouts", "more", "session?number=2",
    ]
    /// What is asked about a session, by the order of its buttons.
    static let questions = ["print", "looks", "layout", "delete"]

    @Test(arguments: ["de", "fr", "es", "pseudo"])
    func `Each page of operators fits in each language`(language: String) async throws {
        let server = language == "pseudo" ? stage.pseudo : stage.party
        // What fits in longer words at every size is looked at in those of a language where it is narrowest.
        let sizes = language == "pseudo" ? Stage.sizes : [Stage.sizes[0]]
        // Pictures that are drawn for a look are the same in each language, and take long.
        let drawn = ["*/proof", "*/preview?layout*", "*/looks?effect*"]
        try await browser.tell("Network.enable", [:])
        try await browser.tell("Network.setBlockedURLs", ["urls": drawn])
        try await stage.open("more", at: server)
        try await browser.act("localStorage.setItem('boothkit.language', '\(language == "pseudo" ? "en" : language)')")
        for page in Self.operatorPages {
            try await stage.open(page, at: server)
            #expect(
                try await browser.run("return document.documentElement.lang")
                    == (language == "pseudo" ? "en" : language))
            let title: String = try await browser.run("return document.querySelector('nav a span').textContent")
            #expect(title.hasPrefix("[") == (language == "pseudo"))
            try await stage.examine(
                "\(page.replacing("?number=", with: "-"))-\(language)", sizes: sizes, byAxe: false,
                allowing: "ERR_BLOCKED_BY_CLIENT")
        }
        for (index, name) in Self.questions.enumerated() {
            try await stage.ask(index, at: server)
            try await stage.examine(
                "ask-\(name)-\(language)", sizes: sizes, byAxe: false, allowing: "ERR_BLOCKED_BY_CLIENT")
        }
        try await browser.tell("Network.setBlockedURLs", ["urls": [String]()])
        try await browser.act("localStorage.removeItem('boothkit.language')")
    }
}

extension Stage {
    /// Opens one of the questions about a session: `BrowserTests.questions`.
    func ask(_ index: Int, at server: Server? = nil) async throws {
        try await open("session?number=2", at: server)
        try await browser.act("document.querySelectorAll('.actions button')[\(index)].click()")
        try await browser.wait(until: "document.querySelector('dialog[open]')")
    }
}
