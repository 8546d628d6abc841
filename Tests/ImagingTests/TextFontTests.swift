import Foundation
import Imaging
import Testing

@Suite struct TextFontTests {
    private func folder() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "text fonts \(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }

    private func draw(_ font: Font, _ text: String = "Rag") throws -> TextBlock {
        try TextBlock(text, style: TextStyle(font: font), width: 300, height: 100)
    }

    private func file(of font: Font) throws -> String { try #require(try draw(font).fontFiles.first) }

    @Test(arguments: ["No Such Family", "Helvetica Neue 77", "", "Lato,Serif"])
    func `a family that is not installed is an error, not another font`(family: String) throws {
        let expected: ImagingError =
            family.isEmpty
            ? .invalidText(reason: "the font has neither a family nor a file") : .missingFont(name: family, path: nil)
        #expect(throws: expected) { try draw(Font(family: family)) }
    }

    @Test(arguments: ["sans-serif", "serif", "monospace", "Sans", "lato", "LATO"])
    func `generic names stand for what the desktop has, and case does not matter`(family: String) throws {
        #expect(try !draw(Font(family: family)).fontFiles.isEmpty)
    }

    @Test func `weights and italics are fonts of the family`() throws {
        let regular = try draw(lato)
        let bold = try draw(Font(family: "Lato", weight: 700))
        let italic = try draw(Font(family: "Lato", italic: true))
        #expect(Set([regular, bold, italic].flatMap(\.fontFiles)).count == 3)
        #expect(try bold.mass.total > regular.mass.total * 1.2)
        #expect(try file(of: Font(family: "Lato Black")) == file(of: Font(family: "Lato", weight: 900)))
    }

    @Test func `a font file needs no installation and shadows nothing`() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let installed = try draw(lato)
        // A bold face under a name that says otherwise, which an installed family of that name must not win over.
        let copy = folder.appending(path: "Läto.ttf").path
        try FileManager.default.copyItem(atPath: file(of: Font(family: "Lato", weight: 900)), toPath: copy)
        let own = try draw(Font(family: "Lato", file: copy))
        #expect(own.fontFiles == [copy])
        #expect(try own.bytes == draw(Font(family: "Lato", weight: 900)).bytes)
        #expect(try draw(lato).bytes == installed.bytes)
        #expect(try draw(lato).fontFiles == installed.fontFiles)
    }

    @Test func `a font file that was replaced is read again`() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "font.ttf").path
        var drawn: [[UInt8]] = []
        for family in ["Lato", "DejaVu Serif", "Lato"] {
            try? FileManager.default.removeItem(atPath: path)
            try FileManager.default.copyItem(atPath: file(of: Font(family: family)), toPath: path)
            drawn.append(try draw(Font(file: path)).bytes)
        }
        #expect(drawn[0] == drawn[2])
        #expect(try drawn[0] == draw(lato).bytes)
        #expect(try drawn[1] == draw(Font(family: "DejaVu Serif")).bytes)
    }

    @Test func `more font files than are kept at a time all work`() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = try file(of: lato)
        let expected = try draw(lato).bytes
        for index in 0..<9 {
            let path = folder.appending(path: "\(index).ttf").path
            try FileManager.default.copyItem(atPath: source, toPath: path)
            #expect(try draw(Font(file: path)).bytes == expected)
        }
        #expect(try draw(Font(file: folder.appending(path: "0.ttf").path)).bytes == expected)
    }

    @Test func `a file that is no font is an error that names it`() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = folder.appending(path: "notes.ttf").path
        try "not a font".write(toFile: text, atomically: true, encoding: .utf8)
        let torn = folder.appending(path: "torn.ttf").path
        let whole = try Data(contentsOf: URL(filePath: try file(of: lato)))
        try whole.prefix(300).write(to: URL(filePath: torn))
        let pipe = folder.appending(path: "pipe.ttf").path
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [text, torn, pipe, folder.path, folder.path + "/absent.ttf"] {
            let name = path.split(separator: "/").last.map(String.init) ?? ""
            #expect(throws: ImagingError.missingFont(name: name, path: path)) { try draw(Font(file: path)) }
        }
    }

    @Test func `glyphs that the font lacks come from others, and those files are named`() throws {
        let block = try draw(lato, "A ☎")
        #expect(block.missingGlyphs.isEmpty && block.lackedLetters.isEmpty && block.substitutes.isEmpty)
        #expect(block.fontFiles.count == 2)
        #expect(block.fontFiles == block.fontFiles.sorted())
    }

    @Test(arguments: [
        ("Dvořák", "ř"), ("Łukasz & Anna ❤", "Ł"), ("Nguyễn", "ễ"), ("Nguye\u{302}\u{303}n", "ễ"),
        ("Θεόδωρος", "Θεόδωρος"),
        ("Anna – ‚Ben‘ Ğ", "Ğ"), ("Anna שלום", "שלום"),
    ])
    func `one font shows a text of which the own one lacks letters`(text: String, lacked: String) throws {
        let script = Font(family: "Dancing Script")
        let block = try draw(script, text)
        #expect(Set(block.lackedLetters) == Set(lacked) && block.missingGlyphs.isEmpty)
        #expect(!block.substitutes.isEmpty && !block.substitutes.contains(","))
        let own = try file(of: script)
        #expect(!block.fontFiles.contains(own), "none of it is left in the font that lacks some")
        // What no letter of is lacked stays.
        let plain = try draw(script, "Anna – ‚Ben‘ é ❤")
        #expect(plain.lackedLetters.isEmpty && plain.substitutes.isEmpty && plain.fontFiles.contains(own))
    }

    @Test func `where no font has all of a text, each word is of one font`() throws {
        // Thai and Czech; the first word is all in the own font.
        let block = try draw(Font(family: "Dancing Script"), "Anna Dvořák สวัสดี")
        #expect(block.missingGlyphs.isEmpty && block.substitutes.split(separator: ", ").count == 2)
        #expect(block.fontFiles.count == 3)
        let two = try draw(Font(family: "Dancing Script"), "Dvořák สวัสดี")
        #expect(two.substitutes == block.substitutes)
    }

    @Test func `characters that no font has are left out and reported once`() throws {
        let block = try draw(lato, "a\u{10FFFD}b\u{10FFFC}\u{10FFFD}")
        #expect(block.missingGlyphs == ["\u{10FFFD}", "\u{10FFFC}"])
        #expect(try block.bytes == draw(lato, "ab").bytes)
        let nothing = try draw(lato, "\u{10FFFD}")
        #expect(nothing.image == nil)
        #expect(nothing.missingGlyphs == ["\u{10FFFD}"])
    }

    /// What a font file lacks comes from the folder beside it and from nothing that is installed.
    @Test func `a folder to fall back on closes the door to installed fonts`() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let fallback = folder.appending(path: "fallback").path
        try FileManager.default.createDirectory(atPath: fallback, withIntermediateDirectories: true)
        let own = folder.appending(path: "Lato.ttf").path
        try FileManager.default.copyItem(atPath: file(of: lato), toPath: own)
        let font = Font(file: own, fallback: fallback)
        let text = "Ra שלום"
        #expect(try draw(Font(file: own), text).missingGlyphs.isEmpty, "installed fonts have it")
        #expect(try !draw(font, text).missingGlyphs.isEmpty)
        let hebrew = fallback + "/001-hebrew.ttf"
        try FileManager.default.copyItem(
            atPath: #require(draw(Font(family: "Noto Serif Hebrew"), "ש").fontFiles.first), toPath: hebrew)
        let drawn = try draw(font, text)
        #expect(drawn.missingGlyphs.isEmpty && drawn.fontFiles == [own, hebrew].sorted())
        // One that comes later and has the same letters changes nothing.
        try FileManager.default.copyItem(
            atPath: file(of: Font(family: "DejaVu Sans")), toPath: fallback + "/002-dejavu.ttf")
        #expect(try draw(font, text).bytes == drawn.bytes)
        #expect(try draw(font, "Ra ☎").fontFiles == [own, fallback + "/002-dejavu.ttf"].sorted())
    }
}
