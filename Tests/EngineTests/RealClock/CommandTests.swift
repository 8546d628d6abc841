import Foundation
import Rigs
import Sessions
import Testing
import Work

/// The programs as users run them.
@Suite(.tags(.realClock)) struct CommandTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "booth").path

    /// Standard output, standard error and the exit status.
    @discardableResult
    private func booth(_ words: String...) async throws -> (out: String, err: String, status: Int32) {
        try await booth(words)
    }

    private func booth(_ words: [String]) async throws -> (out: String, err: String, status: Int32) {
        let child = try start(words)
        let (out, err) = (child.out, child.err)
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                child.process.waitUntilExit()
                func text(_ pipe: Pipe) -> String {
                    String(decoding: (try? pipe.fileHandleForReading.readToEnd()) ?? Data(), as: UTF8.self)
                }
                continuation.resume(returning: (text(out), text(err), child.process.terminationStatus))
            }
        }
    }

    /// Nobody could begin at a booth that has no keys and hears no commands.
    @Test func withoutSocketsCommandsComeByTheUsersFolderOrItIsSaidAtOnce() async throws {
        let event = try await founded()
        // As a file system that makes no sockets: nothing can be bound there.
        try FileManager.default.createDirectory(
            atPath: event + "/event.sock/x", withIntermediateDirectories: true)
        let user = rig.path + "/user"
        try FileManager.default.createDirectory(
            atPath: user, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        func booth(_ words: [String], _ folder: String) async -> (text: String, end: Child.Outcome.End) {
            let child = Child(
                [Self.program] + words, in: rig.path, adding: ["XDG_RUNTIME_DIR": folder], output: .captured(1 << 16))
            let outcome = await child.result(within: .seconds(60))
            return (outcome.text, outcome.end)
        }
        let refused = await booth(["run", event, "--unattended"], rig.path + "/none")
        #expect(refused.end == .exited(73) && refused.text.contains("set XDG_RUNTIME_DIR"), "\(refused)")
        #expect(
            await booth(["run", event, "--unattended", "--sessions", "1", "--pace", "200"], user).end == .exited(0))

        let running = Child(
            [Self.program, "run", event, "--unattended"], in: rig.path, adding: ["XDG_RUNTIME_DIR": user],
            output: .dropped)
        let run = Task { await running.result(within: .seconds(120)) }
        var status = await booth(["ctl", event, "status"], user)
        for _ in 0..<200 where status.end != .exited(0) {
            try await Task.sleep(for: .milliseconds(50))
            status = await booth(["ctl", event, "status"], user)
        }
        #expect(status.text.contains("booth     running"), "\(status)")
        #expect(rig.names("user").map { $0.hasPrefix("boothkit-") && $0.hasSuffix(".sock") } == [true])
        running.send(SIGTERM)
        _ = await run.value
        #expect(rig.names("user").isEmpty)
    }

    private func start(_ words: [String]) throws -> (process: Process, out: Pipe, err: Pipe) {
        let (process, out, err) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: Self.program)
        process.arguments = words
        process.currentDirectoryURL = URL(filePath: rig.path)
        (process.standardOutput, process.standardError, process.standardInput) = (out, err, FileHandle.nullDevice)
        try process.start()
        return (process, out, err)
    }

    private func founded() async throws -> String {
        let event = rig.path + "/party"
        #expect(try await booth("event", "new", event, "--name", "X", "--layout", "duo").status == 0)
        try rig.put(#"{"models":["file"],"papers":{"card":{"media":"300x400"}}}"#, at: "printers/file.json")
        return event
    }

    @Test func aBoothRunsFromTheShell() async throws {
        let event = try await founded()
        let ran = try await booth(
            "run", event, "--unattended", "--sessions", "1", "--pace", "200", "--printer", "file:" + rig.printed)
        #expect(ran.status == 0 && ran.out.isEmpty, "\(ran)")
        #expect(ran.err.contains("test pictures take the place of a real one"))
        #expect(ran.err.contains("session #1 completed: FinalPhoto/000001-duo-"))
        #expect(rig.names("printed").count == 1)
        #expect(try await booth("sessions", "check", event).status == 0)
    }

    /// Somewhere else than in the checkout, say. Pictures matter more, so that it opens all the same.
    @Test func aPrinterThatCannotPrintTheLayoutIsNamedAtTheStart() async throws {
        let event = try await founded()
        try FileManager.default.removeItem(atPath: rig.path + "/printers")
        let run = [
            "run", event, "--unattended", "--sessions", "1", "--pace", "200", "--printer", "file:" + rig.printed,
        ]
        let ran = try await booth(run)
        #expect(ran.status == 0)
        let line = try #require(ran.err.split(separator: "\n").first { $0.contains("cannot print card") })
        #expect(
            line.hasPrefix("booth: printer file:\(rig.printed) cannot print card, which layout duo is for: no printer"))
        #expect(line.contains(", printers, ") && line.hasSuffix("it brings its profiles"))
        #expect(
            try #require(ran.err.firstRange(of: line)).lowerBound
                < #require(ran.err.firstRange(of: "the booth is open")).lowerBound)

        try rig.put(#"{"models":["file"],"papers":{"4x6":{"media":"300x400"}}}"#, at: "printers/file.json")
        #expect(try await booth(run).err.contains("the printer profile does not know card, only 4x6; take a layout"))
        try rig.put(#"{"models":["file"],"papers":{"card":{"media":"300x400"}}}"#, at: "printers/file.json")
        #expect(try await !booth(run).err.contains("cannot print"))
    }

    /// A script can tell.
    @Test func anAnswerThatIsNotTakenIsAFailure() async throws {
        let event = try await founded()
        try rig.put(
            #"{"name":"ask","steps":[{"step":"attract"},{"step":"consent"},{"step":"capture","shots":2,"interval":0}]}"#,
            at: "party/workflow.json")
        let child = try start(["run", event, "--unattended"])
        defer { child.process.terminate() }
        var state = try await booth("ctl", event, "status", "--json")
        for _ in 0..<200 where state.status != 0 || !state.out.contains("attract") {
            try await Task.sleep(for: .milliseconds(50))
            state = try await booth("ctl", event, "status", "--json")
        }
        #expect(try await booth("ctl", event, "next").status == 0)
        let refused = try await booth("ctl", event, "answer", "banana")
        #expect(refused.status == 65 && refused.err == "booth: yes or no?\n")
        #expect(try await booth("ctl", event, "answer", " Y").status == 0)
    }

    @Test func ctlLeadsIt() async throws {
        let event = try await founded()
        let away = try await booth("ctl", event, "status")
        #expect(away.status == 69 && away.err.contains("start it with: booth run"))
        let child = try start(["run", event, "--unattended", "--pace", "50"])
        var state = try await booth("ctl", event, "status", "--json")
        for _ in 0..<200 where state.status != 0 || !state.out.contains("attract") {
            try await Task.sleep(for: .milliseconds(50))
            state = try await booth("ctl", event, "status", "--json")
        }
        #expect(state.out.contains(#""phase": "running""#))
        #expect(try await booth("run", event, "--unattended").status == 75)
        #expect(try await booth("ctl", event, "retake").status == 75)
        #expect(try await booth("ctl", event, "next").out.contains("step"))
        #expect(try await booth("ctl", event, "stop").out.contains("booth     stopped"))
        #expect(try await booth("status", event).out.contains("camera    Folder, ready"))
        child.process.terminate()
        child.process.waitUntilExit()
        #expect(child.process.terminationReason == .uncaughtSignal && child.process.terminationStatus == SIGTERM)
        let said = String(decoding: try child.err.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        #expect(said.contains("booth ctl \(event) next"), "\(said)")
        #expect(try await booth("sessions", "check", event).status == 0)
    }

    @Test(arguments: [
        (["run"], 64, "name the folder of the event"),
        (["run", "nowhere"], 66, "make one with: booth event new nowhere --name NAME"),
        (["event", "new", "e", "--name", ""], 64, "--name: expected what the event is called"),
        (["event", "new", "e", "--name", "X", "--zone", "Nope/There"], 64, "--zone: expected a time zone"),
        (["event", "new", "e"], 64, "Try booth event new --help."), (["ctl", "e"], 64, "Try booth ctl --help."),
        (["nuon"], 64, "Try booth --help."),
        (["ctl", "nowhere", "status"], 66, "make one with"),
        (["ctl", "nowhere", "nxet"], 64, "did you mean next?"),
        (["ctl", "nowhere", "answer"], 64, "say the answer"),
        (["ctl", "nowhere", "stop", "it"], 64, "stop takes nothing more"),
        (["status", "nowhere"], 66, "make one with"),
        (
            ["event", "new", "e", "--name", "X", "--workflow", "none"], 66,
            "workflow none: not found in workflows/none.json, "
        ),
        (["event", "new", "e", "--name", "X", "--workflow", "gif"], 66, "; run booth in its checkout, install it"),
    ])
    func mistakesAreNamed(words: [String], status: Int32, text: String) async throws {
        let child = try start(words)
        child.process.waitUntilExit()
        let err = String(decoding: try child.err.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        #expect(child.process.terminationStatus == status && err.contains(text), "\(err)")
    }

    /// Nobody is told to name a printer who has said that there is none.
    @Test func whoWantsNoPrinterIsNotAskedForOne() async throws {
        let event = try await founded()
        let run = ["run", event, "--unattended", "--sessions", "1", "--pace", "200"]
        #expect(try await booth(run).err.contains("no --printer"))
        #expect(try await !booth(run + ["--printer", "none"]).err.contains("no --printer"))
    }

    @Test func theDemoKeepsOffEventsThatItDidNotMake() async throws {
        let event = try await founded()
        let refused = try await booth("demo", "--event", event, "--sessions", "1")
        #expect(refused.status == 64 && refused.err.contains("an event that the demo did not make"))
        #expect(rig.names("party/Captures") == [] && rig.names("party/Printed") == [])

        let own = rig.path + "/show"
        var settings = Event(name: "Show", date: "")
        settings.booth = "demo"
        _ = try EventRecord.create(settings, workflow: .standard, in: EventFolder(own))
        let lock = try EventLock(EventFolder(own))
        let busy = try await booth("demo", "--event", own, "--sessions", "1")
        _ = consume lock
        #expect(busy.status == 75 && !FileManager.default.fileExists(atPath: own + "/Printed"))
    }

    /// As an operator does who did not read the unit's comments.
    @Test(.enabled(if: geteuid() == 0 && access("/usr/bin/setpriv", X_OK) == 0, "not root"), arguments: [0o755, 0o700])
    func anotherUserIsToldWhoseBoothItIs(mode: mode_t) async throws {
        let event = try await founded()
        chmod(event, mode)
        let child = try start(["run", event, "--unattended", "--pace", "50"])
        for _ in 0..<200 where access(event + "/event.sock", F_OK) != 0 { try await Task.sleep(for: .milliseconds(50)) }
        let other = ["--reuid=65534", "--regid=65534", "--clear-groups", Self.program]
        for words in [["ctl", event, "next"], ["status", event]] {
            let said = await Programs.blocking { Programs.run("/usr/bin/setpriv", other + words) }
            #expect(said.status == 77 && said.said.contains("run this as that user: sudo -u root booth"), "\(said)")
        }
        child.process.terminate()
        child.process.waitUntilExit()
    }

    @Test func aBadWorkflowIsNamedWithItsPlace() async throws {
        let event = try await founded()
        try #"{"name":"x","steps":[{"step":"capture","shtos":3}]}"#.write(
            toFile: event + "/workflow.json", atomically: true, encoding: .utf8)
        let ran = try await booth("run", event, "--unattended")
        #expect(
            ran.status == 65 && ran.err.contains("workflow.json: steps[0].shtos: unknown key; did you mean \"shots\"?"))
    }
}
