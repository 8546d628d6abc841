import Files
import Foundation
import Testing

@testable import Pages

@Suite struct GuestPageTests {
    static let languages = ["en", "de", "fr", "es", "it", "ar"]

    private static func words(_ language: String = "en") -> Words {
        try! Words(locale: language, in: SearchPath([WordsTests.shipped]))
    }
    private let words = Self.words()
    private let item = GuestPage.Item(
        .picture, file: "picture-1.jpg", savedAs: "x 1.jpg", size: .init(width: 1_200, height: 1_800))

    private static let hostile = "Emma <script>alert(1)</script> & \"Noah\"' onload=x"

    private func page(_ items: [GuestPage.Item], isWaiting: Bool = false) -> GuestPage {
        GuestPage(
            event: Self.hostile, date: "14 June 2026", items: items, isWaiting: isWaiting,
            ways: .init(all: "all.zip", live: "live", deletion: "delete"))
    }

    /// All pages that a guest may see, in every state.
    private var all: [String] {
        [
            page([item]).html(words), page([item], isWaiting: true).html(words), page([]).html(words),
            page([], isWaiting: true).html(words), GonePage().html(words), LivePage(page([item])).html(words),
            DeletionPage(.ask).html(words), DeletionPage(.now).html(words), DeletionPage(.asked).html(words),
            DeletionPage(.deleted).html(words),
        ]
    }

    @Test func `Nothing but what lies beside a page is loaded, and no script runs but the one of sharing`() throws {
        for html in all {
            let policy = try #require(html.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)).1
            #expect(policy.hasPrefix("default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; "))
            let isLive = html.contains("live.js")
            #expect(policy.contains(isLive ? "script-src 'self';" : "script-src 'none';"))
            let free = html.replacing("<script type=\"module\" src=\"../live.js\"></script>", with: "")
            #expect(
                free.firstMatch(of: /(?i)<script|<style|<[^>]*\son[a-z]+=|style=|https?:|javascript:/) == nil, "\(html)"
            )
            #expect(html.utf8.count + Style.text(Theme()).utf8.count <= 15_000)
        }
    }

    @Test func `The picture stands first, with its size, and then all that can be done with it`() throws {
        let html = page([item]).html(words)
        let picture = try #require(html.firstRange(of: "<img src=\"picture-1.jpg\""))
        let title = try #require(html.firstRange(of: "<h1>Emma &lt;script&gt;"))
        #expect(picture.lowerBound < title.lowerBound)
        #expect(html.contains("width=\"1200\" height=\"1800\""))
        for way in ["download=\"x 1.jpg\"", "href=\"all.zip\"", "href=\"live\"", "href=\"delete\""] {
            #expect(html.contains(way), "\(way)")
        }
        let bare = GuestPage(event: "x", date: "", items: [item]).html(words)
        #expect(!bare.contains("all.zip") && !bare.contains("live") && !bare.contains("delete"))
    }

    @Test func `A page that waits is asked for anew, sooner while it has nothing to show`() {
        #expect(page([]).refresh == nil && page([], isWaiting: true).refresh == 5)
        #expect(page([item], isWaiting: true).refresh == 15)
        #expect(page([], isWaiting: true).html(words).contains(words["gallery.waiting"]))
        #expect(page([item], isWaiting: true).html(words).contains(words["gallery.coming"]))
        #expect(page([]).html(words).contains(words["gallery.empty"]))
    }

    @Test func `A shot is shown by a smaller picture that leads to the large one`() {
        let shot = GuestPage.Item(
            .original, file: "original-1.jpg", preview: "small-1.jpg", savedAs: "x 1.jpg",
            size: .init(width: 9, height: 6))
        let html = GuestPage(event: "x", date: "", items: [shot]).html(words)
        #expect(
            html.contains(
                "<a href=\"original-1.jpg\" download=\"x 1.jpg\"><img src=\"small-1.jpg\" alt=\"Picture 1 of 1\" "
                    + "width=\"9\" height=\"6\" loading=\"lazy\"></a>"))
    }

    @Test func `Several buttons are told apart by what they save`() {
        let html = page([item, item, .init(.animation, file: "a.gif", savedAs: "a.gif")]).html(words)
        #expect(html.contains("alt=\"Picture 2 of 2\"") && html.contains("aria-label=\"Save: Your moving picture\""))
    }

    @Test(arguments: languages) func `Each language says which it is and where it begins`(language: String) {
        let html = page([item]).html(Self.words(language))
        #expect(html.contains("<html lang=\"\(language)\"\(language == "ar" ? " dir=\"rtl\"" : "")>"))
        #expect(Self.words(language).isReviewed == !["it", "ar"].contains(language))
    }

    @Test(arguments: [
        ("#ffffff", "#ffffff"), ("#000000", "#000000"), ("#ffee00", "#ffffff"), ("#808080", "#808080"),
        ("#102040", "#0a0a0a"),
        ("#ff00ff", "#7f7f7f"),
    ])
    func `Whatever colours an event has, its page can be read`(accent: String, background: String) throws {
        let style = Theme(accent: Colour(hex: accent), background: Colour(hex: background)).style
        func value(_ name: String) throws -> Colour {
            let text = try #require(style.firstMatch(of: try Regex("--\(name): (#[0-9a-f]{6})"))?.output[1].substring)
            return try #require(Colour(hex: String(text)))
        }
        let ground = try value("ground")
        #expect(ground == Colour(hex: background))
        // Grey of this kind allows no more than 5.3, whatever the ink.
        #expect(
            try value("ink").contrast(with: ground)
                >= (background.hasPrefix("#8") || background.hasPrefix("#7") ? 4.5 : 7))
        #expect(try value("accent").contrast(with: ground) >= 4.5)
        #expect(try value("soft").contrast(with: ground) >= 4.5)
        #expect(try value("on-accent").contrast(with: try value("accent")) >= 4.5)
    }

    @Test(arguments: ["red", "#fff", "#12345g", "", "#1234567"]) func `What is no colour is none`(text: String) {
        #expect(Colour(hex: text) == nil)
    }
}
