import Foundation
import Rigs

/// Row 1: how soon a touch is answered while the live view runs.
enum Taps {
    /// Questions that are asked over the live view, one after the other.
    static let steps =
        #"{"step":"attract"},"#
        + String(repeating: #"{"step":"effect","choices":["none","sepia","black-and-white"]},"#, count: 12)
        + #"{"step":"countdown","seconds":1},{"step":"capture"}"#

    private struct Tap: Decodable {
        let down: Double
        let painted: Double?
        let answered: Double?
        let live: Bool
    }

    static func rows() async throws -> [Row] {
        try await Screen.on(Booth(steps)) { screen in
            let (reaction, answer) = try await measured(500, on: screen)
            try await screen.slow(down: 6)
            let (slowReaction, _) = try await measured(150, on: screen)
            return [
                Row(
                    name: "1 touch → visible reaction, live view on, p95 of \(reaction.sorted.count)",
                    value: reaction.at(0.95),
                    unit: "ms", judge: .most, goal: 50),
                Row(
                    name: "1 touch → the booth's answer painted, p95 of \(answer.sorted.count)", value: answer.at(0.95),
                    unit: "ms", judge: .most, goal: 100),
                Row(
                    name: "1 touch → visible reaction, slowed 6x, p95 of \(slowReaction.sorted.count)",
                    value: slowReaction.at(0.95), unit: "ms", judge: .most, goal: 100),
            ]
        }
    }

    /// Times of touches while the live view runs, until there are so many.
    private static func measured(_ count: Int, on screen: Screen) async throws -> (reaction: Times, answer: Times) {
        try await screen.browser.act("probe.taps.length = 0")
        var taps: [Tap] = []
        for round in 1... {
            let before: Int = try await screen.browser.run("return Number(document.documentElement.dataset.revision)")
            try await screen.goOn()
            try await screen.wait(until: "Number(document.documentElement.dataset.revision) > \(before)")
            try await Task.sleep(for: Screen.calm)
            guard round % 20 == 0 else { continue }
            taps = try await screen.browser.run(
                "return probe.taps.filter((tap) => tap.live && tap.painted && tap.answered)")
            if taps.count >= count { break }
            if round > count * 4 { throw Failure(description: "too few touches with a live view: \(taps.count)") }
        }
        return (
            Times(taps.compactMap { tap in tap.painted.map { $0 - tap.down } }),
            Times(taps.compactMap { tap in tap.answered.map { $0 - tap.down } })
        )
    }
}

/// Row 16: who taps twice means one thing.
enum DoubleTaps {
    static func rows() async throws -> [Row] {
        try await Screen.on(Booth(Taps.steps)) { screen in
            var (wrong, done) = (0, 0)
            while done < 1_000 {
                let before = try await entry(screen)
                guard before > 1, before < 12 else {
                    // Between two sessions entries begin anew.
                    try await screen.goOn()
                    try await Task.sleep(for: Screen.calm)
                    continue
                }
                try await screen.goOn(times: 2)
                try await Task.sleep(for: Screen.calm)
                let after = try await entry(screen)
                if after != before + 1 { wrong += 1 }
                done += 1
            }
            return [
                Row(
                    name: "16 double taps that were not one command, of 1,000", value: Double(wrong), unit: "",
                    judge: .most, goal: 0)
            ]
        }
    }

    private static func entry(_ screen: Screen) async throws -> Int {
        try await screen.browser.runAsync("return (await (await fetch('/api/state')).json()).step?.entry ?? 0")
    }
}
