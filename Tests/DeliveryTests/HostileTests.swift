import Files
import Rigs
import StrictJSON
import Testing

@testable import Delivery

/// Whatever guests type, through every shipped recipe.
@Suite struct HostileTests {
    /// What a request may tell of an item: these keys, and no others.
    private static let allowed: [String: [String]] = [
        "webhook": ["key", "kind", "event", "session", "subject", "values"],
        "survey-json": ["key", "event", "session", "question", "answer"],
        "fmx-custom-mail": ["recipients", "subject", "message", "media", "metadata"],
        "fmx-custom-sms": ["recipients", "message", "media", "metadata"], "sms-form": ["To", "From", "Body"],
    ]

    /// Of pieces that mean something to somebody, in any order.
    private static func values(_ count: Int) -> [String] {
        let pieces = [
            "\r\n", "\n", "\r", "\"", "\\", "'", "{", "}", "{secret}", "{base}", "{values}", "%00", "%0d%0a", "\u{0}",
            "../", "..", "/",
            "&", "=", "?", "#", "+", ";", "<", ">", "\u{202e}", "\u{2028}", "\u{85}", "\u{feff}", "😀", "é", "e\u{301}",
            " ", "\t",
            "Content-Length: 0", "HTTP/1.1", "X-Evil: 1", "null", "\"},{\"", "]]", "\u{7f}", "\u{1b}[31m", "A", "0",
        ]
        var generator = Seeded(14)
        return (0..<count).map { _ in
            (0...Int.random(in: 0..<12, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }
                .joined()
        }
    }

    private static func item(_ kind: Item.Kind, _ text: String, _ number: Int) -> Item {
        var item = Item(kind, key: "\(kind.rawValue)-\(number)", event: text, session: text, subject: text)
        item.values = ["answer": JSONValue.string(text)].object
        item.message = Message(to: text, title: text, text: text)
        return item
    }

    @Test(arguments: [
        ("webhook", Item.Kind.survey), ("survey-json", .survey), ("fmx-custom-mail", .email), ("fmx-custom-sms", .sms),
        ("sms-form", .sms),
    ])
    func `Five hundred hostile values stay in their places`(recipe: String, kind: Item.Kind) async throws {
        let far = try FarSide()
        let needs: [String: String] = [
            "sms-form": #","values":{"from":"Booth"}"#, "fmx-custom-mail": #","secret":"key""#,
            "fmx-custom-sms": #","secret":"key""#,
        ]
        let rig = try Rig(Rig.hook(far, recipe, needs[recipe] ?? ""), secrets: ["key": "k-123"])
        let texts = Self.values(500)
        for (number, text) in texts.enumerated() {
            let verdict = await rig.service.send(Self.item(kind, text, number), to: "far")
            #expect(verdict.isDelivered, "\(verdict)")
        }
        let requests = far.requests
        #expect(requests.count == texts.count)
        for (request, text) in zip(requests, texts) {
            let isInPlace = request.path == "/" && request.method == "POST" && request.headers["x-evil"] == nil
            #expect(isInPlace && Self.keys(request) == Self.allowed[recipe])
            #expect(Self.typed(request, recipe).map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    private static func keys(_ request: FarSide.Request) -> [String] {
        if case .object(let members)? = request.json { return members.map(\.key) }
        return request.text.split(separator: "&").map { String($0.prefix { $0 != "=" }) }
    }

    /// A field that a guest has typed, as the far side reads it.
    private static func typed(_ request: FarSide.Request, _ recipe: String) -> String? {
        switch recipe {
        case "webhook": return request.json?[member: "values"]?.text("answer")
        case "survey-json": return request.json?.text("answer")
        case "fmx-custom-mail", "fmx-custom-sms": return request.json?.text("message")
        default:
            let body = request.text.split(separator: "&").last?.dropFirst("Body=".count) ?? ""
            return percentDecoded(body.utf8)
        }
    }

    private static func percentDecoded(_ text: some Sequence<UInt8>) -> String {
        var (bytes, rest) = ([UInt8](), Array(text)[...])
        while let byte = rest.popFirst() {
            guard byte == 0x25 else {
                bytes.append(byte)
                continue
            }
            bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0x3f)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
