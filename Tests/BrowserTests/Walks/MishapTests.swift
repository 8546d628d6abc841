import Engine
import Foundation
import Rigs
import Sessions
import Testing
import Work

extension Walks {
    /// Hands that are too quick, screens that are too many, clocks that jump, lines that lose.
    @Suite struct MishapTests {
        @Test(.long) func `A button that is touched twice is one command`() async throws {
            let event = try WalkedEvent()
            try await Walks.screen(of: event, hands: Touch(times: 2), byLine: true) { walker in
                let screens = try await walker.visit()
                #expect(screens.count == 22 && screens.last == "thanks", "\(screens)")
                let session = try #require(
                    try await walker.booth.engine.record.sessions().first { $0.state == .finished })
                #expect(session.endReason == .completed && session.captures.count == 6)
                #expect(session.inputs.map(\.value) == ["yes", "blue", "4", "Hi", "an@gmail.com", "017012"])
                // No second command has even come to the booth.
                let heard = try #require(walker.line).heard
                #expect(!heard.contains("HTTP/1.1 409"))
            }
        }

        @Test(.long) func `Two screens before one booth are both right, whoever touches`() async throws {
            let event = try WalkedEvent()
            let other = try await Browser.ofScreen()
            do {
                try await Walks.screen(of: event) { first in
                    let second = Walker(booth: first.booth, browser: other, hands: Keyboard())
                    try await second.open()
                    try await alternate(first, second)
                }
            } catch {
                await other.close()
                throw error
            }
            await other.close()
        }

        private func alternate(_ first: Walker, _ second: Walker) async throws {
            let booth = first.booth
            var (place, turn) = (Place?.none, 0)
            while true {
                let view = try await booth.rest(after: place)
                var screens: [String] = []
                for walker in [first, second] {
                    if try await walker.shown() == "capture" {
                        try await walker.hands.look(in: walker.browser)
                        try await walker.browser.wait(until: "document.documentElement.dataset.screen !== 'capture'")
                    }
                    screens.append(try await walker.screen)
                }
                let screen = screens[0]
                #expect(screen == screens[1], "\(view.guest)")
                if screen == "attract", turn > 0 { return }
                (place, turn) = (view.place, turn + 1)
                guard turn < 60 else { throw Walker.Lost(description: "a visit without an end") }
                if screen == "countdown" {
                    booth.pass()
                } else if ["consent", "share"].contains(screen) {
                    // Both at once, which is one step on.
                    async let one: Void = first.hands.goOn(from: screen, of: view, in: first.browser)
                    async let two: Void = second.hands.goOn(from: screen, of: view, in: second.browser)
                    _ = try await (one, two)
                    let next = try await booth.rest(after: view.place)
                    #expect(next.step?.index == (view.step?.index ?? 0) + 1)
                } else {
                    let walker = turn % 2 == 0 ? first : second
                    try await walker.hands.goOn(from: screen, of: view, in: walker.browser)
                }
            }
        }

        /// Milliseconds.
        @Test(.long, arguments: [3_600_000, -3_600_000])
        func `Digits stay right when the booth's clock is set, or the browser's`(jump: Int) async throws {
            let steps = #"{"step":"attract"},{"step":"countdown","seconds":40},{"step":"capture","shots":2}"#
            let event = try WalkedEvent(steps: steps)
            try await Walks.screen(of: event) { walker in
                let (booth, browser) = (walker.booth, walker.browser)
                try await browser.withScript(
                    """
                    window.ahead = 0;
                    const Real = Date;
                    window.Date = class extends Real {
                      constructor(...all) { super(...(all.length ? all : [Real.now() + window.ahead])); }
                      static now() { return Real.now() + window.ahead; }
                    };
                    """
                ) {
                    try await walker.open()
                    try await booth.lead(to: "countdown")
                    try await walker.look(at: "countdown")
                    // The page's clock goes on while that of the booth stands still.
                    let digits = "Number(document.querySelector('.digit').textContent)"
                    try await browser.wait(until: "\(digits) > 30 && \(digits) <= 40")
                    try await browser.act("window.ahead = \(jump)")
                    try await browser.wait(until: "\(digits) > 25 && \(digits) <= 40")
                    booth.time.setWall(booth.time.wall + jump)
                    booth.time.advance(by: .seconds(2))
                    try await browser.wait(until: "\(digits) > 20 && \(digits) <= 38")
                    let isSeen: Bool = try await browser.run(
                        "return document.querySelector('.count').checkVisibility()")
                    #expect(isSeen)
                    booth.pass()
                    try await booth.until("the picture") { $0.session?.captures.count == 1 }
                    try await walker.look(at: "countdown")
                }
            }
        }

        @Test(.long) func `A picture is looked at no longer because the clock was set back`() async throws {
            let event = try WalkedEvent()
            try await Walks.screen(of: event) { walker in
                let booth = walker.booth
                try await booth.lead(to: "capture")
                try await walker.look(at: "capture")
                try await booth.lead(to: "preview")
                try await walker.awaitScreen("capture")
                booth.time.setWall(booth.time.wall - 3_600_000)
                booth.time.advance(by: .seconds(1))
                try await walker.awaitScreen("review")
            }
        }

        @Test(.long) func `Where three of ten requests are lost the visit still comes to its end`() async throws {
            let event = try WalkedEvent()
            try await Walks.screen(of: event, byLine: true) { walker in
                let line = try #require(walker.line)
                line.lose(0.3)
                let screens = try await walker.visit()
                line.lose(0)
                #expect(line.lost > 10)
                #expect(screens.last == "thanks" && screens.count >= 22, "\(screens)")
                let session = try #require(
                    try await walker.booth.engine.record.sessions().first { $0.state == .finished })
                #expect(session.endReason == .completed)
                #expect(session.inputs.map(\.value) == ["yes", "blue", "4", "Hi", "an@gmail.com", "017012"])
            }
        }
    }
}
