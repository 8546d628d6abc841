import Files
import Foundation
import Pages
import Rigs
import Testing

extension BrowserTests {
    private func token() async throws -> String {
        let run = try await stage.booth("sessions", "show", "party", "2", "--json")
        return String(try #require(run.out.firstMatch(of: /"token":\s*"([^"]+)"/)).1)
    }

    private func words(_ language: String) throws -> Words {
        try Words(locale: language, in: SearchPath([Programs.root + "/web/text"]))
    }

    @Test func `A guest's page shows its picture at every size, and is light`() async throws {
        try await browser.resize(390, 844)
        try await browser.open(stage.guests + "/s/\(try await token())/")
        try await browser.wait(until: "document.images[0].complete && document.images[0].naturalWidth > 0")
        let bytes: Int = try await browser.runAsync(
            "return (await (await fetch('./')).text()).length + (await (await fetch('page.css')).text()).length")
        print("guest's page: \(bytes) bytes of its own")
        #expect(bytes <= 15_000)
        let shift: Double = try await browser.runAsync(
            """
            return await new Promise((done) => { let sum = 0; new PerformanceObserver((list) => {
              for (const one of list.getEntries()) sum += one.value; }).observe({ type: "layout-shift", buffered: true });
              requestAnimationFrame(() => requestAnimationFrame(() => done(sum))); })
            """)
        #expect(shift == 0)
        try await stage.examine("guest")
        #expect(try await browser.run("return document.cookie === ''"))
    }

    @Test func `What leads nowhere, and the question about deletion, look like the event's pages`() async throws {
        let link = stage.guests + "/s/\(try await token())"
        try await browser.open(stage.guests + "/s/AAAAAAAAAAAAAAAAAAAAAA/")
        try await stage.examine("gone", allowing: "404")
        try await browser.open(link + "/delete")
        try await stage.examine("delete", sizes: [Stage.sizes[0]])
        try await browser.open(link + "/live")
        try await browser.wait(
            until: "!document.getElementById('alone').hidden || !document.getElementById('share').hidden")
        try await stage.examine("live", sizes: [Stage.sizes[0]])
    }

    @Test(arguments: ["en", "de", "fr", "es", "it", "ar"])
    func `Each language fits`(language: String) async throws {
        let link = stage.guests + "/s/\(try await token())/"
        try await browser.open(link)
        let picture: String = try await browser.run("return document.images[0].getAttribute('src')")
        let item = GuestPage.Item(.picture, file: picture, savedAs: "x.jpg", size: .init(width: 1_200, height: 1_800))
        let ways = GuestPage.Ways(all: "all.zip", live: "live", deletion: "delete")
        let shown = GuestPage(
            event: "Emma & Noah", date: "14.6.2026", items: [item, item], isWaiting: true, ways: ways)
        let waiting = GuestPage(event: "Emma & Noah", date: "14.6.2026", items: [], isWaiting: true)
        for (name, page) in [("guest", shown), ("waiting", waiting)] {
            try await browser.show(page.html(try words(language)))
            try await browser.wait(until: "getComputedStyle(document.body).marginTop === '0px'")
            try await stage.examine("\(name)-\(language)", sizes: [Stage.sizes[0]])
        }
    }
}
