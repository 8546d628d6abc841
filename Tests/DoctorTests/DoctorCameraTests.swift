import Checks
import Files
import Foundation
import Rigs
import Testing

@testable import Capture

/// What is said about cameras.
@Suite struct DoctorCameraTests {
    private let time = ManualTime()

    private func look(_ camera: any Camera, asking: Duration = .seconds(10)) async -> [Finding] {
        let report = CheckReport()
        var check = CameraCheck(camera: camera, isTaken: false, time: time.source)
        check.asking = asking
        await check.look(report)
        return report.close()
    }

    /// By a clock that is moved on whenever somebody waits for it.
    private func lookInVain(_ camera: any Camera, asking: Duration = .seconds(10)) async -> [Finding] {
        let driver = Task {
            while !Task.isCancelled {
                if let next = time.nextWake { time.advance(to: next) }
                await Task.yield()
            }
        }
        defer { driver.cancel() }
        return await look(camera, asking: asking)
    }

    @Test func `A camera that is well gets a line for each thing`() async {
        let settings = [
            Setting.told("capturetarget", "Memory card"), .told("focusmode", "One Shot"),
            .told("imageformat", "Large Fine JPEG"),
        ]
        let findings = await look(SickCamera(.well(), settings: settings)).filter { $0.check != "desktop" }
        #expect(findings.allSatisfy { $0.grade == .ok })
        #expect(
            findings.map(\.check)
                == [
                    "camera", "battery", "card", "capture target", "focus", "picture format", "auto power off",
                    "live view",
                ])
        #expect(findings.says("camera", .ok, "Example EOS, serial 4711, usb:001,004"))
        #expect(findings.says("card", .ok, "room for 900 pictures"))
    }

    @Test(
        arguments: [
            (CameraStatus.well { $0.battery = Battery("20%") }, "battery", Finding.Grade.warning, "change it soon"),
            (.well { $0.battery = Battery("5%") }, "battery", .failure, "mains adapter"),
            (.well { $0.battery = Battery("Low") }, "battery", .warning, "change it soon"),
            (.well { $0.battery = nil }, "battery", .ok, nil),
            (.well { $0.space = Space(free: nil, shots: 0) }, "card", .failure, "put in another one"),
            (.well { $0.space = Space(free: nil, shots: 150) }, "card", .warning, "put in an empty one"),
            (.well { $0.space = Space(free: 1_000_000, shots: nil) }, "card", .warning, "put in an empty one"),
            (.well { $0.space = nil }, "card", .ok, nil),
        ] as [(CameraStatus, String, Finding.Grade, String?)])
    func `What a body says about itself is judged`(
        status: CameraStatus, check: String, grade: Finding.Grade, remedy: String?
    ) async {
        let findings = await look(SickCamera(status))
        #expect(findings.grade(check) == grade)
        #expect(remedy.map { findings.tells(check, to: $0) } ?? (findings.of(check)[0].remedy == nil))
    }

    @Test(arguments: [
        ("capturetarget", "Internal RAM", "capture target", Finding.Grade.warning),
        ("capturetarget", "sdram", "capture target", .warning), ("capturetarget", "Memory card", "capture target", .ok),
        ("focusmode", "AI Servo", "focus", .warning), ("focusmode2", "AF-C", "focus", .warning),
        ("focusmode", "Manual", "focus", .ok), ("focusmode", "AF-S", "focus", .ok), ("autofocus", "On", "focus", .ok),
        ("imageformat", "RAW", "picture format", .warning), ("imageformat", "cRAW", "picture format", .warning),
        ("imagequality", "NEF (Raw)", "picture format", .warning), ("imagequality", "RAW", "picture format", .warning),
        ("imageformat", "RAW + Large Fine JPEG", "picture format", .ok),
        ("imagequality", "NEF+Fine", "picture format", .ok),
        ("imageformat", "Large Fine JPEG", "picture format", .ok), ("none", "x", "capture target", .ok),
        ("autopoweroff", "30", "auto power off", .warning), ("autopoweroff", "1 min", "auto power off", .warning),
        ("autopoweroff", "0", "auto power off", .ok), ("autopoweroff", "Disable", "auto power off", .ok),
        ("autopoweroff", "4294967295", "auto power off", .ok), ("powersave", "Off", "auto power off", .ok),
        ("none", "x", "auto power off", .ok), ("none", "x", "focus", .ok), ("none", "x", "picture format", .ok),
    ])
    func `Settings that spoil a night are found`(name: String, value: String, check: String, grade: Finding.Grade) {
        let found = findings { CameraSettings([.told(name, value)]).look($0) }
        #expect(found.grade(check) == grade)
        #expect(name == "none" || found.of(check)[0].found.lowercased().contains(value.lowercased()))
    }

    @Test func `A body without live view, or with one that shows nothing, shoots all the same`() async {
        let none = await look(SickCamera(.well { $0.hasLiveView = false }, hasFrames: false))
        #expect(none.says("live view", .warning, "has none"))
        let dark = await look(SickCamera(.well(), hasFrames: false))
        #expect(dark.says("live view", .warning, "no picture"))
    }

    @Test(arguments: [
        (CameraState.absent, CameraError.absent(wanted: nil), "no camera answers", "plug in the USB cable"),
        (.recovering, .claimed(program: "gvfsd-gphoto2"), "gvfsd-gphoto2 holds the camera", "gio mount -s gphoto2"),
        (
            .recovering, .refused(.connecting, detail: "no; never"), "refused while connecting: no; never",
            "switch it off and on"
        ),
        (.connecting, .busy, "does not finish connecting", "switch it off and on"),
    ])
    func `A camera that does not connect is told with its remedy`(
        state: CameraState, reason: CameraError, found: String, remedy: String
    ) async {
        var status = CameraStatus()
        (status.state, status.reason) = (state, reason)
        let findings = await lookInVain(SickCamera(status, time: time.source))
        #expect(findings.says("camera", .failure, found) && findings.tells("camera", to: remedy))
    }

    @Test(.timeLimit(.minutes(1))) func `A camera that hangs is left behind, and costs only what it was asked for`()
        async
    {
        let findings = await lookInVain(SickCamera(.well(), hangs: true), asking: .seconds(6))
        #expect(findings.says("settings", .warning, "in time") && findings.says("live view", .warning, "not looked at"))
        #expect(findings.grade("camera") == .ok)
    }

    @Test func `Pictures that stand in for a camera are no camera`() async throws {
        let built = await look(FolderCamera(testPictures: nil))
        #expect(
            built.says("camera", .warning, "the built-in test pictures") && built.tells("camera", to: "--camera usb"))
        let empty = FileManager.default.temporaryDirectory.appending(path: "doctor-empty-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: empty) }
        #expect(await look(FolderCamera(folder: empty)).says("camera", .failure, empty))
        try makeFolder(empty)
        #expect(await look(FolderCamera(folder: empty)).tells("camera", to: "put some JPEGs there"))
    }

    @Test func `A program of the desktop that takes cameras is found while it runs`() async throws {
        let event = FileManager.default.temporaryDirectory.appending(path: "doctor-gvfs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: event, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: event) }
        let program = event.appending(path: "gvfs-gphoto2-volume-monitor")
        try FileManager.default.copyItem(atPath: "/bin/sleep", toPath: program.path)
        let process = Process()
        (process.executableURL, process.arguments) = (program, ["60"])
        try process.start()
        defer { process.terminate() }
        var found: [Finding] = []
        // The kernel lets the parent go on before the new program has its name.
        for _ in 0..<500 where found.of("desktop").isEmpty {
            found = findings { CameraHold.look($0) }
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(found.says("desktop", .warning, "gvfs-gphoto2-volume-monitor runs"))
        #expect(found.tells("desktop", to: "gio mount -s gphoto2"))
        #expect(findings { CameraHold.look(at: [], $0) } == [])
    }

    @Test func `A camera that this user may not use is named`() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "doctor-usb-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        for (path, text) in [
            ("1-4/busnum", "1\n"), ("1-4/devnum", "7\n"), ("1-4/product", "Example EOS\n"),
            ("1-4:1.0/bInterfaceClass", "06\n"), ("1-5/busnum", "1\n"), ("1-5/devnum", "8\n"),
            ("1-5:1.0/bInterfaceClass", "03\n"),
        ] {
            let file = root + "/devices/" + path
            try makeFolder(String(file[..<file.lastIndex(of: "/")!]))
            try writeDurably(Array(text.utf8), to: file)
        }
        let hold = CameraHold(devices: root + "/devices", nodes: root + "/nodes")
        let found = findings { hold.lookAtPermissions($0) }
        #expect(found.map(\.check) == ["usb"] && found.says("usb", .failure, "Example EOS is plugged in"))
        #expect(found.tells("usb", to: "plugdev"))
        try makeFolder(root + "/nodes/001")
        try writeDurably([], to: root + "/nodes/001/007")
        #expect(findings { hold.lookAtPermissions($0) } == [])
    }
}
