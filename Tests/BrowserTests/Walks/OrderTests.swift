import Engine
import Rigs
import Testing
import Web
import Work

extension Walks {
    /// What operators and guests order at whatever step: retake, restart, stop, start.
    @Suite struct OrderTests {
        @Test(.long) func `At every step the picture is taken anew, begun anew, stopped and begun again as ordered`()
            async throws
        {
            let event = try WalkedEvent()
            try await Walks.screen(of: event) { walker in
                let (booth, browser) = (walker.booth, walker.browser)
                for step in WalkedEvent.waiting {
                    if booth.view.step?.name != step { try await booth.lead(to: step) }
                    try await walker.look(at: step)
                    try await retake(at: step, walker)
                    var place = booth.view.place
                    try await browser.strike("r", number: 82, control: true)
                    try await booth.rest(after: place)
                    #expect(try await walker.shown() == "attract", "begun anew at \(step)")
                    try await isAlive(walker, at: step)
                    try await booth.lead(to: step)
                    try await walker.look(at: step)
                    place = booth.view.place
                    try await browser.press(.escape)
                    try await booth.until("the stop") { $0.phase == .stopped }
                    #expect(try await walker.shown() == "stopped", "stopped at \(step)")
                    try await booth.engine.perform(.start, at: nil)
                    #expect(try await walker.shown() == "attract", "begun again at \(step)")
                    try await isAlive(walker, at: step)
                }
            }
        }

        /// A touch begins a session.
        private func isAlive(_ walker: Walker, at step: String) async throws {
            let place = walker.booth.view.place
            try await walker.hands.goOn(from: "attract", of: walker.booth.view, in: walker.browser)
            try await walker.booth.rest(after: place)
            #expect(try await walker.shown() == "consent", "after \(step)")
        }

        /// Backspace takes the pictures anew where that is offered, and nowhere else.
        private func retake(at step: String, _ walker: Walker) async throws {
            let (booth, browser) = (walker.booth, walker.browser)
            let place = booth.view.place
            try await browser.press(.backspace)
            guard step == "preview" else {
                #expect(booth.view.place == place && booth.view.step?.name == step)
                #expect(try await walker.shown() == WalkedEvent.screen(at: step), "\(step)")
                return
            }
            try await booth.rest(after: place)
            #expect(try await walker.shown() == "countdown" && booth.view.step?.name == "countdown")
            try await booth.lead(to: "preview")
            try await walker.look(at: "preview")
            #expect(booth.view.step?.retakesLeft == 0)
            #expect(try await browser.run("return document.querySelectorAll('[data-action=retake]').length") == 0)
            let second = booth.view.place
            try await browser.press(.backspace)
            _ = try await walker.shown()
            #expect(booth.view.place == second)
        }

        @Test func `An operator opens the stopped booth by the PIN, on the screen itself`() async throws {
            let event = try WalkedEvent()
            let pin = OperatorPIN(folder: event.path + "/settings")
            try await offPool { try pin.set("2468") }
            try await Walks.screen(of: event) { walker in
                let (booth, browser, finger) = (walker.booth, walker.browser, Touch())
                try await booth.lead(to: "email")
                try await walker.look(at: "email")
                try await browser.press(.escape)
                try await walker.awaitScreen("stopped")
                for (digits, isRight) in [("1357", false), ("2468", true)] {
                    if try await browser.run("return !document.querySelector('#pin')") {
                        try await finger.tap(".corner-way", in: browser)
                    }
                    for digit in digits {
                        let index: Int = try await browser.run(
                            "return [...document.querySelectorAll('.key')].findIndex((one) => one.textContent === '\(digit)')"
                        )
                        try await finger.tap(".key", index: index, in: browser)
                    }
                    try await finger.tap("[data-action=next]", in: browser)
                    let told =
                        isRight
                        ? "document.querySelector('[data-action=start]')"
                        : "document.querySelector('#hint:not([hidden])')?.textContent"
                    try await browser.wait(until: told)
                    #expect(booth.view.phase == .stopped)
                }
                try await finger.tap("[data-action=start]", in: browser)
                try await booth.rest()
                try await booth.until("attract") { $0.step?.word == "attract" }
                #expect(try await walker.shown() == "attract")
                try await isAlive(walker, at: "the PIN")
            }
        }
    }
}
