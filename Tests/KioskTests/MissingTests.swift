import Faults
import Files
import Foundation
import Glibc
import Rigs
import Testing
import Web
import Work

@testable import Kiosk

/// What a machine may lack, and how the browser is started on one that lacks nothing.
@Suite struct MissingTests {
    let hall: Hall
    init() throws { hall = try Hall() }

    @Test func `Without a browser it says what to install`() throws {
        let bare = try Hall([])
        let error = #expect(throws: KioskError.noBrowser) {
            try bare.kiosk { $0.surroundings.variables["PATH"] = bare.path + "/bin" }
        }
        #expect(error?.status == .notThere && error?.remedy?.contains("apt-get install chromium") == true)
        let bad = #expect(throws: KioskError.badBrowser(path: "/no/such/browser")) {
            try bare.kiosk { $0.browser = "/no/such/browser" }
        }
        #expect(bad?.status == .notThere)
        // A folder is no program, whatever its mode says.
        #expect(throws: KioskError.badBrowser(path: "/usr")) { try bare.kiosk { $0.browser = "/usr" } }
    }

    @Test(arguments: [
        (["cage"], KioskError.missing(programs: ["Xwayland"], packages: ["xwayland"]), "apt-get install xwayland"),
        (
            [], .missing(programs: ["cage", "Xwayland"], packages: ["cage", "xwayland"]),
            "apt-get install cage xwayland"
        ),
    ])
    func `Without a desktop cage does, or what it lacks is said`(
        programs: [String], expected: KioskError, remedy: String
    ) throws {
        let hall = try Hall(programs)
        try hall.browser()
        let error = #expect(throws: expected) {
            try hall.kiosk { $0.surroundings.variables = ["PATH": hall.path + "/bin", "XDG_RUNTIME_DIR": hall.path] }
        }
        #expect(error?.status == .notThere && error?.remedy == remedy)
    }

    @Test func `Cage is asked for what it needs before it is started`() throws {
        try hall.browser()
        func alone(_ change: (inout Surroundings) -> Void) throws -> Kiosk {
            try hall.kiosk { options in
                options.surroundings.variables["DISPLAY"] = nil
                options.surroundings.variables["XDG_RUNTIME_DIR"] = hall.path
                change(&options.surroundings)
            }
        }
        #expect(throws: KioskError.noDisplay) { try alone { _ in } }
        #expect(throws: KioskError.noRuntimeFolder) { try alone { $0.variables["XDG_RUNTIME_DIR"] = nil } }
        #expect(throws: KioskError.root(event: "party")) { try alone { $0.isRoot = true } }
        _ = try alone { $0.variables["WLR_BACKENDS"] = "headless" }
        try Data().write(to: URL(filePath: hall.path + "/dri/card0"))
        _ = try alone { _ in }
        #expect(throws: KioskError.noDesktop) {
            try hall.kiosk { options in
                options.surface = .desktop
                options.surroundings.variables["DISPLAY"] = ""
            }
        }
    }

    @Test func `A desktop is found by the variables that it sets, unless it has ended`() throws {
        var surroundings = hall.surroundings
        func found(_ wish: Surface.Wish = .any) throws -> Surface {
            try Surface.found(wish, in: surroundings, for: "party")
        }
        #expect(try found() == .x11)
        surroundings.variables["XDG_RUNTIME_DIR"] = hall.path
        surroundings.variables["WAYLAND_DISPLAY"] = "wayland-1"
        #expect(try found() == .x11)
        try Data().write(to: URL(filePath: hall.path + "/wayland-1"))
        #expect(try found() == .wayland)
        try Data().write(to: URL(filePath: hall.path + "/dri/card1"))
        #expect(try found(.cage) == .cage(path: hall.path + "/bin/cage"))
    }

    @Test func `The browser is given one page, the whole screen, and no way out`() throws {
        try hall.browser()
        let screen = ScreenAddress(url: "https://127.0.0.1:8443/", pin: "cGlu")
        let chromium = try Chromium(nil, in: hall.surroundings, adding: ["--lang=de"])
        let words = chromium.words(showing: screen, on: .wayland, profile: "/state/kiosk")
        #expect(words.first == hall.path + "/bin/chromium" && words.last == screen.url)
        for flag in [
            "--kiosk", "--incognito", "--no-first-run", "--noerrdialogs", "--disable-session-crashed-bubble",
            "--disable-pinch", "--overscroll-history-navigation=0", "--touch-events=enabled",
            "--autoplay-policy=no-user-gesture-required", "--password-store=basic", "--user-data-dir=/state/kiosk",
            "--ozone-platform=wayland", "--ignore-certificate-errors-spki-list=cGlu", "--lang=de",
        ] {
            #expect(words.contains(flag))
        }
        #expect(!words.contains("--no-sandbox"))
        // The operator's own come after ours: of two the browser takes the last.
        #expect(words.firstIndex(of: "--lang=de") == words.count - 2)
        let plain = chromium.words(
            showing: ScreenAddress(url: "http://127.0.0.1:8080/", pin: nil), on: .x11, profile: "/state/kiosk")
        #expect(plain.contains("--ozone-platform=x11"))
        #expect(!plain.contains { $0.hasPrefix("--ignore-certificate-errors") })
        #expect(Surface.cage(path: "/usr/bin/cage").running(words).prefix(2) == ["/usr/bin/cage", "--"])
        var root = hall.surroundings
        root.isRoot = true
        let bare = try Chromium(nil, in: root, adding: []).words(showing: screen, on: .x11, profile: "/state/kiosk")
        #expect(bare.contains("--no-sandbox"))
    }

    /// Both units as they are installed, with a program that is there.
    @Test(
        .enabled(if: access("/usr/bin/systemd-analyze", X_OK) == 0, "systemd-analyze is missing"),
        arguments: ["boothkit", "boothkit-kiosk"])
    func `systemd finds nothing wrong in the units`(name: String) async throws {
        for unit in ["boothkit", "boothkit-kiosk"] {
            let text = try String(contentsOfFile: "\(Programs.root)/systemd/\(unit)@.service", encoding: .utf8)
            let installed = text.replacing("/usr/local/bin/booth", with: Programs.folder + "/booth")
            try installed.write(toFile: "\(hall.path)/\(unit)@.service", atomically: true, encoding: .utf8)
        }
        let file = "\(hall.path)/\(name)@party.service"
        try FileManager.default.copyItem(atPath: "\(hall.path)/\(name)@.service", toPath: file)
        let run = await Programs.blocking {
            Programs.run(
                "/usr/bin/systemd-analyze", ["verify", "--man=no", file], environment: ["SYSTEMD_LOG_LEVEL": "warning"])
        }
        #expect(run.status == 0 && run.said == "", "\(run)")
    }
}
