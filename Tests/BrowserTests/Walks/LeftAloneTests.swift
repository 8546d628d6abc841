import Engine
import Rigs
import Testing
import Work

extension Walks {
    /// Guests who walk away, and the next ones.
    @Suite struct LeftAloneTests {
        /// What the page has of the guest before: words anywhere, pictures, and whatever a browser keeps.
        private struct Traces: Decodable, Equatable {
            var secrets: [String] = []
            var pictures: [String] = []
            var kept = 0
        }

        @Test(.long) func `Who walks away at any step leaves nothing behind for the next guest`() async throws {
            let event = try WalkedEvent()
            try await Walks.screen(of: event, byLine: true) { walker in
                let (booth, browser) = (walker.booth, walker.browser)
                let line = try #require(walker.line)
                var taken: [Duration] = []
                for step in WalkedEvent.waiting {
                    if step != "attract" { try await booth.lead(to: step) }
                    try await walker.look(at: step)
                    switch step {
                    case "wish", "email": try await browser.type(Guest.halfTyped)
                    case "phone": try await browser.type(Guest.number)
                    default: break
                    }
                    let former = try #require(booth.view.session)
                    if step == "attract" { try await booth.perform(.next) }
                    try await booth.leaveAlone()
                    // The booth has gone on by its own clock; by that of guests the page follows at once.
                    taken.append(try await ContinuousClock().measure { try await walker.awaitScreen("attract") })
                    #expect(try await traces(in: browser) == Traces(), "\(step)")
                    line.forget()
                    _ = try await walker.shown()
                    try await walker.hands.goOn(from: "attract", of: booth.view, in: browser)
                    try await walker.awaitScreen("consent")
                    let own =
                        former.captures.map { "/api/shots/\($0.shot)?of=\($0.id)" } + [
                            "/api/preview", "/api/motion",
                        ]
                    let statuses: [Int] = try await browser.runAsync(
                        "return Promise.all(\(own).map((address) => fetch(address).then(({ status }) => status)))")
                    #expect(statuses.allSatisfy { $0 == 404 }, "\(step): \(own) \(statuses)")
                    #expect(try await traces(in: browser) == Traces(), "\(step)")
                    let heard = line.heard.lowercased()
                    #expect(Guest.secrets.filter { heard.contains($0) } == [], "\(step)")
                }
                // A machine that does something else now and then is no slow page.
                #expect(taken.sorted()[taken.count / 2] < .seconds(1), "\(taken)")
            }
        }

        @Test(.long) func `The next guest sees nothing of the last one through a whole visit`() async throws {
            let event = try WalkedEvent()
            try await Walks.screen(of: event, byLine: true) { walker in
                try await walker.booth.lead(to: "thanks")
                try await walker.look(at: "thanks")
                try await walker.booth.leaveAlone()
                try await walker.awaitScreen("attract")
                let line = try #require(walker.line)
                line.forget()
                try await walker.visit()
                let heard = line.heard.lowercased()
                #expect(Guest.secrets.filter { heard.contains($0) } == [])
                #expect(try await traces(in: walker.browser) == Traces())
            }
        }

        @Test(.long) func `Attract comes when it takes a touch, and until then nothing of anybody is shown`()
            async throws
        {
            let event = try WalkedEvent()
            try await Walks.screen(of: WalkedBooth(event) { $0.rest = 2 }) { walker in
                try await walker.booth.lead(to: "thanks")
                try await walker.look(at: "thanks")
                walker.booth.pass()
                try await walker.booth.rest(after: walker.booth.view.place)
                #expect(try await walker.shown() == "thanks")
                #expect(try await traces(in: walker.browser) == Traces())
                let place = walker.booth.view.place
                try await walker.browser.touch(x: 640, y: 700)
                try await walker.browser.press(.enter)
                #expect(walker.booth.view.place == place)
                walker.booth.time.advance(by: .seconds(2))
                try await walker.awaitScreen("attract")
                try await walker.hands.goOn(from: "attract", of: walker.booth.view, in: walker.browser)
                try await walker.booth.rest(after: place)
                #expect(try await walker.shown() == "consent")
            }
        }

        private func traces(in browser: Browser) async throws -> Traces {
            try await browser.runAsync(
                """
                const fields = [...document.querySelectorAll("input")].map((one) => one.value);
                const databases = await indexedDB.databases(), caches = await self.caches.keys();
                const told = [document.documentElement.outerHTML, ...fields, document.title, location.href, document.cookie,
                  ...[localStorage, sessionStorage, history.state, databases, caches].map((one) => JSON.stringify(one))].join(" ").toLowerCase();
                return {
                  secrets: \(Guest.secrets).filter((secret) => told.includes(secret)),
                  pictures: [...document.images].map(({ src }) => src).filter((src) => !src.includes("/api/theme/")),
                  kept: localStorage.length + sessionStorage.length + databases.length + caches.length,
                };
                """)
        }
    }
}
