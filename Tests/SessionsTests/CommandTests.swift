import Foundation
import Rigs
import Testing

@testable import Sessions

/// The `booth` command in a process of its own, as a script uses it.
@Suite struct CommandTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func booth(_ words: String...) throws -> (status: Int32, out: String, err: String) { try booth(words[...]) }

    private func booth(_ words: ArraySlice<String>) throws -> (status: Int32, out: String, err: String) {
        let child = Process()
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        child.executableURL = URL(filePath: own).deletingLastPathComponent().appending(path: "booth")
        child.arguments = Array(words)
        let (out, err) = (Pipe(), Pipe())
        (child.standardOutput, child.standardError) = (out, err)
        try child.start()
        let texts = [out, err].map { String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
        child.waitUntilExit()
        return (child.terminationStatus, texts[0], texts[1])
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func rows(_ text: String) throws -> [[String: Any]] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    }

    @Test func theVersionIsOneLineAndHelpIsThereWithoutHyphens() throws {
        let version = try booth("--version")
        #expect(version.status == 0 && version.out.wholeMatch(of: /booth \d+\.\d+\n/) != nil, "\(version)")
        #expect(try booth("help").out == booth("--help").out)
    }

    @Test func anEventIsMadeShownAndDuplicated() throws {
        let (path, copy) = (scratch.folder.absolute("a"), scratch.folder.absolute("b"))
        #expect(try booth("event", "new", path, "--name", "Emma & Noah", "--zone", "Europe/Berlin").status == 0)
        #expect(try booth("event", "new", path, "--name", "x").status == 73)
        #expect(try booth("event", "duplicate", path, copy, "--date", "15 June 2026").status == 0)
        let (first, second) = (try Event(in: EventFolder(path)), try Event(in: EventFolder(copy)))
        #expect(second.name == first.name && second.zone == "Europe/Berlin" && second.date == "15 June 2026")
        #expect(second.id != first.id)
        #expect(try booth("event", "show", path).out.hasPrefix("Emma & Noah\n"))
    }

    @Test func anEventHasValuesForItsLayouts() throws {
        let path = scratch.folder.absolute("a")
        let made = try booth(
            "event", "new", path, "--name", "x", "--value", "hashtag=#a=b", "--value", "value.place=Vienna")
        #expect(made.status == 0)
        let event = EventFolder(path)
        #expect(try Event(in: event).values == ["hashtag": "#a=b", "place": "Vienna"])
        for pair in ["=x", "event.name=x", "hashtag", "a b=c", "long=" + String(repeating: "x", count: 4_001)] {
            let refused = try booth("event", "new", path + "2", "--name", "x", "--value", pair)
            #expect(refused.status == 64 && refused.err.contains("--value"), "\(refused)")
        }
        #expect(!FileManager.default.fileExists(atPath: path + "2"))
        let text = try String(contentsOfFile: event.settings, encoding: .utf8)
        try text.replacing("hashtag", with: "").write(toFile: event.settings, atomically: false, encoding: .utf8)
        let read = try booth("event", "show", path)
        #expect(read.status == 65 && read.err.contains("values: \"\": the name of a value"), "\(read)")
    }

    /// A code that leads nowhere is printed on every card of the night.
    @Test func aLinkBaseIsAnAddressThatPhonesOpen() throws {
        let path = scratch.folder.absolute("a")
        for base in [
            "photos.example/s/", "www.photos.example", "https://", "https:///s/", "ftp://photos.example/",
            "//photos.example/",
            "https://photos example/s/", "https://photos.example/s /", "https://photos.example:port/",
            "javascript:alert(1)", "",
        ] {
            let refused = try booth("event", "new", path, "--name", "x", "--link-base", base)
            #expect(refused.status == 64, "\(base)")
            #expect(
                refused.err.hasPrefix(
                    "booth: --link-base: expected a web address such as https://photos.example/s/, found \"\(base)\"\n"),
                "\(refused)")
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        for (index, base) in [
            "https://photos.example/s/", "http://192.168.1.7:8080/s/", "HTTPS://fotos.müller.example/grüße/",
            "https://photos.example?s=", "http://[fe80::1]:80/s/", "http://booth/",
        ].enumerated() {
            let made = try booth("event", "new", path + "\(index)", "--name", "x", "--link-base", base)
            #expect(made.status == 0, "\(base): \(made)")
        }
        let event = EventFolder(path + "0")
        let text = try String(contentsOfFile: event.settings, encoding: .utf8)
        try text.replacing("https://photos.example/s/", with: "photos.example/s/").write(
            toFile: event.settings, atomically: false, encoding: .utf8)
        let read = try booth("event", "show", path + "0")
        #expect(
            read.status == 65
                && read.err.contains(
                    "linkBase: expected a web address such as https://photos.example/s/, found \"photos.example/s/\""),
            "\(read)")
    }

    /// The second would have been dropped without a word.
    @Test func twoLayoutsOfOneNameAreRefused() throws {
        let path = scratch.folder.absolute("a")
        let (one, other) = (scratch.folder.absolute("x/strip"), scratch.folder.absolute("y/strip"))
        for folder in [one, other] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try #"{ "paper": { "width": 60, "height": 40 } }"#.write(
                toFile: folder + "/layout.json", atomically: false, encoding: .utf8)
        }
        let message =
            "two layouts are called \"strip\", and an event has one of each name; leave one out, or copy it to a folder of "
            + "another name"
        for second in [other, other + "/", other + "/layout.json", one] {
            let refused = try booth("event", "new", path, "--name", "x", "--layout", one, "--layout", second)
            #expect(refused.status == 64 && refused.err.hasPrefix("booth: \(message)\n"), "\(refused)")
            #expect(!FileManager.default.fileExists(atPath: path))
        }
        let made = try booth("event", "new", path, "--name", "x", "--layout", one + "/layout.json")
        #expect(made.status == 0, "\(made)")
        let event = EventFolder(path)
        #expect(try Event(in: event).layouts == ["strip"])
        let copied = try booth("event", "duplicate", path, path + "2", "--layout", other)
        #expect(copied.status == 64 && copied.err.hasPrefix("booth: \(message)\n"), "\(copied)")
        let text = try String(contentsOfFile: event.settings, encoding: .utf8)
        try text.replacing("\"strip\"", with: "\"strip\", \"../y/strip\"").write(
            toFile: event.settings, atomically: false, encoding: .utf8)
        let read = try booth("event", "show", path)
        #expect(read.status == 65 && read.err.contains("layouts: \(message)"), "\(read)")
    }

    /// Windows editors put a byte-order mark before what they save.
    @Test func settingsAreReadBehindAByteOrderMark() throws {
        let path = scratch.folder.absolute("a")
        #expect(try booth("event", "new", path, "--name", "Emma").status == 0)
        let event = EventFolder(path)
        for file in [event.settings, event.workflow] {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try Data([0xEF, 0xBB, 0xBF] + text.utf8).write(to: URL(filePath: file))
        }
        #expect(try booth("event", "show", path).out.hasPrefix("Emma\n"))
        #expect(try Workflow(in: event).steps == Workflow.standard.steps)
    }

    @Test func sessionsAreLookedAfter() async throws {
        let record = try scratch.record()
        for seed in 1...3 { try await record.visit(seed, captures: 1, email: "g\(seed)@example.org") }
        let path = scratch.folder.path
        #expect(try rows(booth("sessions", "list", path, "--json").out).map { $0["number"] as? Int } == [3, 2, 1])
        #expect(try rows(booth("sessions", "list", path, "--json", "--text", "g2@").out).count == 1)
        #expect(try booth("sessions", "show", path, "2").out.contains("g2@example.org"))
        let capture = try await record.session(number: 2).captures[0].path
        // No layout says on which paper, so it cannot be printed, and is listed with the reason.
        let unprintable = try booth("sessions", "reprint", path, "2", "--item", capture, "--queue", "photo")
        #expect(unprintable.status == 1 && unprintable.out.contains("photo: dead: "), "\(unprintable)")
        let states = ["--state", "pending", "--state", "dead"]
        let queue = try object(booth((["outbox", "list", path, "--json"] + states)[...]).out)
        let queued = try #require(queue["items"] as? [[String: Any]])
        let destinations = try #require(queue["destinations"] as? [[String: Any]])
        #expect(destinations.map { $0["name"] as? String } == ["cloud", "photo"])
        #expect(queued.last?["copies"] as? Int == 1)
        #expect(queued.count == 4 && queued.last?["kind"] as? String == "print")
        let id = "\(try #require(queued.last?["id"] as? Int))"
        #expect(try booth("outbox", "remove", path, id).status == 0)
        #expect(try booth("outbox", "retry", path, id).status == 0)
        let token = try #require(
            try rows(booth("sessions", "share", path, "2", "--revoke", "--json").out)[0]["token"] as? String)
        #expect(try await record.session(token: token)?.number == 2)
        let file = scratch.folder.absolute("out.csv")
        #expect(try booth("sessions", "export", path, "1..2", "-o", file).status == 0)
        #expect(try String(contentsOfFile: file, encoding: .utf8).split(separator: "\r\n").count == 3)
        #expect(try booth("sessions", "delete", path, "2", "--dry-run").status == 0)
        #expect(try await record.numbers() == [1, 2, 3])
        #expect(try booth("sessions", "delete", path, "2").status == 0)
        #expect(try await record.numbers() == [1, 3])
        #expect(try booth("sessions", "check", path).status == 0)
        try scratch.remove(try await record.session(number: 3).captures[0].path)
        #expect(try booth("sessions", "check", path).status == 1)
    }

    @Test func whatIsLongComesInPages() async throws {
        let record = try scratch.record()
        for seed in 1...5 { try await record.visit(seed, captures: 1) }
        let path = scratch.folder.path
        let first = try booth("sessions", "list", path, "--limit", "3")
        #expect(first.out.split(separator: "\n").count == 3 && first.err.contains("--before 3"))
        let second = try booth("sessions", "list", path, "--limit", "3", "--before", "3")
        #expect(second.out.split(separator: "\n").count == 2 && second.err.isEmpty)
    }

    @Test func deletingByFilterSaysFirstWhatWouldGo() async throws {
        let record = try scratch.record()
        for seed in 1...4 { try await record.visit(seed, captures: 1, email: "g\(seed % 2)@example.org") }
        let path = scratch.folder.path
        let dry = try booth("sessions", "delete", path, "--text", "g1@", "--dry-run", "--json")
        #expect(try rows(dry.out).map { $0["number"] as? Int } == [1, 3])
        #expect(try rows(dry.out).allSatisfy { $0["deleted"] as? Bool == false })
        #expect(try await record.numbers().count == 4)
        #expect(try booth("sessions", "delete", path, "--text", "g1@").status == 0)
        #expect(try await record.numbers() == [2, 4])
        #expect(try booth("sessions", "delete", path, "--text", "g1@").err.contains("no session is chosen"))
        // The active one stays, and is said to.
        let active = try await record.start(.init(workflow: .standard))
        _ = try await record.keep(.sample(9), in: active.id)
        let all = try booth("sessions", "delete", path, "all")
        #expect(all.status == 1 && all.err.contains("#5: is active, and stays"))
        #expect(try await record.numbers() == [5])
        #expect(try booth("sessions", "delete", path, "5").status == 75)
    }

    @Test func aCodeNeedsALink() async throws {
        let record = try scratch.record()
        try await record.visit(1)
        let (path, file) = (scratch.folder.path, scratch.folder.absolute("qr.png"))
        let refused = try booth("sessions", "share", path, "1", "-o", file)
        #expect(refused.status == 64 && refused.err.contains("linkBase"))
        #expect(try await record.session(number: 1).shares.count == 1, "no token was made")
        #expect(try booth("sessions", "share", path, "1").out.hasPrefix("#1  token "))
    }

    @Test func aNewerRecordIsRefused() async throws {
        try await scratch.record().visit(1)
        try Database(path: scratch.folder.database, create: false).execute("PRAGMA user_version = 99")
        let run = try booth("sessions", "list", scratch.folder.path)
        #expect(run.status == 65 && run.err.contains("newer Boothkit"))
    }

    @Test func aDamagedRecordIsNamedAndRebuilt() async throws {
        let record = try scratch.record()
        try await record.visit(1)
        try await record.saveHistory()
        try scratch.put(Data("this is no database, whatever its name says".utf8), at: "event.db")
        let refused = try booth("sessions", "list", scratch.folder.path)
        #expect(refused.status == 65 && refused.err.contains("booth sessions import"))
        #expect(try booth("sessions", "import", scratch.folder.path).status == 0)
        #expect(try booth("sessions", "list", scratch.folder.path).out.hasPrefix("#1"))
        #expect(try scratch.files().contains("Quarantine/event.db"))
        let lock = try EventLock(scratch.folder)
        #expect(try booth("sessions", "import", scratch.folder.path, "--force").status == 75)
        withExtendedLifetime(lock) {}
    }

    @Test func anOutcomeThatNobodyKnowsIsResolved() async throws {
        let record = try scratch.record()
        let session = try await record.visit(1, captures: 1)
        let path = scratch.folder.path
        for (word, state) in [("sent", OutboxItem.State.done), ("again", .pending)] {
            let mail = try await record.send(.init(.email, subject: word, destination: "relay"), of: session.id)
            let claimed = try #require(try await record.claim([.email], lease: .seconds(60)))
            try await record.settle(claimed, .unknown("no answer after DATA"))
            let resolved = try booth("outbox", "resolve", path, "\(mail.id)", word, "--json")
            #expect(resolved.status == 0, "\(resolved)")
            #expect(try await record.outbox().first { $0.item.id == mail.id }?.item.state == state)
            #expect(
                try booth("outbox", "resolve", path, "\(mail.id)", "sent").status == 75, "nothing is in doubt any more")
        }
    }

    @Test func anEventIsPurgedByItsRules() async throws {
        let record = try scratch.record()
        for seed in 1...3 { try await record.visit(seed, captures: 1, email: "g\(seed)@example.org") }
        let path = scratch.folder.path
        #expect(try booth("event", "purge", path).out == "nothing is due\n")
        var event = record.event
        event.contactsKeepDays = 1
        try event.write(to: scratch.folder)
        try await record.age(2, days: 2)
        let dry = try object(booth("event", "purge", path, "--dry-run", "--json").out)
        #expect(dry["purged"] as? Bool == false && dry["contacts"] as? [Int] == [2])
        #expect(try await record.session(number: 2).inputs.count == 1)
        #expect(try booth("event", "purge", path).out == "gone: contact data of sessions #2\n")
        #expect(try await record.session(number: 2).inputs.isEmpty)
        #expect(try scratch.bytes("sessions.json").range(of: Data("g2@".utf8)) == nil)
        #expect(try scratch.bytes("sessions.json").range(of: Data("g3@".utf8)) != nil)
    }

    private static let refused: [(String, Int32)] = [
        ("sessions delete", 64), ("sessions show 9", 66), ("sessions list x", 64), ("sessions list --from soon", 64),
        ("outbox resolve", 64), ("outbox resolve 1", 64), ("outbox resolve 1 lost", 64), ("outbox resolve 9 sent", 66),
        ("event purge 1", 64), ("outbox retry", 64), ("outbox retry 9", 66), ("outbox list --state lost", 64),
        ("sessions rerun all", 64),
        ("sessions nonsense", 64),
    ]

    @Test(arguments: refused) func whatCannotBeHasAStatus(line: String, status: Int32) throws {
        _ = try scratch.record()
        let words = line.split(separator: " ").map(String.init)
        let run = try booth(words.prefix(2) + [scratch.folder.path] + words.dropFirst(2))
        #expect(run.status == status, "\(run.err)")
    }

    @Test func aFolderThatIsNoEventIsNamed() throws {
        let run = try booth("sessions", "list", scratch.folder.absolute("nowhere"))
        #expect(run.status == 66 && run.err.contains("booth event new"))
    }
}
