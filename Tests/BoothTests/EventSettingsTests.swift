import Foundation
import Rigs
import Sessions
import StrictJSON
import Testing

@Suite struct EventSettingsTests {
    let desk: Desk
    init() throws { desk = try Desk() }

    @Test(arguments: [
        ("keepDays", "90"), ("date", "14 June 2026"), ("date", ""), ("values.hashtag", "#a=b"), ("locale", "de-AT"),
        ("destinations.print", "rx1,rx2"), ("consents.email", "mail"), ("linkBase", "https://photos.example/s/"),
        ("effects", "sepia"), ("reserve", "2048"),
    ])
    func `Any setting is changed, and the file stays pretty and whole`(key: String, value: String) async throws {
        try await desk.found()
        let set = await desk.booth("event", "set", "party", key, value)
        #expect(set.status == 0 && set.out == "\(key): \(value)\n", "\(set)")
        let text = try desk.text("party/event.json")
        let (document, event) = (try JSONValue(parsing: Array(text.utf8), document: "x"), try Event(in: desk.event))
        #expect(text == document.text(pretty: true) + "\n" && text == event.json.text(pretty: true) + "\n")
        // Taken away again, it is as if it had never been said.
        guard key != "date" else { return }
        #expect(await desk.booth("event", "set", "party", key, "").status == 0)
        let parts = key.split(separator: ".").map(String.init)
        let rest = parts.reduce(try Event(in: desk.event).json as JSONValue?) { $0?[member: $1] }
        #expect([nil, JSONValue.array([]), "en", 1024].contains(rest))
    }

    /// An event may be moved, and its booth started from anywhere.
    @Test func `A folder for prints is meant from the event's own`() async throws {
        try FileManager.default.copyItem(atPath: Programs.root + "/printers", toPath: desk.path + "/printers")
        try await desk.found()
        #expect(await desk.booth("event", "set", "party", "destinations.print", "file:Drucke").status == 0)
        try desk.put(
            #"{"name":"x","steps":[{"step":"capture","interval":0},{"step":"print"}]}"#, at: "party/workflow.json")
        let run = await desk.booth("run", "party", "--unattended", "--sessions", "1", "--pace", "1000")
        #expect(run.status == 0 && desk.names("party/Drucke").count == 1 && !desk.isThere("Drucke"), "\(run)")
        let again = await desk.booth("sessions", "reprint", "party", "1")
        #expect(again.status == 0 && desk.names("party/Drucke").count == 2 && !desk.isThere("Drucke"), "\(again)")
        // What a command says, from where it was given.
        let other = await desk.booth("sessions", "reprint", "party", "1", "--queue", "file:here")
        #expect(other.status == 0 && desk.names("here").count == 1, "\(other)")
        let items = try json(await desk.booth("outbox", "list", "party", "--json")).rows
        #expect(
            items.allSatisfy { $0[member: "destination"]?.text?.hasPrefix("file:/") ?? false }, "\(items)")
        let doctor = await desk.booth("doctor", "party")
        #expect(doctor.out.contains("party/Drucke"), "\(doctor)")
        #expect(await desk.booth("sessions", "delete", "party", "1", "--yes").status == 0)
        #expect(desk.names("party/Drucke").isEmpty && desk.names("here").isEmpty)
    }

    @Test func `What an operator is told to do can be copied into a shell, whatever the event is called`() async throws
    {
        let name = "Anna & Ben's $HOME"
        #expect(await desk.booth("event", "new", name, "--name", "x", "--layout", "single-frame").status == 0)
        #expect(await desk.booth("event", "set", name, "linkBase", "https://photos.example/s").status == 0)
        let doctor = await desk.booth("doctor", name)
        let command = try #require(doctor.out.firstMatch(of: /booth event set .* linkBase https:.*\/s\//)).0
        let path = desk.path
        let run = await Programs.blocking {
            Programs.run("/bin/sh", ["-c", "\(Programs.folder)/\(command)"], environment: [:], in: path)
        }
        #expect(run.status == 0, "\(command): \(run)")
        #expect(try Event(in: EventFolder(desk.path + "/" + name)).linkBase == "https://photos.example/s/")
    }

    @Test func `A link base that would run into the token is told`() async throws {
        try await desk.found()
        let set = await desk.booth("event", "set", "party", "linkBase", "https://photos.example/s")
        #expect(set.said.contains("a code leads to https://photos.example/sTOKEN"), "\(set)")
        #expect(set.said.contains("booth event set party linkBase https://photos.example/s/"), "\(set)")
        let query = await desk.booth("event", "set", "party", "linkBase", "https://photos.example/?t=")
        #expect(!query.said.contains("TOKEN") && query.status == 0, "\(query)")
    }

    @Test(arguments: [
        (["keepDays", "abc"], 65, "keepDays: expected a whole number from 0 to 36500, found \"abc\""),
        (["keepDays", "-1"], 65, "keepDays: expected a whole number from 0 to 36500"),
        (["keepDays", "1.5"], 65, "keepDays: expected a whole number"), (["keepDays"], 64, "keepDays: needs a value"),
        (["locale", "klingon"], 65, "locale: expected a language such as en, de or de-AT, found \"klingon\""),
        (["zone", "Europe/Atlantis"], 65, "zone: expected a time zone such as Europe/Berlin"),
        (["linkBase", "photos"], 65, "linkBase: expected a web address"),
        (["name", ""], 65, "what the event is called"),
        (["effects", "sepiaa"], 65, "effect \"sepiaa\" is unknown"),
        (["layouts", "nonesuch"], 66, "layout nonesuch: not found"),
        (["keepday", "3"], 64, "\"keepday\": there is no such setting; did you mean keepDays?"),
        (["destination.print", "x"], 64, "did you mean destinations.print?"),
        (["id", "x"], 64, "there are name, date,"), ([], 64, "settings are name, date,"),
        (
            ["destinations.email", "relay"], 78,
            "destinations.email: nothing sends emails to \"relay\": there is no destinations.json; leave it out"
        ),
        (["destinations.media", "cloud"], 78, "nothing sends pictures"),
        (["values.a b", "x"], 65, "the name of a value is made of letters"),
        (["destinations.print", "file:Captures"], 64, "party/Captures: the event keeps its own files in that folder"),
        (["destinations.print", "file:"], 64, "the folder is missing"),
        (["theme.name", "nope"], 65, "theme.name: there is no theme \"nope\"; there are garden, ivory, midnight"),
        (["theme.name", "midnigth"], 65, "did you mean midnight? There are garden, ivory, midnight"),
        (["theme.logo", "Theme/none.png"], 65, "theme.logo: party/Theme/none.png is not there; copy it there"),
        (["theme.background", "Theme/none.jpg"], 65, "theme.background: party/Theme/none.jpg is not there"),
        (["theme.font", "Theme/none.ttf"], 65, "theme.font: party/Theme/none.ttf is not there"),
        (["theme.sounds.tick", "Theme/none.mp3"], 65, "theme.sounds.tick: party/Theme/none.mp3 is not there"),
        (["theme.sound", "loud.mp3"], 65, "theme.sound: expected true or false"),
        (["destinations.print", "rx1,,rx2"], 65, "names of printers with commas between them"),
    ])
    func `What cannot be is refused in one line, and nothing is changed`(
        words: [String], status: Int32, said: String
    ) async throws {
        try await desk.found()
        let before = try desk.bytes("party/event.json")
        let refused =
            switch words.count {
            case 0: await desk.booth("event", "set", "party")
            case 1: await desk.booth("event", "set", "party", words[0])
            default: await desk.booth("event", "set", "party", words[0], words[1])
            }
        #expect(refused.status == status && refused.said.contains(said) && refused.out.isEmpty, "\(refused)")
        #expect(refused.said.split(separator: "\n").filter { !$0.hasPrefix("Try booth event set --help") }.count == 1)
        #expect(try desk.bytes("party/event.json") == before)
    }

    @Test func `A file of the look holds what its name says`() async throws {
        try await desk.found()
        let kinds = [
            ("logo", "a.png", "picture"), ("logo", "a.svg", "picture"), ("background", "a.webp", "picture"),
            ("background", "a.mp4", "film"), ("background", "a.webm", "film"), ("font", "a.woff2", "font"),
        ]
        for (key, name, kind) in kinds {
            try desk.put("words", at: "party/Theme/" + name)
            let refused = await desk.booth("event", "set", "party", "theme." + key, "Theme/" + name)
            #expect(refused.status == 65, "\(refused)")
            #expect(
                refused.said == "booth: event.json: theme.\(key): party/Theme/\(name) holds no \(kind); "
                    + "take another file, or make this one anew\n", "\(refused)")
        }
        #expect(try Event(in: desk.event).theme == EventTheme())
        try await desk.hold(1)
        let picture = try #require(desk.names("party/FinalPhoto").first)
        try FileManager.default.copyItem(
            atPath: desk.path + "/party/FinalPhoto/" + picture, toPath: desk.path + "/party/Theme/b.jpg")
        try desk.put("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", at: "party/Theme/b.svg")
        try desk.put("OTTO and the rest", at: "party/Theme/b.otf")
        for (key, value) in [
            ("background", "Theme/b.jpg"), ("logo", "Theme/b.svg"), ("font", "Theme/b.otf"), ("name", "ivory"),
            ("background", "live"), ("background", "#fbf7ef"),
        ] {
            let set = await desk.booth("event", "set", "party", "theme." + key, value)
            #expect(set.status == 0 && set.out == "theme.\(key): \(value)\n", "\(set)")
        }
        // One that has gone since keeps nobody from changing something else, and can be taken out.
        try FileManager.default.removeItem(atPath: desk.path + "/party/Theme/b.svg")
        #expect(await desk.booth("event", "set", "party", "theme.accent", "#7a8f6a").status == 0)
        #expect(await desk.booth("event", "set", "party", "keepDays", "9").status == 0)
        #expect(await desk.booth("event", "set", "party", "theme.logo", "").status == 0)
    }

    @Test(arguments: [
        ("klingon", false), ("en_US.UTF-8", false), ("de-XX", false), ("", false), ("x", false), ("qqq", false),
        ("de", true), ("de_AT", true), ("zh-Hant-TW", true), ("es-419", true), ("DE-at", true),
    ])
    func `A locale is one that there is`(locale: String, isReal: Bool) async throws {
        let made = await desk.booth("event", "new", "party", "--name", "x", "--locale", locale)
        #expect(made.status == (isReal ? 0 : 64), "\(made)")
        #expect(desk.isThere("party") == isReal)
        guard !isReal else { return }
        #expect(made.said.contains("--locale: expected a language such as en, de or de-AT, found \"\(locale)\""))
        // One that somebody has written there is told by the reader.
        try await desk.found()
        let text = try desk.text("party/event.json").replacing("\"locale\": \"en\"", with: "\"locale\": \"\(locale)\"")
        try desk.put(text, at: "party/event.json")
        let shown = await desk.booth("event", "show", "party")
        #expect(shown.status == 65 && shown.said.contains("event.json: locale: expected a language"), "\(shown)")
        // Another setting cannot be changed then, and this one can.
        #expect(await desk.booth("event", "set", "party", "keepDays", "9").status == 65)
        #expect(await desk.booth("event", "set", "party", "locale", "de").status == 0)
        #expect(try Event(in: desk.event).locale == "de")
    }

    @Test func `One destination that cannot be used does not keep others from being taken away`() async throws {
        try await desk.found()
        let text = try desk.text("party/event.json")
        try desk.put(
            text.replacing("\"destinations\": {}", with: #""destinations": {"email": "a", "sms": "b"}"#),
            at: "party/event.json")
        #expect(await desk.booth("event", "set", "party", "keepDays", "9").status == 0)
        #expect(await desk.booth("event", "set", "party", "destinations.email", "").status == 0)
        #expect(try Event(in: desk.event).destinations == [.sms: "b"])
        let none = await desk.booth("event", "set", "nothere", "keepDays", "9")
        #expect(none.status == 66 && !desk.isThere("nothere"), "\(none)")
    }

    @Test func `Layouts follow the language that the event gets`() async throws {
        try await desk.found("--locale", "de")
        func locale() throws -> JSONValue? {
            let file = "party/Layouts/single-frame/layout.json"
            return try JSONValue(parsing: desk.bytes(file), document: "x")[member: "locale"]
        }
        #expect(try locale() == "de")
        #expect(await desk.booth("event", "set", "party", "locale", "fr").status == 0)
        #expect(try locale() == "fr")
        #expect(await desk.booth("event", "set", "party", "locale", "en").status == 0)
        #expect(try locale() == nil)
    }

    @Test func `Layouts are added and removed, but not those that the workflow needs`() async throws {
        try await desk.found()
        #expect(await desk.booth("event", "add-layout", "party", "strip", "collage").status == 0)
        #expect(try Event(in: desk.event).layouts == ["single-frame", "strip", "collage"])
        #expect(desk.isThere("party/Layouts/strip/layout.json"))
        let twice = await desk.booth("event", "add-layout", "party", "strip")
        #expect(twice.status == 73 && twice.said.contains("layout strip: the event has one of that name"), "\(twice)")
        let none = await desk.booth("event", "add-layout", "party", "nonesuch")
        #expect(none.status == 66 && none.said.contains("layout nonesuch: not found in"), "\(none)")

        let unknown = await desk.booth("event", "remove-layout", "party", "stripes")
        #expect(unknown.status == 66 && unknown.said.contains("it has single-frame, strip, collage"), "\(unknown)")
        let removed = await desk.booth("event", "remove-layout", "party", "collage")
        #expect(removed.status == 0 && removed.out == "layouts: single-frame, strip\n", "\(removed)")
        #expect(!desk.isThere("party/Layouts/collage"))
        try desk.put(
            #"{"name":"x","layout":"strip","steps":[{"step":"attract"},{"step":"capture"},{"step":"save"}]}"#,
            at: "party/workflow.json")
        let needed = await desk.booth("event", "remove-layout", "party", "strip")
        #expect(needed.status == 75 && needed.said.contains("layout strip: the workflow shows it"), "\(needed)")
        try desk.put(#"{"name":"x","steps":[{"step":"attract"},{"step":"capture"}]}"#, at: "party/workflow.json")
        #expect(await desk.booth("event", "remove-layout", "party", "single-frame").status == 0)
        let last = await desk.booth("event", "remove-layout", "party", "strip")
        #expect(last.status == 75 && last.said.contains("the event has no other"), "\(last)")
        let all = await desk.booth("event", "set", "party", "layouts", "")
        #expect(all.status == 75 && all.said.contains("the event has no other"), "\(all)")
        #expect(try Event(in: desk.event).layouts == ["strip"] && desk.isThere("party/Layouts/strip/layout.json"))
    }

    @Test func `A layout that sessions were held with keeps its files, and comes back as it was`() async throws {
        try await desk.found(layouts: ["single-frame", "strip"])
        try await desk.hold(1)
        let removed = await desk.booth("event", "remove-layout", "party", "single-frame")
        #expect(removed.status == 0 && removed.out.contains("its files stay, for 1 session"), "\(removed)")
        #expect(desk.isThere("party/Layouts/single-frame/layout.json"))
        try desk.put(#"{"paper":"4x6"}"#, at: "other/single-frame/layout.json")
        let other = await desk.booth("event", "add-layout", "party", "other/single-frame")
        #expect(other.status == 73, "\(other)")
        #expect(await desk.booth("event", "add-layout", "party", "single-frame").status == 0)
        #expect(try Event(in: desk.event).layouts == ["strip", "single-frame"])
    }

    @Test func `Every file of an event leads to its schema, also in a copy`() async throws {
        try await desk.found(layouts: ["strip"])
        #expect(await desk.booth("event", "duplicate", "party", "copy/again").status == 0)
        for event in ["party", "copy/again"] {
            for file in ["event.json", "workflow.json", "Layouts/strip/layout.json"] {
                let path = event + "/" + file
                let place = try #require(JSONValue(parsing: desk.bytes(path), document: path)[member: "$schema"]?.text)
                let folder = URL(filePath: desk.path + "/" + path).deletingLastPathComponent()
                let schema = folder.appending(path: place).standardized.path
                let document = try JSONValue(parsing: Array(Data(contentsOf: URL(filePath: schema))), document: schema)
                #expect(document[member: "title"]?.text?.hasPrefix("Boothkit ") == true, "\(path): \(schema)")
            }
        }
    }

    @Test func `The schema knows the keys that the reader knows`() throws {
        let schema = try JSONValue(
            parsing: Array(Data(contentsOf: URL(filePath: Programs.root + "/events/event.schema.json"))), document: "x")
        func keys(_ value: JSONValue?) -> Set<String> {
            guard case .object(let members)? = value?[member: "properties"] else { return [] }
            return Set(members.map(\.key))
        }
        let own = keys(schema)
        for key in Event.settings {
            let parts = key.split(separator: ".").map(String.init)
            #expect(own.contains(parts[0]), "\(key)")
            guard parts.count == 2, parts[1] != "KEY" else { continue }
            let inner = keys(schema[member: "properties"]?[member: parts[0]])
            #expect(inner.contains(parts[1]), "\(key)")
        }
        let settable = Set(Event.settings.map { String($0.prefix { $0 != "." }) })
        #expect(own.subtracting(settable) == ["$schema", "version", "id", "emptyScreens"])
    }
}
