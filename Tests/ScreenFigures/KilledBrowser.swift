import Engine
import Foundation
import Glibc
import Kiosk
import Rigs
import Sessions
import StrictJSON
import Work

/// Row 16: a browser that is killed, or whose page hangs, under the kiosk that a booth has.
enum KilledBrowser {
    static func rows() async throws -> [Row] {
        let booth = try await Booth(Frames.steps)
        var options = Kiosk.Options(state: booth.folder + "/state")
        options.more = ["--headless=new", "--ozone-platform=headless", "--disable-gpu"]
        options.surroundings.variables["WAYLAND_DISPLAY"] = nil
        options.surroundings.variables["DISPLAY"] = ":0"
        options.surroundings.hasSystemd = false
        let folder = EventFolder(booth.folder + "/party")
        let kiosk = try await offPool { [options] in try Kiosk(folder, id: Event(in: folder).id, options: options) }
        let running = Task { try await kiosk.run { _ in } }
        try await awaitBeat(of: folder, after: nil)
        let tree = { ProcessTree(of: getpid(), named: "chromium") }
        let killed = try await timed {
            for id in tree().ids { kill(id, SIGKILL) }
            try await awaitBeat(of: folder, after: .now)
        }
        let hung = try await timed {
            for id in tree().ids { kill(id, SIGSTOP) }
            try await awaitBeat(of: folder, after: .now)
        }
        running.cancel()
        try await running.value
        return [
            Row(name: "16 browser killed → its page speaks again", value: killed, unit: "s", judge: .most, goal: 20),
            Row(name: "16 page that hangs → another one speaks", value: hung, unit: "s", judge: .most, goal: 25),
            Row(
                name: "16 processes left when the kiosk ends", value: Double(tree().ids.count), unit: "", judge: .most,
                goal: 0),
        ]
    }

    /// Until a page has spoken after that moment.
    private static func awaitBeat(of folder: EventFolder, after begin: ContinuousClock.Instant?) async throws {
        let end = ContinuousClock.now + .seconds(90)
        while ContinuousClock.now < end {
            // The booth listens a moment before it can be asked.
            let state = await offPool { try? BoothControl.status(of: folder) }
            if case .number(let silent)? = state?[member: "screen"]?[member: "silent"],
                begin.map({ .now - .seconds(silent) > $0 }) ?? true
            {
                return
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Failure(description: "no page has spoken")
    }
}
