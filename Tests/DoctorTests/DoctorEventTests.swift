import Capture
import Checks
import Files
import Foundation
import Sessions
import Testing

/// What is said about an event's own files.
@Suite struct DoctorEventTests {
    @Test func `An event that nothing is wrong with passes, in a fixed order, and stays as it is`() async throws {
        let event = try await DoctorEvent()
        let before = try event.state()
        let findings = try await event.examine()
        #expect(findings.failures == [])
        let order = [
            "event", "workflow", "booth", "words", "record", "history", "outbox", "layout card", "camera", "printer",
            "disk",
            "file system", "clock", "zone", "date", "permissions",
        ]
        var seen: [String] = []
        for check in findings.map(\.check) where check != seen.last && order.contains(check) { seen.append(check) }
        #expect(seen == order)
        #expect(findings.allSatisfy { ($0.remedy == nil) == ($0.grade == .ok) })
        #expect(findings.says("event", .ok, "Emma & Noah, 14 June 2026"))
        #expect(findings.says("layout card", .ok, "4x6 paper, 1 capture"))
        #expect(try event.state() == before)
    }

    @Test(arguments: [
        ("de-AT", Finding.Grade.ok, "the event's language, de"), ("en_GB", .ok, "the event's language, en"),
        ("nl", .warning, "guests read English"),
    ]) func `A language that nobody has translated is told`(locale: String, grade: Finding.Grade, found: String)
        async throws
    {
        let event = try await DoctorEvent { $0.locale = locale }
        let findings = try await event.examine()
        #expect(findings.says("words", grade, found), "\(findings.of("words"))")
        if grade == .warning {
            #expect(findings.tells("words", to: "translate en.json as nl.json"))
            #expect(findings.tells("words", to: "booth event set \(event.folder.path) locale en"))
        }
    }

    @Test func `Words that a translation lacks, or that are nowhere, are told`() async throws {
        let event = try await DoctorEvent { $0.locale = "nl" }
        try event.put(#"{"language":"English","answer":{"yes":"yes","no":"no"}}"#, at: "words/en.json")
        try event.put(#"{"language":"Nederlands","answer":{"yes":"ja"}}"#, at: "words/nl.json")
        let findings = try await event.examine(texts: [event.folder.path + "/words"])
        #expect(findings.says("words", .warning, "nl.json lacks 1 text, which guests read in English"))
        #expect(findings.tells("words", to: "translate them there: answer.no"))
        #expect(try await event.examine(texts: [event.folder.path + "/none"]).grade("words") == .failure)
    }

    @Test func `A theme that is not there, its missing files and colours that cannot be read are told`() async throws {
        let event = try await DoctorEvent {
            ($0.theme.name, $0.theme.accent, $0.theme.logo) = ("midnigth", "#fffbe0", "Theme/logo.png")
        }
        let findings = try await event.examine()
        #expect(findings.says("theme", .failure, "there is no theme \"midnigth\""))
        #expect(findings.tells("theme", to: "did you mean midnight?"))
        #expect(findings.says("theme", .failure, "/Theme/logo.png is not there"))
        #expect(findings.says("theme", .warning, "the accent #fffbe0 has a contrast of 1.0 : 1"))
        #expect(findings.tells("theme", to: "booth event set \(event.folder.path) theme.accent COLOUR"))
        let good = try await DoctorEvent { $0.theme.name = "midnight" }
        #expect(try await good.examine().of("theme").map(\.grade) == [.ok])
        #expect(try await DoctorEvent().examine().of("theme").isEmpty, "who says nothing has nothing to hear")
    }

    @Test func `A link that works only here is on no print, and that is told`() async throws {
        let event = try await DoctorEvent { $0.linkBase = "http://192.168.1.7:8080/s/" }
        try event.layout("card", #", "codes": [{ "content": "{share.url}", "x": 100, "y": 100, "size": 400 }]"#)
        let findings = try await event.examine()
        #expect(
            findings.says(
                "layout card", .warning,
                "its code is left out: http://192.168.1.7:8080/s/… works in the booth's own network"))
        let lasting = try await DoctorEvent { $0.linkBase = "https://photos.example/s/" }
        try lasting.layout("card", #", "codes": [{ "content": "{share.url}", "x": 100, "y": 100, "size": 400 }]"#)
        #expect(!(try await lasting.examine()).says("layout card", .warning, "is left out"))
    }

    @Test func `A drawing that no picture would show is told`() async throws {
        let event = try await DoctorEvent()
        try event.workflow(#"{ "step": "capture" }, { "step": "save" }, { "step": "draw" }"#)
        let findings = try await event.examine()
        #expect(findings.says("layout card", .warning, "has no place for a drawing"))
        #expect(findings.says("step draw", .warning, "stands behind \"save\""))
    }

    @Test func `Each layout that guests choose among is looked at`() async throws {
        let event = try await DoctorEvent()
        try event.layout("twice", "", slots: 2)
        try event.workflow(
            #"{ "step": "layout", "choices": ["card", "twice"] }, { "step": "capture", "shots": 1 }"#)
        #expect(try await event.examine().says("layout twice", .failure, "shows 2 captures, but the workflow takes 1"))
    }

    @Test func `A folder without an event is an error`() async throws {
        let event = try await DoctorEvent()
        try FileManager.default.removeItem(atPath: event.folder.settings)
        await #expect(throws: SessionsError.noEvent(path: event.folder.path)) { try await event.examine() }
    }

    @Test(arguments: [
        ("event.json", #"{ "version": 1, "id": "x", "nam": "y" }"#, "event", "event.json"),
        ("workflow.json", #"{ "name": "x", "steps": [ { "stap": "capture" } ] }"#, "workflow", "steps[0]"),
        ("event.db", "no database at all, whatever its name says", "record", "event.db: damaged"),
    ])
    func `A file that cannot be read is named, and hides nothing else`(
        name: String, text: String, check: String, found: String
    ) async throws {
        let event = try await DoctorEvent()
        try event.put(text, at: name)
        let findings = try await event.examine()
        #expect(findings.failures.map(\.check) == [check])
        #expect(findings.says(check, .failure, found))
        #expect(findings.grade("camera") == .warning && findings.grade("permissions") == .ok)
    }

    @Test func `What a workflow's steps need is looked for`() async throws {
        let event = try await DoctorEvent()
        try event.put(
            #"{"name":"x","effects":["lut:file=none.cube"],"steps":[{"step":"capture"},{"step":"email"},{"step":"ai","destination":"dreams"}]}"#,
            at: "workflow.json")
        let findings = try await event.examine()
        #expect(findings.says("effects", .failure, "none.cube is not there"))
        #expect(findings.says("step email", .warning, "only kept in the record"))
        #expect(findings.tells("step email", to: "-o guests.csv --contacts lists the addresses"))
        #expect(findings.says("step ai", .warning, "nothing carries AI requests to dreams"))
    }

    @Test func `Nothing is promised that is not kept`() async throws {
        let event = try await DoctorEvent {
            $0.destinations = [.email: "relay", .print: "rx1"]
            $0.linkBase = "https://photos.example/s/"
        }
        let findings = try await event.examine()
        #expect(findings.says("destinations", .failure, "destinations.email: nothing sends emails to \"relay\""))
        #expect(findings.tells("destinations", to: "booth event set \(event.folder.path) destinations.email \"\""))
        #expect(findings.says("links", .warning, "https://photos.example/s/…, which this booth does not serve"))
        #expect(findings.tells("links", to: "--gallery DIR"))
    }

    @Test(arguments: [
        ("./nothere", "/nothere is not there", "copy it there"),
        ("./notes.txt", "/notes.txt cannot be run", "chmod +x "),
        ("./Captures", "/Captures is no program", "correct \"run\""),
        ("nowhere-lights", "no program nowhere-lights", "install it"),
        ("/bin/nothere", "/bin/nothere is not there", "copy it there"),
    ])
    func `A program that a step could not run is found before guests do`(
        program: String, found: String, remedy: String
    ) async throws {
        let event = try await DoctorEvent()
        try event.put("lights", at: "notes.txt")
        try makeFolder(event.folder.path + "/Captures")
        try event.workflow(#"{ "step": "capture" }, { "step": "command", "run": ["\#(program)", "off"] }"#)
        let findings = try await event.examine()
        #expect(findings.says("step command", .failure, found) && findings.tells("step command", to: remedy))
    }

    @Test(arguments: ["./lights", "true", "/bin/true"])
    func `A program that can be run is nothing to speak of`(program: String) async throws {
        let event = try await DoctorEvent()
        try event.put("#!/bin/sh", at: "lights")
        chmod(event.folder.path + "/lights", 0o755)
        try event.workflow(#"{ "step": "capture" }, { "step": "command", "run": ["\#(program)"] }"#)
        #expect(try await event.examine().of("step command") == [])
    }

    @Test func `An event without a workflow is told where to get one`() async throws {
        let event = try await DoctorEvent()
        try FileManager.default.removeItem(atPath: event.folder.workflow)
        let findings = try await event.examine()
        #expect(findings.says("workflow", .failure, "workflow.json: the event has no workflow"))
        #expect(findings.tells("workflow", to: "one of those in workflows/"))
    }

    @Test func `A record that is missing is no reason to stay at home, and is not made by looking`() async throws {
        let event = try await DoctorEvent()
        try FileManager.default.removeItem(atPath: event.folder.database)
        let findings = try await event.examine()
        #expect(findings.failures == [] && findings.tells("record", to: "start the booth"))
        #expect(!FileManager.default.fileExists(atPath: event.folder.database))
    }

    @Test func `How sessions-json stands to the record is told`() async throws {
        let event = try await DoctorEvent()
        let record = try EventRecord(event.folder)
        let session = try await record.start(SessionPlan(workflow: .standard))
        _ = try await record.keep(.email, value: "guest@example.org", in: session.id)
        #expect(try await event.examine().says("history", .ok, "older than event.db"))
        #expect(try await event.examine().says("record", .ok, "1 session; one was cut off"))
        try await record.saveHistory()
        #expect(try await event.examine().says("history", .ok, "in step"))
        let right = try event.text("sessions.json")
        try event.put(right.replacing("guest@", with: "ghost@"), at: "sessions.json")
        #expect(try await event.examine().says("history", .warning, "differs from event.db"))
        try event.put("nothing", at: "sessions.json")
        #expect(try await event.examine().says("history", .warning, "first line"))

        // A copy of the record from before, put back beside the newer history.
        try event.put(right, at: "sessions.json")
        let other = try await DoctorEvent()
        try FileManager.default.removeItem(atPath: event.folder.database)
        try FileManager.default.copyItem(atPath: other.folder.database, toPath: event.folder.database)
        let findings = try await event.examine()
        #expect(findings.says("history", .failure, "is newer than event.db"))
        #expect(findings.tells("history", to: "put the right event.db back"))
    }

    @Test func `While a booth runs, the camera is its own`() async throws {
        let event = try await DoctorEvent()
        let camera = SickCamera(CameraStatus())
        let lock = try EventLock(event.folder)
        let findings = try await event.examine(camera: camera)
        _ = consume lock
        #expect(findings.says("booth", .ok, "running on this event now"))
        #expect(
            findings.says("camera", .ok, "in use by the booth") && findings.says("printer", .ok, "that of the booth"))
        #expect(await camera.starts == 0)
        #expect(try await event.examine().says("booth", .ok, "not running"))
    }

    @Test func `What needs a person in the outbox is told apart from what only waits`() async throws {
        let event = try await DoctorEvent()
        let record = try EventRecord(event.folder)
        let session = try await record.start(SessionPlan(workflow: .standard))
        for (kind, outcome) in [
            (OutboxItem.Kind.media, SendOutcome?.none), (.print, .unknown("nobody heard")),
            (.email, .refused("no such box")),
        ] {
            _ = try await record.send(NewItem(kind, subject: "it", destination: "there"), of: session.id)
            guard let outcome, let claimed = try await record.claim([kind], lease: .seconds(60)) else { continue }
            try await record.settle(claimed, outcome)
        }
        let findings = try await event.examine()
        #expect(findings.says("outbox", .ok, "waits to be sent: 1 media"))
        #expect(findings.says("outbox", .warning, "nobody knows whether these arrived: 1 print"))
        #expect(findings.says("outbox", .warning, "given up: 1 email"))
        #expect(findings.tells("outbox", to: "booth outbox list \(event.folder.path) --state dead"))
    }
}
