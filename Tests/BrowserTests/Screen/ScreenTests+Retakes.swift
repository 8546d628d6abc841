import Rigs
import Testing

/// Pictures are taken anew: one, or all.
extension ScreenTests {
    /// Everything that was asked of the booth about the pictures: the values of `retake`, "all" for none.
    private var retakes: [String] {
        booth.commands.filter { $0["command"] as? String == "retake" }.map { $0["value"] as? String ?? "all" }
    }

    private static let way = "document.querySelector('[data-action=retake]')"

    @Test(arguments: [(1_920, 1_080), (1_080, 1_920), (800, 480)], ["review", "review-strip", "review-postcard"])
    func `One picture of the print is chosen by touch, and only that one is taken anew`(
        size: (Int, Int), scene: String
    ) async throws {
        try await browser.resize(size.0, size.1)
        try await open()
        try await show(.named(scene))
        try await browser.wait(until: "document.querySelectorAll('.pick').length >= 3")
        let whole: String = try await browser.run("return \(Self.way).textContent")
        try await browser.tap(".pick", index: 1)
        try await browser.wait(until: "document.querySelectorAll('.pick')[1].matches('[aria-pressed=true]')")
        #expect(try await browser.run("return \(Self.way).textContent") != whole)
        #expect(try await browser.crowded() == [])
        try await ScreenStage.current.keepPicture("\(scene)-picked-en-\(size.0)x\(size.1)")
        // Choosing takes nothing yet.
        #expect(retakes == [])
        try await browser.tap("[data-action=retake]")
        try await waitForCommands(1) { $0["command"] as? String == "retake" }
        #expect(retakes == ["2"])
        #expect(
            (booth.commands.last { $0["command"] as? String == "retake" }?["at"] as? [String: Any])?["session"]
                as? String
                == "s1")
    }

    @Test func `All pictures are taken anew by one press, also after a choice was taken back`() async throws {
        try await browser.resize(1_280, 800)
        try await open()
        try await show(.named("review"))
        try await browser.tap("[data-action=retake]")
        try await waitForCommands(1) { $0["command"] as? String == "retake" }
        #expect(retakes == ["all"])
        booth.forget()
        try await show(.named("review"))
        for isChosen in [true, false] {
            try await browser.tap(".pick", index: 2)
            try await browser.wait(
                until: "document.querySelectorAll('.pick[aria-pressed=true]').length === \(isChosen ? 1 : 0)")
        }
        try await browser.tap("[data-action=retake]")
        try await waitForCommands(1) { $0["command"] as? String == "retake" }
        #expect(retakes == ["all"])
    }

    @Test func `One picture is chosen and taken anew by keys alone`() async throws {
        try await browser.resize(1_280, 800)
        try await open()
        try await show(.named("review"))
        for _ in 0..<12 {
            if try await browser.run("return document.activeElement.matches('.pick')") { break }
            try await browser.press("ArrowDown")
        }
        try await browser.press("ArrowRight")
        #expect(
            try await browser.run("return [...document.querySelectorAll('.pick')].indexOf(document.activeElement)") == 1
        )
        try await browser.act("document.activeElement.click()")
        try await browser.press("Backspace")
        try await waitForCommands(1) { $0["command"] as? String == "retake" }
        #expect(retakes == ["2"])
    }

    @Test func `Pictures that the print leaves out are counted, too`() async throws {
        try await open()
        let view = Scene.named("review").withCaptures([false, true, true, true, true])
        try await show(view)
        try await browser.tap(".pick", index: 1)
        try await browser.tap("[data-action=retake]")
        try await waitForCommands(1) { $0["command"] as? String == "retake" }
        #expect(retakes == ["3"])
    }

    @Test func `Without retakes, and with a single picture, there is nothing to choose`() async throws {
        try await open()
        try await show(Scene.named("review").with { ["retakesLeft": 0] })
        #expect(try await browser.run("return document.querySelectorAll('.pick, [data-action=retake]').length") == 0)
        try await show(Scene.named("review").withCaptures([true]))
        #expect(try await browser.run("return document.querySelectorAll('.pick').length") == 0)
        #expect(try await browser.run("return document.querySelectorAll('[data-action=retake]').length") == 1)
    }
}
