import Faults
import Files
import Foundation
import Testing

@testable import Pages

@Suite final class GalleryTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: "gallery-\(UUID().uuidString)").path
    let words: Words
    var gallery: Gallery { Gallery(folder: folder + "/out", event: "event-1", words: words) }

    init() throws {
        words = try Words(locale: "en", in: SearchPath([WordsTests.shipped]))
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in ["a.jpg", "b.gif"] { try Data(name.utf8).write(to: URL(filePath: folder + "/" + name)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private let page = GuestPage(
        event: "Emma <script>alert(1)</script> & \"Noah\"", date: "14 June 2026",
        items: [
            .init(.picture, file: "picture-1.jpg", savedAs: "Emma 1.jpg"),
            .init(.animation, file: "animation-1.gif", savedAs: "Emma \"2\".gif"),
        ])
    private var files: [GalleryFile] {
        [.init(folder + "/a.jpg", as: "picture-1.jpg"), .init(folder + "/b.gif", as: "animation-1.gif")]
    }

    private func names(_ path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/out/" + path)) ?? []).sorted()
    }
    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: folder + "/out/" + path, encoding: .utf8)
    }

    @Test func `A link has a folder with its page and its files`() throws {
        try gallery.open(page)
        try gallery.write(page, files: files, token: "token1")
        #expect(names("") == ["index.html", "token1"])
        #expect(names("token1") == ["animation-1.gif", "index.html", "picture-1.jpg"])
        #expect(try text("token1/picture-1.jpg") == "a.jpg")
        let html = try text("token1/index.html")
        #expect(html.contains("<img src=\"picture-1.jpg\" alt=\"Your picture\">"))
        #expect(html.contains("<h1>Emma &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Noah&quot;</h1>"))
        #expect(html.contains("download=\"Emma &quot;2&quot;.gif\""))
        #expect(try !text("index.html").contains("token1"))
    }

    /// The hash of the style is the one that the page allows; nothing else may be loaded or run.
    @Test func `Nothing but the page's own pictures is loaded, and no script runs`() throws {
        let html = page.html(words, generator: "x")
        let policy = try #require(html.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)).1
        #expect(policy.hasPrefix("default-src 'none'; img-src 'self'; media-src 'self'; style-src 'sha256-"))
        let style = try #require(html.firstMatch(of: /(?s)<style>(.*)<\/style>/)).1
        let hash = ContentHash(of: Array(style.utf8)).description
        let bytes = stride(from: 0, to: 64, by: 2).map { start in
            let from = hash.index(hash.startIndex, offsetBy: start)
            return UInt8(hash[from...hash.index(after: from)], radix: 16)!
        }
        #expect(policy.contains("'sha256-\(Data(bytes).base64EncodedString())'"))
        #expect(html.firstMatch(of: /(?i)<script|\son[a-z]+=|style=|https?:|javascript:/) == nil)
    }

    @Test func `What a page had before and has no more goes, and what is right stays untouched`() throws {
        try gallery.open(page)
        try gallery.write(page, files: files, token: "token1")
        let path = folder + "/out/token1/picture-1.jpg"
        try Data("A.JPG".utf8).write(to: URL(filePath: path))
        var less = page
        less.items.removeLast()
        try gallery.write(less, files: [files[0]], token: "token1")
        #expect(names("token1") == ["index.html", "picture-1.jpg"])
        #expect(try text("token1/picture-1.jpg") == "A.JPG", "a name stands for a content")
    }

    @Test func `Pages of links that ended go, and others' folders stay`() throws {
        try gallery.open(page)
        for token in ["token1", "token2"] { try gallery.write(page, files: files, token: token) }
        let other = Gallery(folder: folder + "/out", event: "event-2", words: words)
        try other.open(page)
        try other.write(page, files: files, token: "token3")
        try FileManager.default.createDirectory(atPath: folder + "/out/mine", withIntermediateDirectories: true)
        #expect(try gallery.removeOthers(than: ["token2"]) == ["token1"])
        #expect(names("") == ["index.html", "mine", "token2", "token3"])
    }

    @Test func `Somebody's own page at the door stays`() throws {
        try FileManager.default.createDirectory(atPath: folder + "/out", withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: URL(filePath: folder + "/out/index.html"))
        try gallery.open(page)
        #expect(try text("index.html") == "mine")
    }

    @Test(arguments: ["..", "../x", "a/b", "", ".hidden", "a b"])
    func `A token that is no name of a folder is refused`(token: String) throws {
        try gallery.open(page)
        #expect(throws: PagesError.badToken(token)) { try gallery.write(page, files: files, token: token) }
        #expect(names("") == ["index.html"])
    }

    @Test func `A file that is missing is named, and leaves no page that shows it`() throws {
        try gallery.open(page)
        let missing = folder + "/none.jpg"
        #expect(throws: PagesError.file(.missing(path: missing))) {
            try gallery.write(page, files: [GalleryFile(missing, as: "picture-1.jpg")], token: "token1")
        }
        #expect(names("token1") == [])
    }

    @Test func `A picture may be shown by a smaller one, with its size`() throws {
        let shot = GuestPage.Item(
            .original, file: "original-1.jpg", preview: "small-1.jpg", savedAs: "x 1.jpg",
            size: .init(width: 9, height: 6))
        let html = GuestPage(event: "x", date: "", items: [shot]).html(words, generator: "x")
        #expect(
            html.contains(
                "<a href=\"original-1.jpg\" download=\"x 1.jpg\"><img src=\"small-1.jpg\" alt=\"Picture 1 of 1\" "
                    + "width=\"9\" height=\"6\" loading=\"lazy\"></a>"))
    }

    @Test func `A file that is made is made once, and why it cannot be is told`() throws {
        try gallery.open(page)
        let made = [GalleryFile(as: "picture-1.jpg") { Array("small".utf8) }]
        try gallery.write(page, files: made, token: "token1")
        #expect(try text("token1/picture-1.jpg") == "small")
        let broken = [GalleryFile(as: "picture-1.jpg") { throw FilesError.missing(path: "x") }]
        try gallery.write(page, files: broken, token: "token1")
        #expect(throws: PagesError.picture(FilesError.missing(path: "x").report)) {
            try gallery.write(page, files: broken, token: "token2")
        }
        #expect(names("token2") == [])
    }

    @Test func `A session without pictures says so, and two pictures are counted`() throws {
        let empty = GuestPage(event: "x", date: "", items: []).html(words, generator: "x")
        #expect(empty.contains(words["gallery.empty"]) && !empty.contains(words["gallery.hint"]))
        let two = GuestPage(
            event: "x", date: "",
            items: [.init(.picture, file: "1", savedAs: "1"), .init(.picture, file: "2", savedAs: "2")]
        ).html(words, generator: "x")
        #expect(two.contains("alt=\"Picture 2 of 2\""))
    }
}
