import Rigs
import Testing

extension BrowserTests {
    @Test func `Single files are chosen in the gallery and deleted, with what will go in numbers before`() async throws
    {
        for effect in ["sepia", "black-and-white"] {
            try await stage.booth("sessions", "rerun", "party", "1", "--effect", effect)
        }
        try await browser.resize(1_280, 800)
        try await stage.open("gallery")
        let items = "[...document.querySelectorAll('.item a[href*=\"Effects\"]')].map((one) => one.parentElement)"
        let count: Int = try await browser.run("return \(items).length")
        #expect(count == 2)
        try await browser.act("for (const one of \(items)) one.querySelector('input').click()")
        try await browser.wait(until: "!document.querySelector('.selection').hidden")
        // What concerns whole sessions is not offered for their files.
        #expect(
            try await browser.run("return document.querySelectorAll('.selection .of-sessions:not([hidden])').length")
                == 0)
        try await browser.act("document.querySelector('.selection .danger').click()")
        try await browser.wait(until: "document.querySelector('dialog[open]')")
        let words: String = try await browser.run("return document.querySelector('dialog').textContent")
        #expect(words.contains("Delete 2 files") && words.contains("This deletes 2 files"), "\(words)")
        try await stage.examine("ask-files")
        try await browser.resize(1_280, 800)
        try await browser.act("document.querySelector('dialog .main').click()")
        try await browser.wait(until: "!document.querySelector('dialog') && \(items).length === 0")
        // The files go from the page as soon as they are gone; the job that deleted them is done a moment later.
        try await browser.wait(until: "document.querySelector('.selection').hidden")
    }

    @Test func `What stands in place of a page looks like one`() async throws {
        try await stage.open("status")
        let origin: String = try await browser.run("return location.origin")
        for (place, status) in [("/nowhere", "404"), ("/login/used", "403")] {
            try await browser.open(origin + place)
            #expect(try await browser.run("return getComputedStyle(document.querySelector('main')).display") == "grid")
            try await stage.examine("notice-\(status)", allowing: status)
        }
    }
}
