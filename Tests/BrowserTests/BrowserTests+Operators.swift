import Foundation
import Rigs
import Testing

extension BrowserTests {
    @Test(arguments: [
        "sessions", "gallery", "outbox", "status", "doctor", "booth", "event", "layouts", "more", "session?number=2",
    ])
    func `Each page of operators can be read and used at every size`(page: String) async throws {
        try await stage.open(page)
        try await stage.examine(page.replacing("?number=", with: "-"))
        // What a guest or an operator typed is text.
        #expect(try await browser.run("return window.xss === undefined"))
    }

    @Test(arguments: ["print", "looks", "layout", "delete"].enumerated().map { ($0, $1) })
    func `Each question about a session can be read and answered`(index: Int, name: String) async throws {
        try await stage.open("session?number=2")
        try await browser.act("document.querySelectorAll('.actions button')[\(index)].click()")
        try await browser.wait(until: "document.querySelector('dialog[open]')")
        try await stage.examine("ask-\(name)", sizes: [Stage.sizes[0], Stage.sizes[2]])
        try await browser.press("Escape")
        try await browser.wait(until: "!document.querySelector('dialog')")
    }

    @Test func `What is not there is said, with a way on`() async throws {
        try await stage.open("session?number=9999")
        try await stage.examine("missing", sizes: [Stage.sizes[0]], allowing: "404")
        try await stage.open("sessions?q=nobody")
        try await stage.examine("none-found", sizes: [Stage.sizes[0]])
    }

    @Test func `A list is walked with keys alone`() async throws {
        try await browser.resize(1_280, 800)
        try await stage.open("sessions")
        try await browser.act("document.querySelector('.cell a').focus()")
        func focused() async throws -> String {
            try await browser.run("return document.activeElement.getAttribute('href')")
        }
        try await browser.press("j")
        #expect(try await focused() == "session?number=3")
        try await browser.press("End")
        #expect(try await focused() == "session?number=1")
        try await browser.press("Home")
        #expect(try await focused() == "session?number=4")
        try await browser.press("x")
        #expect(try await browser.run("return document.querySelector('.selection').hidden === false"))
        #expect(try await browser.run("return document.querySelectorAll('.cell a[tabindex=\"0\"]').length") == 1)
    }

    @Test func `What happens is seen within a second, and nothing jumps`() async throws {
        try await browser.resize(390, 420)
        try await stage.open("sessions")
        try await browser.wait(until: "document.documentElement.dataset.stream === 'open'")
        try await browser.act(
            """
            scrollTo(0, 400); window.card = document.querySelector('a[href="session?number=2"]');
            window.place = card.getBoundingClientRect().top;
            """)
        try await stage.booth("run", "party", "--unattended", "--sessions", "1", "--pace", "1000", "--printer", "none")
        let from = ContinuousClock.now
        try await browser.wait(until: "document.querySelector('.count').textContent.startsWith('5')")
        #expect(ContinuousClock.now - from < .seconds(1))
        let moved: Double = try await browser.run(
            "return Math.abs(document.querySelector('a[href=\"session?number=2\"]').getBoundingClientRect().top - window.place)"
        )
        #expect(moved <= 1)
        try await browser.act("scrollTo(0, 0)")
        try await browser.wait(until: "document.querySelector('a[href=\"session?number=5\"] img').complete")
    }

    @Test func `Seven tabs work, and share one stream`() async throws {
        var tabs = [try await browser.openTab()]
        for _ in 0..<6 {
            try await stage.open("sessions")
            tabs.append(try await browser.openTab())
        }
        try await stage.open("status")
        try await browser.closeTab()
        for tab in tabs.dropFirst().reversed() {
            try await browser.turn(to: tab)
            try await browser.closeTab()
        }
        try await browser.turn(to: tabs[0])
    }

    @Test func `A hundred thousand sessions are as light as a few`() async throws {
        try await browser.resize(1_920, 1_080)
        // The answers that such an event gives, with every third session deleted in one stretch.
        try await stage.open("sessions")
        let source = """
            const real = fetch;
            window.fetch = async (address, options) => {
              const at = new URL(address, location.href);
              if (!at.pathname.endsWith("/api/sessions")) return real(address, options);
              const before = Number(at.searchParams.get("before") ?? 100001), sessions = [];
              for (let number = before - 1; number > 0 && sessions.length < 200; number -= 1) {
                if (number > 50000 && number < 60000 && number % 3 === 0) continue;
                sessions.push({ number, started: "2026-06-14T20:15:00.000Z", captures: [], renditions: [], outbox: [] });
              }
              return new Response(JSON.stringify({ sessions, total: 96667 }));
            };
            """
        try await browser.tell("Page.addScriptToEvaluateOnNewDocument", ["source": source])
        try await stage.open("gallery")
        let script = """
            const nodes = () => document.querySelectorAll("*").length, counts = [nodes()], times = [];
            let last = performance.now();
            for (let i = 0; i < 60; i += 1) {
              scrollBy(0, 15000);
              await new Promise(requestAnimationFrame);
              times.push(performance.now() - last); last = performance.now(); counts.push(nodes());
            }
            times.sort((one, other) => one - other);
            return [Math.max(...counts), times[Math.floor(times.length * .95)]];
            """
        let figures = try await browser.runAsync(script, as: [Double].self)
        print(
            "gallery of 100,000: at most \(Int(figures[0])) nodes, frames p95 \(figures[1].formatted(.number.precision(.fractionLength(1)))) ms"
        )
        #expect(figures[0] <= 600)
        try await browser.act(
            "document.querySelector('[type=search]').value = '50002'; document.querySelector('form').requestSubmit()")
        try await browser.wait(until: "document.activeElement.getAttribute('href') === 'session?number=50002'")
        let cell: [String] = try await browser.run(
            "const { ariaSetSize, ariaPosInSet } = document.activeElement.closest('.cell'); return [ariaSetSize, ariaPosInSet]"
        )
        #expect(Int(cell[0])! > 90_000 && Int(cell[1])! > 40_000)
    }

    @Test func `All that a page of operators loads of its own is little`() async throws {
        try await stage.open("sessions")
        let bytes: Int = try await browser.run(
            """
            return performance.getEntriesByType("resource").filter(({ name }) => name.includes("/operator/"))
              .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0)
            """)
        print("operators' page: \(bytes) bytes of its own")
        #expect(bytes <= 200_000)
    }
}
