import Foundation
import Glibc
import Rigs
import Work

/// The guests' screen in a browser, with what looks on in the page.
struct Screen {
    let browser: Browser
    let booth: Booth

    /// A portrait display of a booth, with motion, while `body` looks at it. What looks on in the page takes a share of a core;
    /// without `isProbed` there is nothing of it.
    static func on<Value>(
        _ booth: Booth, isProbed: Bool = true, _ body: (Screen) async throws -> Value
    ) async throws -> Value {
        let screen = Screen(browser: try await Browser(), booth: booth)
        do {
            try await screen.browser.tell(
                "Emulation.setDeviceMetricsOverride",
                ["width": 1_080, "height": 1_920, "deviceScaleFactor": 1, "mobile": false])
            try await screen.browser.tell(
                "Emulation.setTouchEmulationEnabled", ["enabled": true, "maxTouchPoints": 5])
            try await screen.open(isProbed: isProbed)
            let value = try await body(screen)
            await screen.browser.close()
            return value
        } catch {
            await screen.browser.close()
            throw error
        }
    }

    func open(isProbed: Bool = true) async throws {
        try await browser.open(booth.base)
        try await browser.wait(until: "document.documentElement.dataset.screen")
        if isProbed { try await browser.act(Self.probe) }
    }

    func wait(for screen: String, within limit: Duration = .seconds(30)) async throws {
        try await wait(until: "document.documentElement.dataset.screen === \"\(screen)\"", within: limit)
    }

    func wait(until condition: String, within limit: Duration = .seconds(30)) async throws {
        let end = ContinuousClock.now + limit
        while true {
            do { return try await browser.wait(until: condition) } catch {
                guard ContinuousClock.now < end else { throw error }
            }
        }
    }

    var name: String {
        get async throws { try await browser.run("return document.documentElement.dataset.screen ?? \"\"") }
    }

    /// Makes the page's processor so many times slower.
    func slow(down times: Int) async throws {
        try await browser.tell("Emulation.setCPUThrottlingRate", ["rate": times])
    }

    /// Touches the middle of what a selector finds and can be seen; false: nothing is there. `times` in quick succession.
    @discardableResult
    func touch(_ selector: String, times: Int = 1) async throws -> Bool {
        let place: [Double] = try await browser.run(
            """
            for (const one of document.querySelectorAll('\(selector)')) {
              const box = one.getBoundingClientRect();
              const isSeen = one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !one.disabled && box.width;
              if (isSeen) return [box.left + box.width / 2, box.top + box.height / 2];
            }
            return [];
            """)
        guard place.count == 2 else { return false }
        try await browser.touch(x: place[0], y: place[1], times: times)
        return true
    }

    /// What a guest in a hurry touches: the way on, or an answer where there is none without one.
    static let ways = ["[data-action=start]", "[data-action=accept]", "[data-action=next]", "[data-action=choose]"]
    /// Two touches of one place that come sooner are one, since the second was meant for the screen before.
    static let calm = Duration.milliseconds(300)

    func goOn(times: Int = 1) async throws {
        for way in Self.ways where try await touch(way, times: times) { return }
    }

    /// The browser's processes.
    var processes: ProcessTree { ProcessTree(of: browser.process, named: "chromium") }

    /// The canvas of the live view is the one with the most pixels that can be seen.
    static let canvas = """
        const canvasNow = () => [...document.querySelectorAll("canvas")].filter((one) => one.checkVisibility() && one.width)
          .sort((a, b) => b.width - a.width)[0];
        """

    /// Notes each touch with the first paint after it and the first screen that came of it, painted.
    private static let probe = """
        \(canvas)
        const root = document.documentElement, probe = window.probe = { taps: [] };
        addEventListener("pointerdown", (event) => {
          const canvas = canvasNow();
          const tap = { down: event.timeStamp, live: Boolean(canvas), screen: root.dataset.screen };
          probe.taps.push(tap);
          whenPainted(() => { tap.painted = performance.now(); });
        }, true);
        const whenPainted = (done) => requestAnimationFrame(() => {
          const after = new MessageChannel();
          after.port1.onmessage = done;
          after.port2.postMessage(0);
        });
        new MutationObserver(() => {
          const tap = probe.taps.at(-1);
          if (tap && !tap.answered) whenPainted(() => { tap.answered ??= performance.now(); });
        }).observe(document.querySelector("main"), { childList: true });
        """
}
