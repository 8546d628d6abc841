import Files
import Foundation
import Pages
import Rigs
import Testing

extension BrowserTests {
    @Test func `A guest's page shows its picture at every size, and sets no cookie`() async throws {
        try await browser.open(stage.party.guests + "/s/\(try await stage.token())/")
        try await browser.wait(until: "document.images[0].complete && document.images[0].naturalWidth > 0")
        try await stage.examine("guest")
        #expect(try await browser.run("return document.cookie === ''"))
    }

    @Test func `What leads nowhere, and the question about deletion, look like the event's pages`() async throws {
        let link = stage.party.guests + "/s/\(try await stage.token())"
        try await browser.open(stage.party.guests + "/s/AAAAAAAAAAAAAAAAAAAAAA/")
        try await stage.examine("gone", allowing: "404")
        try await browser.open(link + "/delete")
        try await stage.examine("delete")
        try await browser.open(link + "/live")
        try await browser.wait(
            until: "!document.getElementById('alone').hidden || !document.getElementById('share').hidden")
        try await stage.examine("live")
    }

    /// All pages that a guest may see, in every state.
    private func pages(_ words: Words, picture: String) -> [(name: String, html: String)] {
        let item = GuestPage.Item(.picture, file: picture, savedAs: "x.jpg", size: .init(width: 1_200, height: 1_800))
        let shot = GuestPage.Item(.original, file: picture, savedAs: "x.jpg", size: .init(width: 600, height: 400))
        let ways = GuestPage.Ways(all: "all.zip", live: "live", deletion: "delete")
        func page(_ items: [GuestPage.Item], isWaiting: Bool) -> GuestPage {
            GuestPage(event: "Emma & Noah", date: "14.6.2026", items: items, isWaiting: isWaiting, ways: ways)
        }
        let shown = page([item, item, shot, shot], isWaiting: true)
        return [
            ("guest", shown.html(words)), ("live", LivePage(shown).html(words)),
            ("waiting", page([], isWaiting: true).html(words)), ("empty", page([], isWaiting: false).html(words)),
            ("gone", GonePage(style: "page.css").html(words)), ("delete-ask", DeletionPage(.ask).html(words)),
            ("delete-now", DeletionPage(.now).html(words)), ("delete-asked", DeletionPage(.asked).html(words)),
            ("deleted", DeletionPage(.deleted).html(words).replacing("../page.css", with: "page.css")),
        ]
    }

    @Test(arguments: ["en", "de", "fr", "es", "it", "ar", "pseudo"])
    func `Each page of guests fits in each language`(language: String) async throws {
        let own = stage.folder + "/pseudo/web/text"
        let words =
            language == "pseudo"
            ? try Words(locale: "en", in: SearchPath([own]))
            : try Words(locale: language, in: SearchPath([Programs.root + "/web/text"]))
        let link = stage.party.guests + "/s/\(try await stage.token())/"
        try await browser.open(link)
        let picture: String = try await browser.run("return document.images[0].getAttribute('src')")
        for (name, html) in pages(words, picture: picture) {
            // Its policy stays that of the address, and one page has a script.
            if name == "live" || name == "waiting" { try await browser.open(link + (name == "live" ? "live" : "")) }
            try await browser.show(html)
            try await browser.wait(until: "getComputedStyle(document.body).marginTop === '0px'")
            #expect(
                try await browser.run("return getComputedStyle(document.body).direction")
                    == (language == "ar" ? "rtl" : "ltr"))
            try await stage.examine(
                "\(name)-\(language)",
                sizes: ["en", "pseudo"].contains(language)
                    ? Stage.sizes : language == "ar" ? Stage.usual : [Stage.sizes[0]],
                byAxe: language == "en" || language == "ar")
        }
    }
}
