import Engine
import Faults
import Files
import Foundation
import Glibc
import Rigs
import Testing
import Web
import Work

@testable import Kiosk

/// A browser's whole life, with one that is a script and a clock that a test owns.
@Suite(.ahead, .timeLimit(.minutes(2))) struct KioskTests {
    let hall: Hall
    init() throws { hall = try Hall() }

    private func screen(_ port: Int, silence: Duration? = .seconds(1)) -> Sighting {
        .screen(ScreenAddress(url: "http://127.0.0.1:\(port)/", pin: nil), silence: silence)
    }

    @Test func `It waits for a booth that shows a screen, and says for what`() async throws {
        try hall.browser()
        hall.see(.noBooth)
        try await hall.run(hall.kiosk()) {
            let first = await hall.until(says: "no booth runs")
            #expect(first == ["party: no booth runs on this event yet; waiting for: booth run party --web 8080"])
            hall.see(.noScreen)
            #expect(await hall.until(says: "shows no screen to this machine").count == 1)
            hall.see(.unclear("party: no response from the booth"))
            #expect(await hall.until(says: "party: no response from the booth; waiting for it").count == 1)
            #expect(hall.starts == [])
            hall.see(screen(8080))
            let shown = await hall.until(says: "is shown")
            #expect(shown == ["party: http://127.0.0.1:8080/ is shown on the desktop (X11)"])
            try await hall.until("one browser") { hall.starts.count == 1 }
            #expect(hall.starts[0].hasSuffix(" http://127.0.0.1:8080/"))
        }
    }

    @Test func `A browser that crashes is back, later each time`() async throws {
        try hall.browser("echo cannot open the display >&2; exit 1")
        try await hall.run(hall.kiosk(), passing: false) {
            let first = await hall.until(says: "in 1 s").last
            #expect(
                first
                    == "the browser has ended (failed with 1): cannot open the display; it is started anew in 1 s")
            try await hall.pass(.seconds(1))
            for pause in [2, 4, 8, 10, 10] {
                await hall.until(says: "it is started anew in \(pause) s")
                try await hall.pass(.seconds(pause))
            }
            await hall.until(says: "it is started anew in 10 s")
            #expect(hall.starts.count == 7)
            try hall.browser()
            try await hall.pass(.seconds(10))
            await hall.until(says: "is shown")
            try await hall.until("an eighth") { hall.starts.count == 8 }
        }
    }

    @Test func `One that was killed after a while is back at once`() async throws {
        try hall.browser()
        try await hall.run(hall.kiosk()) {
            await hall.until(says: "is shown")
            try await hall.until("one browser") { hall.browsers.count == 1 }
            let begun = hall.time.now
            try await hall.until("ten seconds") { hall.time.now > begun + .seconds(10) }
            kill(hall.browsers[0], SIGKILL)
            #expect(await hall.until(says: "at once").last?.contains("(ended by a signal)") == true)
            await hall.until(says: "is shown")
            try await hall.until("two browsers") { hall.browsers.count == 2 }
        }
    }

    @Test func `A browser whose page never speaks is started anew after half a minute`() async throws {
        try hall.browser()
        hall.see(screen(8080, silence: nil))
        let begun = hall.time.now
        try await hall.run(hall.kiosk()) {
            await hall.until(says: "the page has been silent for too long")
            // The next start may have taken some time of its own already.
            #expect((Duration.seconds(30)...(.seconds(45))).contains(hall.time.now - begun))
            hall.see(screen(8080))
            await hall.until(says: "is shown")
            try await hall.until("two browsers") { hall.browsers.count == 2 }
            #expect(kill(hall.browsers[0], 0) != 0)
        }
    }

    @Test func `A booth that is away is waited for, and its page left alone`() async throws {
        try hall.browser()
        try await hall.run(hall.kiosk()) {
            await hall.until(says: "is shown")
            hall.see(.noBooth)
            let gone = hall.time.now
            try await hall.until("minutes") { hall.time.now > gone + .seconds(90) }
            hall.see(screen(8080))
            let back = hall.time.now
            try await hall.until("minutes") { hall.time.now > back + .seconds(30) }
            #expect(hall.starts.count == 1)
        }
    }

    @Test func `A booth that comes back at another port is shown there`() async throws {
        try hall.browser()
        try await hall.run(hall.kiosk()) {
            await hall.until(says: "8080/ is shown")
            try await hall.until("one browser") { hall.browsers.count == 1 }
            hall.see(screen(9090))
            await hall.until(says: "somewhere else")
            await hall.until(says: "9090/ is shown")
            try await hall.until("two browsers") { hall.browsers.count == 2 }
            #expect(kill(hall.browsers[0], 0) != 0)
        }
    }

    @Test func `What does not end when it is asked to, and what has left its group, is ended all the same`()
        async throws
    {
        // The second process has a session of its own and, as Chromium's do, names the browser's folder.
        try hall.browser(
            """
            for word in "$@"; do case $word in --user-data-dir=*) folder=${word#*=};; esac; done
            mkdir -p $folder && touch $folder/Cookies
            setsid sh -c "echo \\$\\$ >>\(hall.path)/browsers; trap '' TERM; while :; do sleep 1; done" $folder &
            trap '' TERM
            while :; do sleep 1; done
            """)
        try await hall.run(hall.kiosk()) {
            await hall.until(says: "is shown")
            try await hall.until("two processes") { hall.browsers.count == 2 }
        }
    }

    @Test func `A browser that a killed kiosk has left is ended, and its folder made anew`() async throws {
        try hall.browser()
        let folder = hall.path + "/state/kiosk-" + ContentHash(of: Array("E".utf8)).prefix8
        try makeFolder(folder)
        try Data().write(to: URL(filePath: folder + "/SingletonLock"))
        let stray = Child(["sh", "-c", "while :; do sleep 1; done", "--user-data-dir=" + folder])
        try stray.start()
        // A program's words can be read of it a moment after it has begun.
        try await hall.until("the stray has its words") { !processes(naming: folder).isEmpty }
        let ending = Task { await offPool { stray.finish().end } }
        try await hall.run(hall.kiosk()) {
            await hall.until(says: "is shown")
            #expect(await ending.value == .signalled(SIGKILL))
            #expect(!FileManager.default.fileExists(atPath: folder + "/SingletonLock"))
        }
    }

    @Test func `One event is shown once`() async throws {
        try hall.browser()
        do {
            let first = try hall.kiosk()
            #expect(throws: KioskError.shownAlready(event: "party")) { try hall.kiosk() }
            withExtendedLifetime(first) {}
        }
        _ = try hall.kiosk()
    }

    @Test func `A booth of somebody else's ends it`() async throws {
        try hall.browser()
        let kiosk = try Kiosk("party", id: "E", options: hall.options()) { () throws(EngineError) in
            throw .notPermitted(path: "party", user: "anna")
        }
        let error = await #expect(throws: EngineError.self) { try await kiosk.run { _ in } }
        #expect(error?.status == .permission)
        #expect(hall.starts == [])
    }

    @Test func `The display is kept awake, as long as the screen is shown`() async throws {
        try hall.browser()
        try hall.install("xset", "echo \"$@\" >>\(hall.path)/xset")
        try hall.install(
            "systemd-inhibit", "echo \"$@\" >>\(hall.path)/inhibit; echo $$ >>\(hall.path)/browsers; sleep 1000")
        try await hall.run(hall.kiosk { $0.surroundings.hasSystemd = true }) {
            await hall.until(says: "is shown")
            try await hall.until("both") { !hall.lines("inhibit").isEmpty && hall.browsers.count == 2 }
            #expect(hall.lines("xset") == ["s off -dpms"])
            #expect(hall.lines("inhibit")[0].hasPrefix("--what=idle:sleep --who=Boothkit "))
        }
    }

    @Test func `Where that cannot be done, it is said once`() async throws {
        try hall.browser()
        try hall.install("systemd-inhibit", "echo Failed to connect to bus >&2; exit 1")
        try await hall.run(hall.kiosk { $0.surroundings.hasSystemd = true }) {
            // Both are on their way, and either may be the first.
            let lines = await hall.until(says: "systemd-inhibit")
            #expect(lines.last == "systemd-inhibit does not keep this machine awake (Failed to connect to bus)")
            if !lines.contains(where: { $0.contains("is shown") }) { await hall.until(says: "is shown") }
        }
    }
}
