import Foundation
import Rigs

/// Row 6: what kiosk and booth together cost, with the camera of a demo.
enum Rest {
    static func rows() async throws -> [Row] {
        try await Screen.on(Booth(Frames.steps, rate: 0, pace: 0.1), isProbed: false) { screen in
            try await screen.wait(for: "attract")
            // What a page does at its beginning is over.
            try await Task.sleep(for: .seconds(10))
            let rest = try await cost(30, of: screen)
            try await screen.goOn()
            try await screen.wait(for: "countdown")
            try await Task.sleep(for: .seconds(5))
            let live = try await cost(30, of: screen)
            return [
                Row(
                    name: "6 attract at rest: kiosk and booth, of a core", value: rest.both, unit: "%", judge: .most,
                    goal: 3),
                Row(name: "6 attract at rest: the booth alone", value: rest.booth, unit: "%", judge: .most, goal: 2),
                Row(
                    name: "6 live view: kiosk and booth, of a core", value: live.both, unit: "%", judge: .most, goal: 70
                ),
            ]
        }
    }

    private static func cost(_ seconds: Int, of screen: Screen) async throws -> (both: Double, booth: Double) {
        let (kiosk, booth) = (screen.processes, ProcessTree([screen.booth.id]))
        let (before, own) = (kiosk.processor, booth.processor)
        try await Task.sleep(for: .seconds(seconds))
        let share = 100 / Double(seconds)
        let booths = (booth.processor - own) * share
        return ((kiosk.processor - before) * share + booths, booths)
    }
}
