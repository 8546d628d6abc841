import Foundation
import Rigs

/// Row 5: how late the digits of a countdown are.
enum Digits {
    private struct Shown: Decodable {
        let digit: Double
        let at: Double
        let fireAt: Double
    }

    static func rows() async throws -> [Row] {
        try await Screen.on(
            Booth(
                #"{"step":"attract"},{"step":"countdown","seconds":5},{"step":"capture","interval":5},{"step":"share","timeout":0}"#,
                layout: "classic-four-up")
        ) { screen in
            try await screen.browser.act(
                """
                const shown = window.shown = [], events = new EventSource("/api/events");
                let fireAt;
                events.addEventListener("state", (event) => { const at = JSON.parse(event.data).step?.fireAt; fireAt = at ? Date.parse(at) : undefined; });
                let last;
                const see = () => {
                  if (document.documentElement.dataset.screen !== "countdown" || !fireAt) { last = undefined; return; }
                  const text = document.querySelector("[role=timer]")?.textContent.trim() ?? "";
                  const digit = /^[0-9]+$/.test(text) ? Number(text) : undefined;
                  if (digit !== undefined && digit !== last && last !== undefined)
                    shown.push({ digit, at: performance.timeOrigin + performance.now(), fireAt });
                  last = digit;
                };
                new MutationObserver(see).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
                """)
            let end = ContinuousClock.now + .seconds(75)
            var shown: [Shown] = []
            while ContinuousClock.now < end, shown.count < 40 {
                if ["attract", "review", "share"].contains(try await screen.name) { try await screen.goOn() }
                try await Task.sleep(for: .milliseconds(500))
                shown = try await screen.browser.run("return shown")
            }
            guard shown.count >= 10 else { throw Failure(description: "only \(shown.count) digits were seen") }
            // A digit is due when as many seconds are left.
            let late = Times(shown.map { abs($0.at - ($0.fireAt - $0.digit * 1_000)) })
            return [
                Row(
                    name: "5 digits of a countdown late, live view on, p95 of \(late.sorted.count)",
                    value: late.at(0.95),
                    unit: "ms",
                    judge: .most, goal: 17),
                Row(name: "5 the same, median", value: late.middle, unit: "ms", judge: .most, goal: 17),
            ]
        }
    }
}
