import Faults
import StrictJSON
import Testing

@testable import Delivery

@Suite struct SettingsTests {
    private func list(_ one: String) throws -> Destination {
        let text = "{\"destinations\":[\(one)]}"
        return try DestinationList(parsing: Array(text.utf8)).all[0]
    }

    private func problem(_ one: String) -> String {
        do {
            _ = try list(one)
            return "accepted"
        } catch { return "\(error)" }
    }

    @Test func `Each kind is read as it is written`() throws {
        let mail = try list(
            #"{"name":"mail","kind":"smtp","host":"127.0.0.1","port":2525,"from":"Booth <booth@party.example>","security":"none","user":"u","secret":"mail","lan":true}"#
        )
        guard case .smtp(let server) = mail.kind else { throw DeliveryError.badAddress("no mail") }
        #expect(
            server.port == 2525 && server.security == .none && mail.lan && mail.secret == "mail" && mail.user == "u")
        #expect(server.from.name == "Booth" && server.from.address.text == "booth@party.example")
        let hook = try list(
            #"{"name":"hook","kind":"recipe","recipe":"webhook","base":"http://127.0.0.1:8082/","lan":true,"parallel":8}"#
        )
        #expect(hook.parallel == 8 && hook.kind == .recipe(.init(recipe: "webhook", base: "http://127.0.0.1:8082/")))
        #expect(
            try list(#"{"name":"drive","kind":"rclone","remote":"dav:Party"}"#).kind == .rclone(remote: "dav:Party"))
        #expect(
            try list(#"{"name":"stick","kind":"folder","path":"/media/stick/Party"}"#).kind
                == .folder(path: "/media/stick/Party"))
    }

    @Test(arguments: [
        (
            #"{"name":"a","kind":"smpt"}"#,
            "destinations[0].kind: expected \"smtp\", \"recipe\", \"rclone\", \"folder\" or \"pages\", found \"smpt\"; did you mean \"smtp\"?"
        ),
        (#"{"name":"a b","kind":"folder","path":"/x"}"#, "destinations[0].name: expected a name of letters"),
        (#"{"name":"a","kind":"folder","path":"x"}"#, "expected a path from the root"),
        (#"{"name":"a","kind":"folder","pth":"/x","path":"/x"}"#, "destinations[0].pth: unknown key"),
        (#"{"name":"a","kind":"folder","path":"/x","secret":"s"}"#, "destinations[0].secret: unknown key"),
        (#"{"name":"a","kind":"rclone","remote":"/etc"}"#, "expected a remote of rclone.conf"),
        (#"{"name":"a","kind":"rclone","remote":":local:/etc"}"#, "expected a remote of rclone.conf"),
        (#"{"name":"a","kind":"rclone","remote":"dav:../up"}"#, "expected a remote of rclone.conf"),
        (#"{"name":"a","kind":"rclone","remote":"dav,config_refresh_token=:x"}"#, "expected a remote of rclone.conf"),
        (
            #"{"name":"a","kind":"recipe","recipe":"webhook","base":"http://x.example/"}"#,
            "http:// would cross the Internet in clear; use https://"
        ),
        (
            #"{"name":"a","kind":"recipe","recipe":"webhook","base":"https://u:p@x.example/"}"#,
            "a user or password has no place in an address; use \"user\" and \"secret\""
        ),
        (
            #"{"name":"a","kind":"recipe","recipe":"webhook","base":"https://x.example/?key=1"}"#,
            "without \"?\" and \"#\""
        ),
        (
            #"{"name":"a","kind":"recipe","recipe":"webhook","base":"file:///etc/passwd"}"#,
            "expected an address such as https://"
        ),
        (#"{"name":"a","kind":"recipe","recipe":"webhook","base":"https://x.example/../y"}"#, "without \"..\""),
        (#"{"name":"a","kind":"recipe","recipe":"../x","base":"https://x.example/"}"#, "the name of a recipe"),
        (
            #"{"name":"a","kind":"recipe","recipe":"webhook","base":"https://x.example/","password":"c2VjcmV0c2VjcmV0c2VjcmV0"}"#,
            "destinations[0].password: this looks like a password or a key, which never stands here; keep it in a file"
        ),
        (
            #"{"name":"a","kind":"recipe","recipe":"webhook","base":"https://x.example/","user":"u"}"#,
            "there is a user, and no secret for it"
        ),
        (
            #"{"name":"a","kind":"smtp","host":"m.example","from":"b@x.example","security":"none"}"#,
            "mail would cross the Internet in clear; use \"starttls\""
        ),
        (
            #"{"name":"a","kind":"smtp","host":"m.example","from":"nobody"}"#,
            "expected an address such as \"Booth <booth@party.example>\""
        ),
        (
            #"{"name":"a","kind":"smtp","host":"m.example","from":"B\r\nBcc: x <b@x.example>"}"#,
            "expected a text on one line"
        ),
        (
            #"{"name":"a","kind":"smtp","host":"m.example","from":"b@x.example","secret":"../x","user":"u"}"#,
            "expected the name of a secret"
        ),
        (#"{"name":"a","kind":"pages","through":"b"}"#, "\"a\" goes through \"b\", and there is no such destination"),
        (
            #"{"name":"a","kind":"folder","path":"/x"},{"name":"a","kind":"folder","path":"/y"}"#,
            "two destinations are called \"a\""
        ),
    ])
    func `What is wrong is told with its place`(one: String, words: String) { #expect(problem(one).contains(words)) }

    @Test func `The event's own file wins, and a broken one is not passed over`() throws {
        let scratch = try Scratch()
        let (event, own) = (scratch.path("event"), scratch.path("config"))
        _ = try scratch.put(
            #"{"destinations":[{"name":"own","kind":"folder","path":"/x"}]}"#, at: "config/destinations.json")
        #expect(try DestinationList.find(event: event, then: [own])?.all.map(\.name) == ["own"])
        _ = try scratch.put(#"{"destinations":[]}"#, at: "event/destinations.json")
        #expect(try DestinationList.find(event: event, then: [own])?.all.count == 0)
        _ = try scratch.put("{", at: "event/destinations.json")
        #expect(throws: DeliveryError.self) { try DestinationList.find(event: event, then: [own]) }
        #expect(try DestinationList.find(event: "/no/event", then: []) == nil)
    }

    @Test func `A name that is not there is answered with the nearest`() throws {
        let list = try DestinationList(
            parsing: Array(#"{"destinations":[{"name":"mail","kind":"folder","path":"/x"}]}"#.utf8))
        let error = #expect(throws: DeliveryError.self) { try list.destination(named: "mial") }
        #expect(
            error?.description == "there is no destination \"mial\"; did you mean \"mail\"?"
                && error?.status == .configuration)
    }

    @Test func `A secret is found by its name, and shows itself nowhere`() throws {
        let scratch = try Scratch()
        _ = try scratch.put("from systemd\n", at: "credentials/one", mode: 0o400)
        _ = try scratch.put("own\n", at: "secrets/two", mode: 0o600)
        let store = SecretStore(credentials: scratch.path("credentials"), folder: scratch.path("secrets"))
        #expect(try store.secret(named: "one").revealed == "from systemd")
        let two = try store.secret(named: "two")
        #expect(two.revealed == "own")
        var dumped = ""
        dump(two, to: &dumped)
        #expect("\(two)" == "•••" && String(reflecting: two) == "•••" && !dumped.contains("own"))
    }

    @Test func `A secret that others may read is refused, and what is missing tells where it is looked for`() throws {
        let scratch = try Scratch()
        _ = try scratch.put("x", at: "secrets/open", mode: 0o644)
        _ = try scratch.put("", at: "secrets/empty", mode: 0o600)
        let store = SecretStore(credentials: nil, folder: scratch.path("secrets"))
        let open = #expect(throws: DeliveryError.self) { try store.secret(named: "open") }
        #expect(open?.status == .permission && open?.description.contains("chmod 600") == true)
        let missing = #expect(throws: DeliveryError.self) { try store.secret(named: "none") }
        #expect(
            missing?.status == .configuration && missing?.description.contains(scratch.path("secrets/none")) == true)
        #expect(throws: DeliveryError.self) { try store.secret(named: "empty") }
    }

    @Test(arguments: [
        ("emma@party.example", true), ("emma.b+x@sub.party.example", true), ("émma@pärty.example", true),
        ("emma@localhost", false),
        ("emma@party..example", false), (".emma@party.example", false), ("emma", false), ("a@b@c.example", false),
        ("emma@party.example\r\nRCPT TO:<x@y.example>", false), ("emma @party.example", false),
        ("<emma@party.example>", false),
        ("emma@party.example,x@y.example", false), ("emma@-party.example", false), ("", false),
        ("@party.example", false),
        ("emma\u{202e}@party.example", false), (String(repeating: "a", count: 250) + "@b.example", false),
    ])
    func `An address is one address`(text: String, isGood: Bool) {
        #expect(((try? MailAddress(text)) != nil) == isGood)
    }

    @Test(
        arguments: [
            ("+49 171 5550123", "+49", "+491715550123"), ("0171/5550123", "+49", "+491715550123"),
            ("0049171-5550123", nil, "+491715550123"),
            ("(0)171", "+49", nil), ("0171 5550123", nil, nil), ("+0171555012", "+49", nil),
            ("+4917155501234567", "+49", nil),
            ("+49171\r\n5550123", "+49", nil), ("+49171555a123", "+49", nil), ("٠١٧١٥٥٥٠١٢٣", "+49", nil),
        ] as [(String, String?, String?)])
    func `A number is E.164`(typed: String, prefix: String?, text: String?) {
        #expect((try? PhoneNumber(typed, prefix: prefix))?.text == text)
    }

    @Test(arguments: [
        ("lena@example.org", true), ("lena.müller+party@mail.example.co.uk", true), ("l@münchen.de", true),
        ("o'neill_1@a-b.example", true), ("lena@example..org", false), ("lena..m@example.org", false),
        (".lena@example.org", false), ("lena.@example.org", false), ("lena@.example.org", false),
        ("lena@example.org.", false), ("lena@-example.org", false), ("lena@example-.org", false),
        ("lena@example", false), ("lena@example.o", false), ("lena@1.2.3.4", false), ("lena@@example.org", false),
        ("le na@example.org", false), ("lena@example.org,anna@example.org", false), ("<lena@example.org>", false),
        ("lena@exa_mple.org", false), ("@example.org", false), ("lena@", false), ("", false),
    ])
    func `An address is one that mail can be sent to`(text: String, isAddress: Bool) {
        #expect(((try? MailAddress(text)) != nil) == isAddress)
    }
}
