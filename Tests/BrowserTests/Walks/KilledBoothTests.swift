import Engine
import Foundation
import Rigs
import Sessions
import Testing
import Work

extension Walks {
    /// A booth whose power is cut.
    @Suite struct KilledBoothTests {
        private static let steps = WalkedEvent.everyStep
            .replacing(#"{"step":"countdown"}"#, with: #"{"step":"countdown","shorten":true}"#)
            .replacing(#""shots":3"#, with: #""shots":3,"interval":0"#)

        /// Goes on to a step by commands of the page's own origin.
        private static func lead(to name: String) -> String {
            """
            const answers = { consent: "yes", layout: "pair", effect: "sepia", select: "2,3", colour: "blue", stars: "4", wish: "\(Guest.wish)",
              email: "\(Guest.address)", phone: "\(Guest.number)", print: "0", draw: { strokes: [{ colour: "#1c1c1c", width: 0.01, points: [[0.1, 0.1], [0.6, 0.5]] }] } };
            const tell = (body) => fetch("/api/commands", {
              method: "POST", headers: { "Content-Type": "application/json", "X-Booth": "1" }, body: JSON.stringify(body),
            });
            const end = performance.now() + 12000;
            for (;;) {
              const { step, session } = await fetch("/api/state").then((answer) => answer.json());
              if (step?.name === "\(name)" && !step.shooting && (step.deadline || step.step === "attract")) return "";
              if (performance.now() > end) return `the booth does not go on to \(name) but waits at ${step?.name}`;
              const value = answers[step?.name];
              const answer = step && (await tell({ command: value ? "answer" : "next", value, at: { session: session.id, entry: step.entry } }));
              // One who presses on and on is pressing once.
              await new Promise((done) => setTimeout(done, answer?.ok === false ? 550 : 25));
            }
            """
        }

        @Test(.long) func `Killed at any step the page is right again soon, and nothing is done twice`() async throws {
            let browser: Browser = WalkStage.browser
            let event = try WalkedEvent(steps: Self.steps)
            let booth = KilledBooth(event)
            try await booth.start()
            try await browser.open("http://127.0.0.1:\(booth.port)/")
            let isThere = { (screen: String) in "document.documentElement.dataset.screen === '\(screen)'" }
            // Pictures that are taken one at once after the other leave no step at which anybody could be killed.
            for step in WalkedEvent.waiting where step != "capture" {
                let problem: String = try await browser.runAsync(Self.lead(to: step))
                try #require(problem == "")
                let screen = WalkedEvent.screen(at: step)
                try await browser.wait(
                    until: "['capture', '\(screen)'].includes(document.documentElement.dataset.screen)")
                if try await browser.run("return \(isThere("capture"))") { try await browser.press(.right) }
                try await browser.wait(until: isThere(screen))
                await booth.kill()
                // Whoever stands there goes on touching.
                try await browser.touch(x: 640, y: 720)
                try await browser.press(.right)
                try await booth.start()
                try await browser.wait(
                    until: """
                        (() => { const all = new XMLHttpRequest(); all.open("GET", "/api/state", false); all.send(); const state = JSON.parse(all.responseText);
                          return state.step?.step === "attract" && document.documentElement.dataset.revision === String(state.revision) && \(isThere("attract")); })()
                        """)
                #expect(ContinuousClock.now - booth.began < .seconds(3), "\(step)")
                // Nothing that was touched meanwhile has begun another session.
                let entry: Int = try await browser.runAsync(
                    "return (await (await fetch('/api/state')).json()).step.entry")
                #expect(entry == 1, "\(step)")
            }
            try await browser.open("about:blank")
            _ = try await browser.complaints()
            await booth.kill()
            let sessions = try await offPool { try EventRecord(event.folder) }.sessions()
            for session in sessions {
                #expect(Set(session.inputs.map { "\($0.kind) \($0.name)" }).count == session.inputs.count)
                #expect(session.captures.count <= 3 && session.outbox.filter { $0.kind == .print }.isEmpty)
            }
            #expect(sessions.count(where: { !$0.captures.isEmpty }) == WalkedEvent.waiting.count - 1 - 5)
        }
    }
}
