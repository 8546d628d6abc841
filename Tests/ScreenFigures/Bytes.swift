import Foundation
import Rigs

/// Row 7: what the page weighs, and how soon it is there.
enum Bytes {
    static func rows() async throws -> [Row] {
        try await Screen.on(Booth(Frames.steps)) { screen in
            let booth = screen.booth
            try await screen.wait(for: "attract")
            try await Task.sleep(for: .seconds(2))
            let own: Double = try await screen.browser.run(
                """
                const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
                return all.filter(({ name }) => !new URL(name).pathname.startsWith("/api/") || name.includes("/api/words"))
                  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
                """)
            var paints: [Double] = []
            for _ in 0..<5 {
                try await screen.browser.open("about:blank")
                await booth.kill()
                try await booth.start()
                try await screen.open()
                try await screen.wait(until: "performance.getEntriesByName('first-contentful-paint').length")
                let painted: Double = try await screen.browser.run(
                    "return performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0].startTime"
                )
                let asked: Double = try await screen.browser.run("return performance.timeOrigin")
                paints.append(painted - max(booth.listening, asked))
            }
            return [
                Row(name: "7 own bytes of the page", value: own / 1_000, unit: "kB", judge: .most, goal: 150),
                Row(
                    name: "7 booth listens and is asked → first paint, median of 5", value: Times(paints).middle,
                    unit: "ms",
                    judge: .most,
                    goal: 500),
            ]
        }
    }
}
