import Engine
import Foundation
import Rigs
import Work

/// Fingers, and nothing else.
struct Touch: Hands {
    /// How often each button is touched in quick succession.
    var times = 1
    /// Whether pictures are taken anew as long as that is offered.
    var retakes = true

    func look(in browser: Browser) async throws { try await browser.touch(x: 640, y: 300) }

    func goOn(from screen: String, of view: OperatorView, in browser: Browser) async throws {
        switch screen {
        case "layout", "effect":
            try await tap(".tile", index: 1, in: browser)
            try await tap(Self.way, times: times, in: browser)
        case "review" where retakes && view.step?.retakesLeft ?? 0 > 0:
            try await tap("[data-action=retake]", times: times, in: browser)
        case "select":
            for index in [2, 0] { try await tap(".shot", index: index, in: browser) }
            try await tap(Self.way, times: times, in: browser)
        case "draw":
            try await tap(".swatch", index: 1, in: browser)
            let box: [Double] = try await browser.run(
                "const box = document.querySelector('canvas').getBoundingClientRect(); return [box.left, box.top, box.width, box.height]"
            )
            try await browser.stroke([0.3, 0.4, 0.6].map { (box[0] + $0 * box[2], box[1] + $0 * box[3]) })
            try await tap(Self.way, times: times, in: browser)
        case "survey": try await answer(view, in: browser)
        case "email":
            try await type("an", in: browser)
            try await tap(".chip", in: browser)
            try await tap(Self.way, times: times, in: browser)
        case "phone":
            try await type("017012", in: browser)
            try await tap(Self.way, times: times, in: browser)
        case "copies":
            try await tap(".round", index: 1, in: browser)
            try await tap(Self.way, times: times, in: browser)
        case "attract", "consent", "review", "motion", "share", "thanks":
            try await tap(Self.way, times: times, in: browser)
        default: throw Walker.Lost(description: "nothing can be touched on \(screen): \(view.guest)")
        }
    }

    private static let way = "[data-action=next]"

    private func answer(_ view: OperatorView, in browser: Browser) async throws {
        if view.step?.hasStars == true {
            try await tap(".starred", index: 3, times: times, in: browser)
        } else if view.step?.choices.isEmpty == false {
            try await tap(".answer", index: 1, times: times, in: browser)
        } else {
            try await type("hi", in: browser)
            try await tap(Self.way, times: times, in: browser)
        }
    }

    private func type(_ text: String, in browser: Browser) async throws {
        let keys: [[Double]] = try await browser.run(
            """
            return [..."\(text)"].map((letter) => {
              const box = [...document.querySelectorAll(".key")].find((one) => one.textContent.toLowerCase() === letter).getBoundingClientRect();
              return [box.left + box.width / 2, box.top + box.height / 2];
            });
            """)
        for key in keys { try await browser.touch(x: key[0], y: key[1]) }
    }

    /// A finger on an element that lies open there: on its left half or its right one, whichever was not touched last, as a second touch at
    /// once in the same spot belongs to the first.
    func tap(_ selector: String, index: Int = 0, times: Int = 1, in browser: Browser) async throws {
        let place: [Double] = try await browser.runAsync(
            """
            const one = document.querySelectorAll(`\(selector)`)[\(index)];
            if (!one) return [];
            const box = one.getBoundingClientRect(), screen = document.querySelector(".screen"), last = window.lastTouch;
            const isFar = (x, y) => !last || last.screen === screen || Math.hypot(last.x - x, last.y - y) > 45;
            const y = box.top + box.height / 2, all = [0.5, 0.2, 0.8].map((share) => box.left + share * box.width);
            const x = all.find((x) => isFar(x, y)) ?? all[0];
            if (!isFar(x, y)) await new Promise((done) => setTimeout(done, Math.max(0, last.at + 300 - performance.now())));
            window.lastTouch = { screen, x, y, at: performance.now() };
            return one.contains(document.elementFromPoint(x, y)) ? [x, y] : [x, y, 0];
            """)
        guard place.count == 2 else {
            throw Walker.Lost(
                description: "\(selector) (\(index)) \(place.isEmpty ? "is not there" : "lies under something")")
        }
        // By these times a second touch comes so soon after the first, however busy this machine is.
        let begin = Date().timeIntervalSince1970
        for number in 0..<times {
            let time = begin + Double(number) * 0.03
            let down: [String: Any] = [
                "type": "touchStart", "touchPoints": [["x": place[0], "y": place[1]]], "timestamp": time,
            ]
            let up: [String: Any] = ["type": "touchEnd", "touchPoints": [[String: Double]](), "timestamp": time + 0.01]
            for event in [down, up] { try await browser.tell("Input.dispatchTouchEvent", event) }
        }
    }
}
