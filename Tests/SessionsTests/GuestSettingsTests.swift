import Foundation
import StrictJSON
import Testing

@testable import Sessions

/// What event.json says of the guests' screen: its look, its hours, its network, and where links lead.
@Suite struct GuestSettingsTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private static func event(_ members: String) throws -> Event {
        let text = #"{"version":1,"id":"x","name":"Party","date":"",\#(members)}"#
        return try Event(JSONValue(parsing: Array(text.utf8), document: "event.json"), named: "event.json")
    }

    @Test func `All of it is read, and written as it was read`() throws {
        let event = try Self.event(
            ##"""
            "theme":{"name":"ivory","accent":"#7a8f6a","background":"Theme/film.mp4","logo":"Theme/logo.svg",
            "font":"Theme/Names.woff2","welcome":{"de":"Willkommen","en":"Welcome"},"sound":false,
            "sounds":{"tick":"Theme/tick.wav","thanks":"Theme/Bells.MP3"}},
            "wifi":{"name":"Emma & Noah","password":"dancing2026"},"hours":{"from":"18:00","until":"2:30"},
            "mailDomains":["example.org","mail.example.co.uk"]
            """##)
        #expect(event.theme.ground == .film("Theme/film.mp4") && !event.theme.hasSound)
        #expect(
            event.theme.files == [
                "Theme/logo.svg", "Theme/Names.woff2", "Theme/tick.wav", "Theme/Bells.MP3", "Theme/film.mp4",
            ])
        #expect(event.theme.sounds == [.tick: "Theme/tick.wav", .thanks: "Theme/Bells.MP3"])
        #expect(
            event.theme.welcome?.text(in: "de-AT") == "Willkommen" && event.theme.welcome?.text(in: "fr") == "Welcome")
        #expect(event.wifi == WifiAccess(name: "Emma & Noah", password: "dancing2026"))
        #expect(event.hours == OpeningHours(from: 1_080, until: 150))
        #expect(event.hours?.opens == "18:00" && event.hours?.closes == "02:30")
        #expect(event.mailDomains == ["example.org", "mail.example.co.uk"])
        #expect(try Event(event.json, named: "event.json") == event)
    }

    @Test(arguments: [
        ("#FBF7EF", EventTheme.Ground.colour("#FBF7EF")), ("live", .live), ("a.JPG", .picture("a.JPG")),
        ("Theme/b.webm", .film("Theme/b.webm")),
    ])
    func `A background is a colour, the live view, a picture or a film`(text: String, ground: EventTheme.Ground) throws
    {
        #expect(try Self.event(#""theme":{"background":"\#(text)"}"#).theme.ground == ground)
        #expect(EventTheme().ground == .colour(nil) && EventTheme().hasSound)
    }

    @Test(
        arguments: [
            (#""theme":{"background":"../secret.jpg"}"#, "theme.background: expected a colour such as #fbf7ef"),
            (#""theme":{"background":"/etc/a.jpg"}"#, "theme.background"),
            (#""theme":{"background":"a.txt"}"#, "theme.background"),
            (##""theme":{"background":"#fff"}"##, "theme.background"),
            (#""theme":{"logo":"a/../../b.png"}"#, "theme.logo: expected a file"),
            (#""theme":{"logo":"logo.exe"}"#, "theme.logo"), (#""theme":{"font":"a.png"}"#, "theme.font"),
            (#""theme":{"accent":"red"}"#, "theme.accent: expected a colour such as #a2452e"),
            (#""theme":{"name":"../x"}"#, "theme.name"), (#""theme":{"welcome":{}}"#, "theme.welcome"),
            (#""theme":{"welcome":3}"#, "theme.welcome"), (#""theme":{"sound":1}"#, "theme.sound"),
            (#""theme":{"sounds":{"tick":"../tick.wav"}}"#, "theme.sounds.tick: expected a file"),
            (#""theme":{"sounds":{"ready":"a.mid"}}"#, "such as Theme/ready.mp3 (mp3, ogg, opus, wav, m4a)"),
            (#""theme":{"sounds":{"boing":"a.wav"}}"#, "theme.sounds.boing: unknown key"),
            (##""theme":{"accents":"#000000"}"##, "theme.accents: unknown key"),
            (#""wifi":{"password":"12345678"}"#, "wifi.name: missing"), (#""wifi":{"name":""}"#, "wifi.name"),
            (#""wifi":{"name":"123456789012345678901234567890123"}"#, "wifi.name: expected a name of 1 to 32"),
            (#""wifi":{"name":"x","password":"short"}"#, "wifi.password: expected a password of 8 to 63"),
            (#""hours":{"from":"25:00"}"#, "hours.from: expected a time of day such as 18:00"),
            (#""hours":{"from":"18"}"#, "hours.from"), (#""hours":{"until":"12:60"}"#, "hours.until"),
            (#""hours":{"from":"8:00","until":"08:00"}"#, "closed all day"), (#""hours":{}"#, nil),
            (#""mailDomains":["@example.org"]"#, "mailDomains[0]"), (#""mailDomains":["example"]"#, "mailDomains[0]"),
            (#""mailDomains":"example.org""#, "mailDomains"),
        ] as [(String, String?)])
    func `What cannot be meant is refused with its place`(members: String, problem: String?) {
        let read = Result { try Self.event(members) }
        switch (read, problem) {
        case (.success(let event), nil): #expect(event.hours?.holds(at: 0) == true, "no times are all day")
        case (.failure(let error), let problem?):
            #expect("\(error)".hasPrefix("event.json: ") && "\(error)".contains(problem), "\(error)")
        default: Issue.record("\(members): \(read)")
        }
    }

    @Test(arguments: [
        (1_080, 120, [1_080, 1_439, 0, 119], [120, 720, 1_079]), (600, 720, [600, 719], [599, 720, 0]),
        (0, 1_440, [0, 1_439], []),
    ])
    func `Hours may go past midnight`(from: Int, until: Int, open: [Int], closed: [Int]) {
        let hours = OpeningHours(from: from, until: until)
        #expect(open.allSatisfy(hours.holds) && !closed.contains(where: hours.holds))
    }

    @Test func `Each is set from a command line, one after the other`() throws {
        _ = try scratch.record()
        for (key, words) in [
            ("theme.name", ["garden"]), ("theme.background", ["live"]), ("theme.sound", ["no"]),
            ("theme.welcome", ["Come", "in"]), ("theme.sounds.thanks", ["Theme/Our bells.mp3"]),
            ("hours.from", ["18:00"]), ("hours.until", ["02:00"]),
            ("wifi.name", ["Emma", "&", "Noah"]), ("wifi.password", ["dancing2026"]),
            ("mailDomains", ["example.org", "example.com"]),
        ] { try Event.set(key, to: words, in: scratch.folder) }
        let event = try Event(in: scratch.folder)
        #expect(event.theme.name == "garden" && event.theme.ground == .live && !event.theme.hasSound)
        #expect(event.theme.welcome == .same("Come in") && event.wifi?.name == "Emma & Noah")
        #expect(event.hours == OpeningHours(from: 1_080, until: 120) && event.mailDomains.count == 2)
        #expect(throws: SessionsError.self) { try Event.set("theme.logo", to: ["../x.png"], in: scratch.folder) }
        #expect(event.theme.sounds == [.thanks: "Theme/Our bells.mp3"])
        try Event.set("theme.sounds.thanks", to: [""], in: scratch.folder)
        #expect(try Event(in: scratch.folder).theme.sounds.isEmpty)
        try Event.set("hours.until", to: [""], in: scratch.folder)
        #expect(try Event(in: scratch.folder).hours == OpeningHours(from: 1_080, until: 1_440))
    }

    @Test(arguments: [
        ("https://photos.example/s/", LinkReach.everywhere), ("http://93.184.216.34/s/", .everywhere),
        ("https://[2001:db8::1]/s/", .everywhere), ("http://172.32.0.1/s/", .everywhere),
        ("http://192.168.1.7:8080/s/", .here), ("http://10.0.0.1/", .here), ("http://172.16.0.1/", .here),
        ("http://172.31.255.1/", .here), ("http://127.0.0.1:8080/s/", .here), ("http://169.254.1.1/", .here),
        ("http://100.64.0.1/", .here), ("http://[::1]/s/", .here), ("http://[fe80::1]:80/s/", .here),
        ("http://[fd12:3456::1]/s/", .here), ("http://booth/s/", .here), ("http://localhost:8080/s/", .here),
        ("http://Booth.LOCAL/s/", .here), ("http://booth.lan/s/", .here), ("http://box.home.arpa/s/", .here),
        ("https://local.example/s/", .everywhere), ("https://10.example/s/", .everywhere),
        ("https://müller.example/s/", .everywhere),
    ])
    func `A link works everywhere unless its host is of a private network`(base: String, reach: LinkReach) {
        var event = Event(name: "", date: "")
        event.linkBase = base
        #expect(LinkReach(of: base) == reach && event.lastingBase == (reach == .everywhere ? base : nil))
        event.brandedBase = "https://pics.example/"
        #expect(event.lastingBase == "https://pics.example/")
    }

    @Test func `The language that a guest has chosen outlives the record`() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        #expect(session.language == nil && session.number == nil)
        try await record.choose(language: "de", in: session.id)
        #expect(try await record.session(session.id).number == nil, "a language alone makes nobody a guest")
        _ = try await record.keep(.sample(1), in: session.id)
        _ = try await record.end(.stop)
        #expect(try await record.session(session.id).language == "de")
        try await record.saveHistory()
        try scratch.remove("event.db")
        let rebuilt = try scratch.reopened()
        #expect(try await rebuilt.session(number: 1).language == "de")
        try await rebuilt.choose(language: nil, in: session.id)
        #expect(try await rebuilt.session(session.id).language == nil)
    }

    @Test func `Another layout has other slots and other renditions to expect`() async throws {
        let record = try scratch.record()
        var plan = SessionPlan(workflow: .standard)
        (plan.layout, plan.slots, plan.renditions) = ("duo", 2, [.final, .gif])
        let session = try await record.start(plan)
        try await record.choose(layout: "solo", slots: 1, renditions: [.final], in: session.id)
        let changed = try await record.session(session.id)
        #expect(changed.layout == "solo" && changed.slots == 1)
        #expect(changed.renditions.map(\.kind) == [.final] && changed.renditions.map(\.layout) == ["solo"])
        #expect(changed.renditions.map(\.state) == [.placeholder])
    }

    @Test func `A session gets its number once`() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        #expect(try await record.number(of: session.id) == 1)
        #expect(try await record.number(of: session.id) == 1)
        #expect(try await record.session(session.id).isVisible)
        await #expect(throws: SessionsError.self) { try await record.number(of: "none") }
    }
}
