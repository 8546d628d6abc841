import Engine
import Rigs
import Sessions
import Testing
import Work

extension Walks {
    @Suite struct FilmedTests {
        @Test func `Guests are filmed, and see first a still of their film and then the film itself`() async throws {
            let event = try WalkedEvent(shipped: "boomerang", layout: "boomerang")
            try await Walks.screen(of: event) { walker in
                let (booth, browser) = (walker.booth, walker.browser)
                try await walker.hands.goOn(from: "attract", of: booth.view, in: browser)
                _ = try await booth.time.passing {
                    try await booth.until("the recording") { $0.step?.word == "boomerang" && $0.step?.deadline != nil }
                }
                #expect(try await walker.shown() == "filming")
                #expect(
                    try await browser.run("return document.querySelectorAll('.is-recording canvas.live').length") == 1)
                _ = try await booth.time.passing { try await booth.until("the link") { $0.step?.word == "share" } }
                try await booth.until("the still") { $0.guest.session?.preview != nil }
                try await browser.wait(
                    until: "document.querySelector('.print .composed') || document.querySelector('video')")
                try await booth.until("the film") { $0.guest.session?.motion != nil }
                try await browser.wait(
                    until: "document.querySelector('video.moving')?.readyState > 2 && !document.querySelector('.print')"
                )
                let size = try await browser.run(
                    "const film = document.querySelector('video.moving'); return [film.videoWidth, film.videoHeight]",
                    as: [Int].self)
                #expect(size == [1_080, 1_920])
                let fits = try await browser.run(
                    "const box = document.querySelector('video.moving').getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight && box.height > 0.6 * innerHeight",
                    as: Bool.self)
                #expect(fits)
                let session = try #require(try await booth.engine.record.active())
                #expect(session.selectedCaptures.isEmpty && session.clips.count == 1 && session.motion != nil)
            }
        }
    }
}
