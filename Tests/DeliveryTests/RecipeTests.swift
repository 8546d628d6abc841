import Faults
import Files
import Rigs
import StrictJSON
import Testing
import Work

@testable import Delivery

@Suite struct RecipeTests {
    @Test func `A webhook gets what is promised, with its key`() async throws {
        let far = try FarSide()
        let rig = try Rig(Rig.hook(far))
        #expect(await rig.service.send(Rig.item(), to: "far").isDelivered)
        let request = try #require(far.requests.first)
        #expect(request.method == "POST" && request.path == "/" && request.key == "survey-1")
        #expect(
            request.text
                == #"{"key":"survey-1","kind":"survey","event":"e-1","session":"s-1","subject":"song","values":{"answer":"Dancing Queen"}}"#
        )
        #expect(request.headers["content-type"] == "application/json")
    }

    @Test func `Media reach a webhook as files`() async throws {
        let far = try FarSide()
        let rig = try Rig(Rig.hook(far))
        var item = Rig.item(.media, key: "media-1")
        let path = try rig.scratch.put("picture", at: "FinalPhoto/47.jpg")
        item.files = [SentFile(.file(path), name: "000047-5b5da724.jpg", mediaType: "image/jpeg")]
        #expect(await rig.service.send(item, to: "far").isDelivered)
        let request = try #require(far.requests.first)
        #expect(request.method == "PUT" && request.path == "/media-1/000047-5b5da724.jpg" && request.text == "picture")
        #expect(request.key == "media-1" && request.headers["content-type"] == "image/jpeg" && far.requests.count == 1)
    }

    @Test func `An answer goes out with its question alone`() async throws {
        let far = try FarSide()
        let rig = try Rig(Rig.hook(far, "survey-json"))
        #expect(await rig.service.send(Rig.item(), to: "far").isDelivered)
        #expect(
            far.requests.first?.text
                == #"{"key":"survey-1","event":"e-1","session":"s-1","question":"song","answer":"Dancing Queen"}"#)
    }

    @Test func `A gateway gets a form and a password`() async throws {
        let far = try FarSide()
        let rig = try Rig(
            Rig.hook(far, "sms-form", #","user":"booth","secret":"sms","values":{"from":"Anna & Ben"}"#),
            secrets: ["sms": "geheim"])
        let item = Rig.mail(.sms, to: "+491715550123", "Look & see: ü=1")
        #expect(await rig.service.send(item, to: "far").isDelivered)
        let request = try #require(far.requests.first)
        #expect(request.text == "To=%2B491715550123&From=Anna%20%26%20Ben&Body=Look%20%26%20see%3A%20%C3%BC%3D1")
        #expect(request.headers["authorization"] == "Basic Ym9vdGg6Z2VoZWlt")
    }

    @Test func `A mail service gets links, and files where there is no link`() async throws {
        let far = try FarSide()
        let rig = try Rig(Rig.hook(far, "fmx-custom-mail", #","secret":"key""#), secrets: ["key": "k-123"])
        var item = Rig.mail()
        item.files = [
            SentFile(.bytes([1]), name: "a.jpg", mediaType: "image/jpeg", link: "https://p.example/a.jpg"),
            SentFile(.bytes(Array("hello".utf8)), name: "b.jpg", mediaType: "image/jpeg"),
        ]
        #expect(await rig.service.send(item, to: "far").isDelivered)
        let request = try #require(far.requests.first)
        #expect(request.headers["x-api-key"] == "k-123")
        #expect(
            request.json?[member: "media"]?.text()
                == #"[{"url":"https://p.example/a.jpg"},{"base64":"aGVsbG8=","filename":"b.jpg","mimeType":"image/jpeg"}]"#
        )
        #expect(request.json?[member: "recipients"]?.text() == #"["emma@guests.example"]"#)
    }

    static let verdicts: [(FarSide.Answer, Verdict, Verdict)] = {
        func same(_ answer: FarSide.Answer, _ verdict: Verdict) -> (FarSide.Answer, Verdict, Verdict) {
            (answer, verdict, verdict)
        }
        let lost = "Empty reply from server"
        return [
            same(.status(202), .delivered(reference: nil)),
            same(.status(503, headers: ["Retry-After: 17"]), .busy("it answered 503", after: .seconds(17))),
            same(.status(429), .busy("it answered 429", after: nil)),
            same(.status(423), .busy("it answered 423", after: nil)),
            same(.status(500, body: "out of cheese"), .busy("it answered 500: out of cheese", after: nil)),
            same(.status(401), .blocked("it does not let us in (401); see \"user\" and \"secret\"")),
            same(.status(403), .blocked("it does not let us in (403); see \"user\" and \"secret\"")),
            same(.status(402), .blocked("it wants to be paid (402)")),
            same(.status(507), .blocked("there is no room left (507)")),
            same(.status(422, body: "no such number"), .refused("it answered 422: no such number")),
            same(.status(400), .refused("it answered 400")),
            same(
                .status(302, headers: ["Location: http://elsewhere.example/x?token=1"]),
                .blocked("it has moved to http://elsewhere.example/x; if that is right, name it as \"base\"")),
            (.lostAfter, .unreachable(lost), .unknown(lost)), (.lostBefore, .unreachable(lost), .unknown(lost)),
            (.status(502), .busy("it answered 502", after: nil), .unknown("it answered 502")),
        ]
    }()

    @Test(arguments: verdicts.indices)
    func `What an answer means`(index: Int) async throws {
        let (answer, keyed, unkeyed) = Self.verdicts[index]
        let far = try FarSide { _, _ in answer }
        let rig = try Rig(Rig.hook(far))
        let verdict = await rig.service.send(Rig.item(), to: "far")
        #expect(verdict == keyed)
        let gateway = try Rig(Rig.hook(far, "sms-form", #","values":{"from":"B"}"#))
        #expect(await gateway.service.send(Rig.mail(.sms, to: "+491715550123"), to: "far") == unkeyed)
    }

    @Test func `A far side that is away has surely got nothing`() async throws {
        let rig = try Rig(
            #"{"name":"far","kind":"recipe","recipe":"sms-form","base":"http://127.0.0.1:1/","lan":true,"values":{"from":"B"}}"#
        )
        #expect(await rig.service.send(Rig.mail(.sms), to: "far") == .unreachable("nobody answers there"))
    }

    @Test func `Without "lan" nothing nearby is reached, and no secret leaves`() async throws {
        let far = try FarSide()
        let rig = try Rig(
            "{\"name\":\"far\",\"kind\":\"recipe\",\"recipe\":\"fmx-custom-sms\",\"base\":\"https://127.0.0.1:\(far.port)/\",\"secret\":\"key\"}",
            secrets: ["key": "k-123"])
        let verdict = await rig.service.send(Rig.mail(.sms), to: "far")
        guard case .blocked = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(far.connections == 0)
    }

    @Test func `A redirect is not followed, and takes no secret along`() async throws {
        let other = try FarSide()
        let far = try FarSide { [base = other.base] _, _ in .status(307, headers: ["Location: \(base)"]) }
        let rig = try Rig(Rig.hook(far, "fmx-custom-sms", #","secret":"key""#), secrets: ["key": "k-123"])
        #expect(!(await rig.service.send(Rig.mail(.sms), to: "far").isDelivered))
        #expect(far.requests.count == 1 && other.connections == 0)
    }

    @Test func `Words of a far side do not repeat what a guest has typed`() async throws {
        let far = try FarSide { _, _ in .status(422, body: "no such number: +491715550123, key k-123\r\nnext") }
        let rig = try Rig(Rig.hook(far, "fmx-custom-sms", #","secret":"key""#), secrets: ["key": "k-123"])
        let verdict = await rig.service.send(Rig.mail(.sms, to: "+491715550123"), to: "far")
        #expect(verdict == .refused("it answered 422: no such number: …, key …  next"))
    }

    @Test func `A gateway that says 200 and means no is understood, and a portal is no gateway`() async throws {
        let recipe =
            #"{"kinds":["sms"],"steps":[{"post":"{base}","json":{"to":"{recipient}"},"fail":"/error","take":{"reference":"/id"}}]}"#
        func verdict(_ body: String) async throws -> Verdict {
            let far = try FarSide { _, _ in .status(200, body: body) }
            return await (try Rig(Rig.hook(far, "own"), recipes: ["own": recipe])).service.send(
                Rig.mail(.sms), to: "far")
        }
        #expect(try await verdict(#"{"id":"m-7","error":null}"#) == .delivered(reference: "m-7"))
        #expect(
            try await verdict(#"{"error":"no credit"}"#)
                == .refused(#"it answered that it failed: {"error":"no credit"}"#))
        #expect(
            try await verdict("<html>Please log in</html>")
                == .unreachable("something else answers in its place, and not in JSON"))
        #expect(try await verdict(#"{"ok":true}"#) == .unknown("its answer lacks what is needed"))
    }

    @Test func `What a step gave is kept before the next one, and whoever goes on does not repeat it`() async throws {
        let recipe = #"""
            {"kinds":["sms"],"steps":[{"post":"{base}draft","json":{},"take":{"id":"/id"}},{"post":"{base}send/{taken:id}","json":{}}]}
            """#
        let far = try FarSide { request, _ in request.path == "/draft" ? .status(200, body: #"{"id":"a/b"}"#) : .ok }
        let rig = try Rig(Rig.hook(far, "own"), recipes: ["own": recipe])
        let stopped = await rig.service.send(Rig.mail(.sms), to: "far") { step, taken in
            #expect(step == 1 && taken == ["id": "a/b"] && far.requests.count == 1)
            return false
        }
        #expect(stopped == .unknown("the item was taken back while it was sent"))
        var item = Rig.mail(.sms)
        (item.step, item.taken) = (1, ["id": "a/b"])
        #expect(await rig.service.send(item, to: "far").isDelivered)
        #expect(far.requests.map(\.path) == ["/draft", "/send/a%2Fb"])
    }

    static let hostile = [
        "\r\nX-Evil: 1", "\n\nDELETE / HTTP/1.1", "\"},{\"x\":\"", "{secret}", "{base}", "%00", "\u{0}",
        "../../etc/passwd", "..", "a&b=c",
        "\u{202e}gpj.exe", "<script>", "'; DROP TABLE", String(repeating: "A", count: 1 << 20), "\u{85}\u{2028}",
        "\\\"", "{", "}}",
    ]

    @Test(arguments: hostile.indices)
    func `Whatever was typed stays in its place`(index: Int) async throws {
        let text = Self.hostile[index]
        let far = try FarSide()
        let rig = try Rig(Rig.hook(far))
        var item = Rig.item()
        (item.subject, item.session, item.values) = (
            text, text, ["answer": JSONValue.string(text), String(text.prefix(60)) + "-": "x"].object
        )
        #expect(await rig.service.send(item, to: "far").isDelivered)
        let json = try #require(far.requests.first?.json)
        #expect(
            json.text("subject") == text && json.text("session") == text
                && json[member: "values"]?.text("answer") == text)
        let gateway = try Rig(Rig.hook(far, "sms-form", #","values":{"from":"B"}"#))
        #expect(await gateway.service.send(Rig.mail(.sms, to: text, text), to: "far").isDelivered)
        let form = try #require(far.requests.last?.text)
        #expect(form.split(separator: "&").count == 3 && form.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f })
        // In an address and in a header, too.
        let recipe = #"{"kinds":["sms"],"steps":[{"post":"{base}{recipient}","headers":{"X-To":"{recipient}"}}]}"#
        let own = try Rig(Rig.hook(far, "own"), recipes: ["own": recipe])
        let before = far.requests.count
        let verdict = await own.service.send(Rig.mail(.sms, to: text), to: "far")
        if let request = far.requests.dropFirst(before).first {
            #expect(
                request.path.dropFirst().contains("/") == false && request.headers["x-evil"] == nil, "\(request.path)")
        } else {
            // Too long for a far side, or nothing that may stand there.
            #expect(!verdict.isDelivered)
        }
    }

    @Test(arguments: [
        (#"{"kinds":["sms"],"steps":[{"post":"https://x.example/{recipient}"}]}"#, "begins with {base}"),
        (#"{"kinds":["sms"],"steps":[{"post":"{base}?k={secret}"}]}"#, "a secret has no place in an address"),
        (
            #"{"kinds":["sms"],"steps":[{"post":"{base}{recipent}"}]}"#,
            "there is no placeholder {recipent}; did you mean {recipient}?"
        ),
        (#"{"kinds":["sms"],"steps":[{"post":"{base","json":{}}]}"#, "a brace is not closed"),
        (#"{"kinds":["sms"],"steps":[{"psot":"{base}"}]}"#, "a step has one of"),
        (#"{"kinds":["sms"],"steps":[{"post":"{base}","get":"{base}"}]}"#, "a step has one of"),
        (#"{"kinds":["sms"],"steps":[{"post":"{base}","json":{},"form":{}}]}"#, "a step has one body"),
        (#"{"kinds":["sms"],"steps":[{"post":"{base}","headers":{"A\r\nB":"x"}}]}"#, "cannot be the name of a header"),
        (
            #"{"kinds":["sms"],"steps":[{"post":"{base}","json":{"a":"x {values}"}}]}"#,
            "{values} is no text and stands alone"
        ),
        (#"{"kinds":["sms"],"steps":[]}"#, "there is no step"), (#"{"kinds":["post"],"steps":[]}"#, "kinds[0]"),
    ])
    func `A recipe that cannot be right is refused with its place`(text: String, words: String) throws {
        let far = try FarSide()
        let error = #expect(throws: DeliveryError.self) { try Rig(Rig.hook(far, "own"), recipes: ["own": text]) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test func `What a recipe needs is asked for before anything is sent`() throws {
        let far = try FarSide()
        func problem(_ recipe: String, _ more: String = "") -> String? {
            (#expect(throws: DeliveryError.self) { try Rig(Rig.hook(far, recipe, more)) })?.description
        }
        #expect(
            problem("webhok")?.contains("there is no recipe \"webhok\"") == true
                && problem("webhok")?.contains("did you mean \"webhook\"?") == true)
        #expect(
            problem("fmx-custom-mail")
                == "destination \"far\": the recipe \"fmx-custom-mail\" needs a secret; name one with \"secret\"")
        #expect(
            problem("sms-form")
                == "destination \"far\": the recipe \"sms-form\" needs the value \"from\"; add \"values\": {\"from\": \"…\"}"
        )
        #expect(problem("webhook", #","values":{"x":"y"}"#)?.contains("has no use for the value \"x\"") == true)
        #expect(problem("webhook", #","secret":"none""#)?.contains("secret \"none\": not found in") == true)
    }

    @Test func `Every shipped recipe can be read, and says what it is for`() throws {
        let folder = SearchPath([Programs.root + "/recipes"])
        #expect(
            folder.documents == [
                "fmx-custom-mail", "fmx-custom-sms", "sms-form", "survey-json", "webdav-put", "webhook",
            ])
        for name in folder.documents { #expect(try !RecipeLibrary(folder).recipe(named: name).probe.isEmpty) }
    }
}

extension [String: JSONValue] {
    var object: JSONValue { .object(map { .init($0.key, $0.value) }) }
}
