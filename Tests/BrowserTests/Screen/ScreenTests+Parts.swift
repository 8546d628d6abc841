import Rigs
import Testing

/// What the page asks of the booth, and what stands below the codes.
extension ScreenTests {
    @Test func `A page that nobody sees follows nothing, and is right when it is seen again`() async throws {
        try await browser.resize(1_080, 1_920)
        try await open()
        try await show(.named("consent"))
        let page = try await browser.openTab()
        // That nobody reads any more is known when something is said.
        while booth.following > 0 {
            booth.show(.named("consent"))
            await Task.yield()
        }
        let revision = booth.show(.named("share"))
        try await browser.closeTab()
        try await browser.turn(to: page)
        try await browser.wait(until: "document.documentElement.dataset.revision === '\(revision)'")
        #expect(booth.following == 1)
    }

    @Test(arguments: sizes) func `Lines below the codes have room`(wide: Int, high: Int) async throws {
        try await browser.resize(wide, high)
        try await open("pseudo")
        try await show(.named("share-sent"))
        #expect(try await browser.crowded() == [])
    }

    @Test func `The large picture shows the look that is chosen, and no other`() async throws {
        try await browser.resize(1_080, 1_920)
        try await open()
        try await show(.named("effect"))
        try await browser.act(
            """
            window.asked = [];
            const ask = window.fetch;
            window.fetch = (address, ...rest) => {
              const choice = /^\\/api\\/live\\?.*choice=(\\d)/.exec(address)?.[1];
              if (choice) asked.push(choice);
              return ask(address, ...rest);
            };
            document.querySelectorAll("[data-action=choose]")[2].click();
            """)
        try await browser.wait(until: "asked.length > 13")
        let asked: [String] = try await browser.run("return asked.slice(1, 13)")
        #expect(Set(asked) == ["1", "2", "3", "4"], "all looks are shown beside each other")
        #expect(zip(asked, asked.dropFirst()).allSatisfy { $0 == "3" || $1 == "3" }, "\(asked)")
    }
}
