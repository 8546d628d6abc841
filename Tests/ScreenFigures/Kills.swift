import Foundation
import Glibc
import Rigs
import Work

/// Row 16: a booth that is killed at each step, and its page.
enum Kills {
    private static let steps =
        #"{"step":"attract"},{"step":"consent"},{"step":"countdown","seconds":2},{"step":"capture"},"#
        + #"{"step":"preview","retake":"countdown"},{"step":"survey","key":"table","choices":["1","2"]},{"step":"save"},{"step":"share"}"#
    private static let screens = ["attract", "consent", "countdown", "review", "survey", "share"]

    static func rows() async throws -> [Row] {
        try await Screen.on(Booth(steps)) { screen in
            let booth = screen.booth
            var times: [Double] = []
            for name in screens {
                try await go(to: name, on: screen)
                await booth.kill()
                try await Task.sleep(for: .seconds(1))
                try await booth.start()
                let right: Double = try await screen.browser.runAsync(
                    """
                    const end = performance.now() + 12000, { dataset } = document.documentElement;
                    while (performance.now() < end) {
                      const state = await fetch("/api/state").then((answer) => answer.json()).catch(() => undefined);
                      if (state && dataset.screen === "attract" && Number(dataset.revision) === state.revision) return performance.timeOrigin + performance.now();
                      await new Promise((next) => setTimeout(next, 20));
                    }
                    return 0;
                    """)
                guard right > 0 else {
                    throw Failure(description: "the page of a booth killed at \(name) is never right")
                }
                times.append(right - booth.listening)
            }
            return [
                Row(
                    name: "16 booth killed at each of \(screens.count) steps: listening → page right, slowest",
                    value: Times(times).most / 1_000,
                    unit: "s", judge: .most, goal: 3)
            ]
        }
    }

    private static func go(to name: String, on screen: Screen) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while try await screen.name != name {
            guard ContinuousClock.now < end else { throw Failure(description: "the screen \(name) never came") }
            // A countdown is waited for.
            try await screen.goOn()
            try await Task.sleep(for: Screen.calm)
        }
    }
}

/// Row 17: many who follow at once.
enum Streams {
    static func rows() async throws -> [Row] {
        try await Screen.on(Booth(Frames.steps)) { screen in
            let booth = screen.booth
            let first = try await screen.browser.openTab()
            var alive = 1
            for number in 2...7 {
                if number > 2 { _ = try await screen.browser.openTab() }
                try await screen.browser.open(booth.base)
                try await screen.browser.wait(until: "document.documentElement.dataset.screen === 'attract'")
                alive = number
            }
            try await screen.browser.turn(to: first)
            try await screen.browser.wait(until: "document.documentElement.dataset.screen === 'attract'")
            let port = booth.port
            let streams = try await withThrowingTaskGroup(of: RawClient.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        let client = try RawClient("127.0.0.1", port)
                        client.say("GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n")
                        _ = await client.heard { $0.contains("event: state") }
                        return client
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let taken = await booth.end()
            withExtendedLifetime(streams) {}
            return [
                Row(
                    name: "17 tabs that show the screen at once, of 7", value: Double(alive), unit: "", judge: .least,
                    goal: 7),
                Row(name: "17 stop with 100 open streams", value: taken, unit: "s", judge: .most, goal: 1),
            ]
        }
    }
}
