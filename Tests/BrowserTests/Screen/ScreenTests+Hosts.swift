import Rigs
import Testing

/// The people who run the booth come in at the guests' screen.
extension ScreenTests {
    @Test(arguments: ["stopped", "closed"], [(1_080, 1_920), (800, 480)])
    func `Hosts come in by their PIN, and open the booth`(scene: String, size: (Int, Int)) async throws {
        try await browser.resize(size.0, size.1)
        try await open()
        try await show(.named(scene))
        let heading: String = try await browser.run("return document.querySelector('h1').textContent")
        try await browser.tap(".corner-way")
        try await browser.wait(until: "document.activeElement.matches('#pin')")
        #expect(try await browser.crowded() == [])
        for key in [0, 1, 2, 4] { try await browser.tap(".key", index: key) }
        try await browser.tap("[data-action=next]")
        try await browser.wait(until: "!document.querySelector('#hint').hidden")
        #expect(
            try await browser.run("return document.querySelector('#hint').textContent")
                == ScriptedBooth.words("en")["screen.pinWrong"])
        #expect(try await browser.run("return document.querySelector('#pin').value") == "")
        for key in 0..<4 { try await browser.tap(".key", index: key) }
        try await browser.tap("[data-action=next]")
        try await browser.wait(until: "document.querySelector('[data-action=start]')")
        #expect(try await browser.crowded() == [])
        #expect(try await browser.run("return document.documentElement.outerHTML.includes('1234')") == false)
        let ways: [String] = try await browser.run(
            "return [...document.querySelectorAll('.hosts-ways a')].map((one) => one.getAttribute('href'))")
        #expect(ways == ["/operator/status", "/operator/doctor", "/operator/sessions"])
        try await browser.tap("[data-action=start]")
        try await waitForCommands(1) { $0["command"] as? String == "start" }
        try await browser.tap("[data-action=back]")
        try await browser.wait(until: "document.querySelector('.corner-way')")
        #expect(try await browser.run("return document.querySelector('h1').textContent") == heading)
        // The refused PIN.
        #expect(try await browser.complaints().allSatisfy { $0.contains("403") })
    }
}
