import Engine
import Files
import Foundation
import Glibc
import Rigs
import Testing
import Web
import Work

@testable import Kiosk

/// Debian's chromium under cage, on a display that is not there. Root starts both as nobody, which cage insists on.
@Suite(
    .serialized, .timeLimit(.minutes(3)), .enabled(if: RealKiosk.missing == nil, "what a kiosk needs is missing"),
    .enabled(if: ProcessInfo.processInfo.environment["BOOTHKIT_KIOSK"] != nil, "it takes a minute: BOOTHKIT_KIOSK=1"))
struct ChromiumTests {
    private static let page = """
        <!doctype html><title>screen</title><script>
        const beat = () => fetch("/beat", { method: "POST", body: [innerWidth, innerHeight, document.visibilityState].join(" ") });
        beat(); setInterval(beat, 200);
        </script>
        """

    @Test func `It fills the display, is back when it crashes, and leaves nothing behind`() async throws {
        let hall = try Hall([])
        let far = try FarSide { request, _ in
            request.method == "POST"
                ? .status(204) : .status(200, headers: ["Content-Type: text/html"], body: Self.page)
        }
        if geteuid() == 0 {
            let nobody = "exec setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=\(hall.path)/run"
            try hall.install("cage", "\(nobody) /usr/bin/cage \"$@\"")
        }
        let (run, state) = (hall.path + "/run", hall.path + "/state")
        try makeFolder(run)
        if geteuid() == 0 {
            chown(run, 65_534, 65_534)
            chown(state, 65_534, 65_534)
        }
        chmod(run, 0o700)
        let screen = ScreenAddress(url: far.base, pin: nil)
        hall.see(.screen(screen, silence: .seconds(1)))
        let kiosk = try hall.kiosk { options in
            options.surroundings.variables = [
                "PATH": "\(hall.path)/bin:/usr/bin:/bin", "XDG_RUNTIME_DIR": run, "WLR_BACKENDS": "headless",
                "WLR_RENDERER": "pixman",
            ]
            options.time = .system
        }
        let running = Task { try await kiosk.run { hall.say($0) } }
        #expect(await hall.until(says: "is shown").last?.hasSuffix("is shown under cage") == true)
        func beats() -> [FarSide.Request] { far.requests.filter { $0.method == "POST" } }
        try await hall.until("the page speaks", within: .seconds(60)) { !beats().isEmpty }
        // The size of wlroots' display.
        #expect(beats().first?.text == "1280 720 visible")
        let browser = try #require(Self.browsers(of: hall).first)
        kill(browser, SIGKILL)
        #expect(await hall.until(says: "has ended").count == 1)
        await hall.until(says: "is shown")
        let before = beats().count
        try await hall.until("the page speaks again", within: .seconds(60)) { beats().count > before + 3 }
        running.cancel()
        try await running.value
        #expect(processes(naming: hall.path) == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: state).allSatisfy { $0.hasSuffix(".lock") })
    }

    /// Of all that Chromium starts, the one that the others end with.
    private static func browsers(of hall: Hall) -> [Int32] {
        processes(naming: "--user-data-dir=\(hall.path)").filter { process in
            let path = "/proc/\(process)/exe"
            return (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) == "/usr/lib/chromium/chromium"
                && !((try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8))?.contains("--type=")
                    ?? true)
        }
    }
}

enum RealKiosk {
    /// What this machine lacks, said once.
    static let missing: String? = {
        let needed = ["chromium", "cage", "Xwayland"].map { "/usr/bin/" + $0 }
        let sandbox = "/usr/lib/chromium/chrome-sandbox"
        let absent = (needed + [sandbox]).filter { access($0, F_OK) != 0 }
        guard !absent.isEmpty else { return nil }
        let line = "no kiosk in a real browser: \(absent.joined(separator: ", ")) is missing\n"
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
        return line
    }()
}
