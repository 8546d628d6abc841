import Foundation
import Rigs
import Sessions
import Testing

/// `booth doctor` in a process of its own, as an operator uses it.
@Suite struct DoctorCommandTests {
    /// `user`: as whom root runs it.
    private func booth(
        _ words: [String], user: Int? = nil, environment: [String: String] = [:]
    ) throws -> (status: Int32, out: String, err: String) {
        let program = Programs.folder + "/booth"
        let change = user.map { ["/usr/bin/setpriv", "--reuid=\($0)", "--regid=\($0)", "--clear-groups"] } ?? []
        let line = change + [program, "doctor"] + words
        let run = Programs.run(line[0], Array(line.dropFirst()), environment: environment, in: Programs.root)
        return (run.status, run.out, run.said)
    }

    @Test func `The page has a line for each check, a remedy below what is not ok, and the sum at its end`()
        async throws
    {
        let event = try await DoctorEvent()
        let before = try event.state()
        let good = try booth([event.folder.path])
        #expect(good.status == 0 && good.err == "")
        #expect(good.out.contains("ok       event        Emma & Noah, 14 June 2026\n"))
        #expect(good.out.contains("no real camera\n                      → plug one in and say --camera usb\n"))
        #expect(good.out.split(separator: "\n").last?.hasPrefix("Ready: 0 failures, ") == true)
        #expect(try event.state() == before)

        try event.workflow(#"{ "step": "capture" }, { "step": "print" }"#)
        let bad = try booth([event.folder.path])
        #expect(bad.status == 1 && bad.out.contains("FAILURE  printer"))
        #expect(bad.out.split(separator: "\n").last?.hasPrefix("NOT READY: 1 failure, ") == true)
    }

    @Test func `For machines it is an array of objects`() async throws {
        let event = try await DoctorEvent()
        try event.workflow("")
        let said = try booth([event.folder.path, "--json"])
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(said.out.utf8)) as? [[String: Any]])
        #expect(said.status == 1 && rows.allSatisfy { Set($0.keys) == ["check", "grade", "found", "remedy"] })
        #expect(rows.contains { $0["check"] as? String == "workflow" && $0["grade"] as? String == "failure" })
        #expect(rows.contains { $0["check"] as? String == "disk" && $0["remedy"] is NSNull })
    }

    @Test func `The printer is the event's unless the command names another`() async throws {
        let place = "file:" + FileManager.default.temporaryDirectory.appending(path: "doctor-\(UUID().uuidString)").path
        let event = try await DoctorEvent { $0.destinations[.print] = place }
        #expect(try booth([event.folder.path]).out.contains(place))
        #expect(try booth([event.folder.path, "--printer", "none"]).out.contains("none; this event does not print"))
        let two = try booth([event.folder.path, "--printer", place + "/a", "--printer", place + "/b"])
        #expect(two.out.contains("printer \(place)/b"))
        let away = try booth(
            [event.folder.path, "--printer", "rx1"], environment: ["CUPS_SERVER": "127.0.0.1:9"])
        #expect(away.status == 1 && away.out.contains("print server 127.0.0.1:9: unreachable"))
        #expect(
            try booth([event.folder.path, "--printer", "no such"]).out.contains("queue no such: there is no such queue")
        )
    }

    /// With the words with which a booth would end at once.
    @Test(arguments: [
        ("file:event.json", "event.json: cannot be created (a file of that name is there)"),
        ("file:/proc/prints", "/proc/prints: cannot be created (No such file or directory)"),
        ("file:", "the folder is missing"),
    ])
    func `A folder for prints that cannot be made fails`(printer: String, found: String) async throws {
        let event = try await DoctorEvent()
        let name = printer.replacing("event.json", with: event.folder.settings)
        let said = try booth([event.folder.path, "--printer", name])
        #expect(said.status == 1 && said.out.contains("FAILURE  printer") && said.out.contains(found))
        let run = Programs.run(
            Programs.folder + "/booth", ["run", event.folder.path, "--unattended", "--printer", name], in: Programs.root
        )
        #expect(run.status == (printer == "file:" ? 64 : 73) && run.said.contains(found))
    }

    @Test(
        arguments: [
            (["/nowhere/at/all"], 66, "no event"), ([], 64, "name the folder"), (["a", "b"], 64, "name the folder"),
            (["a", "--camera", "pinhole"], 64, "--camera"), (["a", "--printr", "x"], 64, "--printer"),
        ] as [([String], Int32, String)])
    func `What cannot be examined is one line and a status`(words: [String], status: Int32, text: String) throws {
        let said = try booth(words)
        #expect(said.status == status && said.out == "" && said.err.contains(text))
    }

    @Test func `A folder of pictures can stand in, and a camera that is away fails`() async throws {
        let event = try await DoctorEvent()
        let docs = Programs.root + "/docs"
        #expect(try booth([event.folder.path, "--camera", "folder:\(docs)"]).out.contains("the pictures of \(docs)"))
        let away = try booth([event.folder.path, "--camera", "usb:4711"])
        #expect(away.status == 1 && away.out.contains("camera 4711 does not answer"))
    }

    @Test(.enabled(if: VirtualCamera.isThere, Comment(rawValue: VirtualCamera.whyNot)))
    func `A body behind libgphoto2 is asked for all of it`() async throws {
        let event = try await DoctorEvent()
        let picture = try Data(contentsOf: URL(filePath: Programs.root + "/docs/collage.jpg"))
        let said = try booth(
            [event.folder.path, "--camera", "usb"],
            environment: VirtualCamera.environment(in: event.folder.path, jpeg: Array(picture)))
        for line in [
            "camera          Nikon DSC D750, serial 0.1", "battery         50%", "capture target  Memory card",
            "card            room for", "picture format  the camera does not tell",
            "live view       this camera has none",
        ] { #expect(said.out.contains(line)) }
        #expect(said.status == 0)
    }

    @Test(.enabled(if: geteuid() != 0 || access("/usr/bin/setpriv", X_OK) == 0, "setpriv is missing"))
    func `What this user may not write is named, and how to get it`() async throws {
        let event = try await DoctorEvent()
        let isRoot = geteuid() == 0
        let closed = event.folder.path + "/Captures"
        #expect(chmod(closed, 0o555) == 0 && chmod(event.folder.path, 0o755) == 0)
        let said = try booth([event.folder.path], user: isRoot ? 65_534 : nil)
        #expect(said.status == 1 && said.out.contains(" may not write \(isRoot ? event.folder.path : closed)"))
        #expect(said.out.contains("→ sudo chown -R "))
        chmod(closed, 0o755)
    }
}
