import Actions
import Files
import Foundation
import HTTP
import Rigs
import Sessions
import StrictJSON
import Testing

@testable import Web

/// What guests and events call things, in everything that is no page: answers for programs, streams, headers, archives, tables. What
/// pages make of it, a browser has to say: `BrowserTests`.
@Suite struct HostileWordsTests {
    /// An event of which every word was chosen to break something, served.
    private final class Held: Sendable {
        let path = "\(access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp")/web-tests-\(UInt64.random(in: 0 ... .max))"
        let record: EventRecord
        let server: WebServer

        init() async throws {
            try makeFolder(path)
            record = try await HostileEvent.make(in: EventFolder(path + "/hostile"))
            let root = Programs.root
            let options = WebServer.Options(
                state: path + "/state", settings: path + "/settings", pages: SearchPath([root + "/web"]),
                texts: SearchPath([root + "/web/text"]))
            let site = try EventSite(record.folder, .init(program: Programs.folder + "/booth"))
            server = WebServer([site], options: options)
        }

        deinit { removeTree(path) }

        func get(_ target: String) async throws -> Answer {
            await server.answer(request("GET", target, cookie: try server.login()))
        }

        var numbers: ClosedRange<Int> { 1...(HostileWords.all.count + HostileEvent.share - 1) / HostileEvent.share }
    }

    @Test func `Answers for programs hold them as they are`() async throws {
        let held = try await Held()
        var (answers, reasons, sources): ([String], [String], [String]) = ([], [], [])
        for number in held.numbers {
            let answer = try await held.get("/api/sessions/\(number)")
            let session = try JSONValue(parsing: answer.bytes, document: "answer")
            MatrixTests.expectSafeguards(answer, "/api/sessions/\(number)")
            #expect(answer.headers["Content-Type"] == "application/json; charset=utf-8")
            answers += session[member: "inputs"]?.rows.compactMap { $0[member: "value"]?.text } ?? []
            reasons += session[member: "outbox"]?.rows.compactMap { $0[member: "reason"]?.text } ?? []
            sources += session[member: "captures"]?.rows.compactMap { $0[member: "source"]?.text } ?? []
        }
        // Each word stands in four answers. A null ends a text of the record.
        for word in HostileWords.all where !word.unicodeScalars.contains("\0") {
            let bytes = Array(word.utf8)
            #expect(answers.count { Array($0.utf8) == bytes } >= 4, "\(word.debugDescription)")
            #expect(sources.contains { Array($0.utf8) == bytes } && reasons.contains { Array($0.utf8) == bytes })
        }
        let found = try await held.get("/api/sessions?q=%3Cimg%20src=x%20onerror")
        #expect(found.status == 200 && found.text.contains("\"total\":"))
        let outbox = try await held.get("/api/outbox?limit=1000")
        #expect(
            try JSONValue(parsing: outbox.bytes, document: "outbox")[member: "items"]?.rows.count
                == HostileWords.all.count)
    }

    @Test func `No word begins a line of a stream`() async throws {
        let held = try await Held()
        let serving = try Serving(held.server, operators: Address(parsing: "0"), guests: nil)
        let address = serving.operators!.address
        let cookie = try held.server.login()
        let client = try RawClient(address)
        client.say("GET /api/changes HTTP/1.0\r\nHost: \(address)\r\nCookie: boothkit_operator=\(cookie)\r\n\r\n")
        // What comes of it names files and destinations of the event.
        let body = #"{"action":"reprint","numbers":"all","queue":"x"}"#
        _ = try await RawClient.ask(
            address,
            "POST /api/sessions/bulk HTTP/1.0\r\nHost: \(address)\r\nCookie: boothkit_operator=\(cookie)\r\nOrigin: http://\(address)\r\n"
                + "X-Booth: 1\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        let heard = await client.heard { $0.contains("\"state\":\"failed\"") || $0.contains("\"state\":\"done\"") }
        let lines = RawClient.parts(of: heard).body.split(omittingEmptySubsequences: true) { $0.isNewline }
        #expect(lines.count > 4)
        for line in lines {
            #expect(
                line.wholeMatch(of: /(id: \d+|event: (changes|state|job)|data: \{.*|:.*|retry: \d+)/) != nil, "\(line)")
        }
        await serving.stop()
    }

    @Test func `No word gets into the head of an answer`() async throws {
        let held = try await Held()
        let serving = try Serving(held.server, operators: Address(parsing: "0"), guests: Address(parsing: "0"))
        let (operators, guests) = (serving.operators!.address, serving.guests!.address)
        let cookie = try held.server.login()
        var asked: [(Address, String)] = []
        for number in held.numbers {
            let session = try await held.record.session(number: number)
            let page = await held.server.guests.answer(request("GET", "/s/\(session.token!)/")).text
            asked.append((guests, "/s/\(session.token!)/all.zip"))
            for file in page.matches(of: /href="((picture|original)-[^"]+)"/) {
                asked.append((guests, "/s/\(session.token!)/\(file.1)"))
            }
            asked += session.renditions.compactMap(\.path).map { (operators, "/media/\($0.percentEncoded)?download") }
        }
        #expect(asked.count > 200)
        for (address, target) in asked {
            let (status, head, _) = try await RawClient.ask(
                address, "HEAD \(target) HTTP/1.0\r\nHost: \(address)\r\nCookie: boothkit_operator=\(cookie)\r\n\r\n")
            #expect(status == 200, "\(target)")
            let fields = head.split(separator: "\r\n").dropFirst()
            for field in fields {
                #expect(field.wholeMatch(of: /[A-Za-z-]+: [\x20-\x7E]*/) != nil, "\(field.debugDescription)")
            }
            #expect(!fields.contains { $0.lowercased().hasPrefix("set-cookie") }, "\(target)")
            let name = try #require(fields.first { $0.hasPrefix("Content-Disposition: ") }, "\(target)")
            #expect(!name.contains("%E2%80%AE") && !name.contains("%0D") && !name.contains(".."), "\(name)")
        }
        await serving.stop()
    }

    @Test func `Files of an archive have names that any computer takes`() async throws {
        let held = try await Held()
        let serving = try Serving(held.server, operators: nil, guests: Address(parsing: "0"))
        let token = try #require(try await held.record.session(number: 1).token)
        let zip = held.path + "/all.zip"
        let run = await Programs.blocking {
            Programs.run(
                "/bin/sh",
                ["-c", "curl -sf http://\(serving.guests!.address)/s/\(token)/all.zip -o \(zip) && unzip -tq \(zip)"])
        }
        #expect(run.status == 0, "\(run)")
        let bytes = try readAll(zip, limit: 100_000_000)
        var (names, at): ([String], Int) = ([], 0)
        while let start = bytes[at...].firstRange(of: [0x50, 0x4B, 0x01, 0x02])?.lowerBound {
            let length = Int(bytes[start + 28]) | Int(bytes[start + 29]) << 8
            names.append(String(decoding: bytes[(start + 46)..<(start + 46 + length)], as: UTF8.self))
            at = start + 46 + length
        }
        #expect(names.count == 2 * HostileEvent.share && Set(names).count == names.count)
        for name in names {
            #expect(name.utf8.count < 200 && !name.hasPrefix(".") && name.hasSuffix(".jpg"), "\(name)")
            #expect(
                !name.unicodeScalars.contains { "/\\:*?\"<>|\u{202E}".unicodeScalars.contains($0) || $0.value < 32 },
                "\(name)")
        }
        await serving.stop()
    }

    @Test func `No cell of a table is a formula`() async throws {
        let held = try await Held()
        let file = held.path + "/out.csv"
        _ = try await held.record.export(Array(held.numbers), to: file, Export(format: .csv, contacts: true))
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let rows = Self.cells(of: text.unicodeScalars.dropFirst())
        #expect(rows.count == held.numbers.count + 1 && Set(rows.map(\.count)).count == 1)
        var seen = 0
        for cell in rows.joined() {
            let first = cell.unicodeScalars.first {
                !$0.properties.isWhitespace && ![.control, .format].contains($0.properties.generalCategory)
            }
            #expect(first.map("=+-@＝＋－＠".unicodeScalars.contains) != true, "\(cell.debugDescription)")
            seen += cell.contains("=1+1") ? 1 : 0
        }
        #expect(seen > 8, "they are in the table")
        _ = try await held.record.export(Array(held.numbers), to: file, Export(format: .json, contacts: true))
        let json = try JSONValue(parsing: readAll(file, limit: 10_000_000), document: file)
        #expect(json.rows.count == held.numbers.count)
    }

    /// As RFC 4180 has it.
    private static func cells(of text: Substring.UnicodeScalarView) -> [[String]] {
        var (rows, row, cell, isQuoted) = ([[String]](), [String](), "", false)
        var rest = text
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"" where isQuoted && rest.first == "\"":
                cell.unicodeScalars.append("\"")
                rest.removeFirst()
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: (row, cell) = (row + [cell], "")
            case "\r" where !isQuoted && rest.first == "\n":
                rest.removeFirst()
                rows.append(row + [cell])
                (row, cell) = ([], "")
            default: cell.unicodeScalars.append(scalar)
            }
        }
        return rows
    }

    @Test(
        arguments: [
            [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D], Array("{\"revoke\":tr".utf8) + [0xC0, 0x80],
            [0xFE, 0xFF, 0x00, 0x7B],
            [0xEF, 0xBB, 0xBF] + Array("{}x".utf8),
            Array("{\"item\":\"".utf8) + [0xED, 0xA0, 0x80] + Array("\"}".utf8), [0x00],
        ] as [[UInt8]])
    func `A body that is no UTF-8 is refused, and nothing happens`(body: [UInt8]) async throws {
        let party = try Party()
        try await party.session()
        let server = try party.server()
        let before = try await party.record.revision()
        for (method, target) in [
            ("POST", "/api/sessions/1/share"), ("POST", "/api/sessions/1/delete"), ("PUT", "/api/event"),
            ("POST", "/api/outbox/remove"),
        ] {
            var asked = request(method, target, cookie: try server.login(), changing)
            asked.body = body
            if method == "PUT" { asked.headers["If-Match"] = "*" }
            let answer = await server.answer(asked)
            #expect([400, 422].contains(answer.status), "\(target): \(answer.status) \(answer.text)")
            #expect(String(validating: answer.bytes, as: UTF8.self)?.hasPrefix("{\"error\":") == true)
        }
        #expect(try await party.record.revision() == before)
    }

    @Test func `An address that is no UTF-8 leads nowhere`() async throws {
        let party = try Party()
        let session = try await party.session()
        let server = try party.server()
        let serving = try Serving(server, operators: Address(parsing: "0"), guests: Address(parsing: "0"))
        let cookie = try server.login()
        for bytes in ["%ff", "%c0%af", "%ed%a0%80", "%00", "a%0d%0ab"] {
            for place in ["/api/sessions?q=", "/media/", "/api/layouts/", "/operator/", "/api/jobs/"] {
                let (status, head, _) = try await RawClient.ask(
                    serving.operators!.address,
                    "GET \(place)\(bytes) HTTP/1.0\r\nHost: \(serving.operators!.address)\r\nCookie: boothkit_operator=\(cookie)\r\n\r\n"
                )
                let isSearch =
                    place.contains("q=") && !bytes.contains("%f") && !bytes.contains("%c") && !bytes.contains("%e")
                #expect([400, 404].contains(status) || isSearch && status == 200, "\(place)\(bytes): \(status)")
                #expect(head.split(separator: "\r\n").allSatisfy { !$0.hasPrefix("b") })
            }
            let (status, _, _) = try await RawClient.ask(
                serving.guests!.address, "GET /s/\(session.token!)/\(bytes) HTTP/1.0\r\nHost: x\r\n\r\n")
            #expect([400, 404].contains(status))
        }
        await serving.stop()
    }
}
