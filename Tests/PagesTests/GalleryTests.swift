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
        #expect(names("") == ["icon.svg", "index.html", "page.css", "token1"])
        #expect(names("token1") == ["animation-1.gif", "index.html", "page.css", "picture-1.jpg"])
        #expect(try text("token1/picture-1.jpg") == "a.jpg")
        let html = try text("token1/index.html")
        #expect(html.contains("<img src=\"picture-1.jpg\" alt=\"Your picture\">"))
        #expect(html.contains("<h1>Emma &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Noah&quot;</h1>"))
        #expect(html.contains("download=\"Emma &quot;2&quot;.gif\""))
        #expect(try !text("index.html").contains("token1"))
    }

    @Test func `What a page had before and has no more goes, and what is right stays untouched`() throws {
        try gallery.open(page)
        try gallery.write(page, files: files, token: "token1")
        let path = folder + "/out/token1/picture-1.jpg"
        try Data("A.JPG".utf8).write(to: URL(filePath: path))
        var less = page
        less.items.removeLast()
        try gallery.write(less, files: [files[0]], token: "token1")
        #expect(names("token1") == ["index.html", "page.css", "picture-1.jpg"])
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
        #expect(names("") == ["icon.svg", "index.html", "mine", "page.css", "token2", "token3"])
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
        #expect(names("") == ["icon.svg", "index.html", "page.css"])
    }

    @Test func `A file that is missing is named, and leaves no page that shows it`() throws {
        try gallery.open(page)
        let missing = folder + "/none.jpg"
        #expect(throws: PagesError.file(.missing(path: missing))) {
            try gallery.write(page, files: [GalleryFile(missing, as: "picture-1.jpg")], token: "token1")
        }
        #expect(names("token1") == [])
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
}
