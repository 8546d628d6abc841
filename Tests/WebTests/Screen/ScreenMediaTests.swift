import Engine
import Files
import Imaging
import Rigs
import Sessions
import StrictJSON
import Testing
import Work

@testable import HTTP
@testable import Web

/// Pictures at the guests' screen: of the session in hand, and of no other.
@Suite(.ahead) struct ScreenMediaTests {
    private func size(_ answer: Answer) async throws -> (width: Int, height: Int) {
        let bytes: [UInt8]
        switch answer.body {
        case .bytes(let all): bytes = all
        case .file(let file):
            bytes = try await offPool { try readAll("/proc/self/fd/\(file.descriptor)", limit: 10_000_000) }
        case .stream: bytes = []
        }
        let picture = try await offPool { try PictureFile(bytes: bytes, name: "answer") }
        return (picture.width, picture.height)
    }

    @Test func `A shot is shown as soon as it is kept, reduced, and is gone with its session`() async throws {
        try await OpenBooth().run { booth in
            try await booth.until(step: "attract")
            #expect(await booth.get("/api/shots/1").status == 404)
            #expect(await booth.command("next").status == 200)
            try await booth.pass(to: "preview")
            for shot in 1...2 {
                let answer = await booth.get("/api/shots/\(shot)?of=x")
                #expect(answer.status == 200 && answer.headers["Content-Type"] == "image/jpeg", "\(answer.text)")
                #expect(answer.headers["Cache-Control"] == "no-store" && answer.headers["ETag"] != nil)
                #expect(try await size(answer) == (1_600, 1_067))
            }
            for wrong in ["0", "3", "-1", "x", "1.jpg", "01x"] {
                #expect(await booth.get("/api/shots/\(wrong)").status == 404, "\(wrong)")
            }
            #expect(await booth.get("/api/shots/1?number=1").status == 400)
            #expect(await booth.command("stop").status == 200)
            #expect(await booth.get("/api/shots/1").status == 404)
            #expect(await booth.command("start").status == 200)
            try await booth.until(step: "attract")
            #expect(await booth.get("/api/shots/1").status == 404)
        }
    }

    @Test func `The composed preview is there while it is looked at, and then the FinalPhoto`() async throws {
        try await OpenBooth(OpenBooth.usual + #",{"step":"share"}"#).run { booth in
            try await booth.until(step: "attract")
            #expect(await booth.get("/api/preview").status == 404)
            #expect(await booth.command("next").status == 200)
            try await booth.pass(to: "preview")
            let view = try await booth.until("a preview") { $0.session?.preview != nil }
            let answer = await booth.get("/api/preview?of=\(view.session?.preview ?? "")")
            #expect(answer.status == 200 && answer.headers["ETag"] == "\"\(view.session?.preview ?? "")\"")
            #expect(answer.headers["Cache-Control"] == "no-store")
            #expect(try await size(answer).width > 100)
            #expect(await booth.command("next").status == 200)
            let final = try await booth.until("the FinalPhoto") { $0.step?.word == "share" && $0.finalPhoto != nil }
            let kept = await booth.get("/api/preview?of=\(final.finalPhoto ?? "")")
            #expect(kept.status == 200 && kept.headers["Content-Type"] == "image/jpeg", "\(kept.text)")
            #expect(kept.headers["ETag"] != answer.headers["ETag"])
            #expect(try await size(kept) == size(answer))
            #expect(await booth.command("stop").status == 200)
            #expect(await booth.get("/api/preview").status == 404)
        }
    }

    @Test func `The moving picture is there once it is made, and is gone with its session`() async throws {
        try await OpenBooth().run { booth in
            try await booth.until(step: "attract")
            #expect(await booth.get("/api/motion").status == 404)
            #expect(await booth.command("next").status == 200)
            try await booth.pass(to: "preview")
            let session = try #require(booth.engine.view.now.session?.id)
            // As the background lane adds it.
            let path = "GIF/000001-test-01234567.gif"
            try makeFolder(booth.path + "/party/GIF")
            try booth.put("GIF89a", at: "party/" + path)
            _ = try await booth.engine.record.add(
                Rendition(.gif, at: path, sha256: String(repeating: "0", count: 64), bytes: 6, parameters: "{}"),
                to: session)
            let answer = await booth.get("/api/motion")
            #expect(answer.status == 200 && answer.headers["Content-Type"] == "image/gif", "\(answer.text)")
            #expect(await booth.command("stop").status == 200)
            #expect(await booth.get("/api/motion").status == 404)
        }
    }

    @Test func `Layouts to choose from are seen with two figures, and then with the guests' own picture`() async throws
    {
        let steps =
            #"{"step":"attract"},{"step":"layout","choices":["duo","solo"]},{"step":"countdown"},{"step":"capture","shots":2},"#
            + #"{"step":"layout","name":"again","choices":["solo","duo"]},{"step":"save"}"#
        try await OpenBooth(steps).run { booth in
            try await booth.until(step: "attract")
            #expect(await booth.get("/api/choices/1").status == 404)
            #expect(await booth.command("next").status == 200)
            try await booth.until("choices") { $0.step?.asks == true }
            let empty = await booth.get("/api/choices/2?of=0")
            #expect(empty.status == 200 && empty.headers["Content-Type"] == "image/jpeg", "\(empty.text)")
            #expect(try await size(empty) == (400, 300))
            #expect(await booth.get("/api/choices/1").bytes != empty.bytes)
            for wrong in ["0", "3", "x", "-1"] { #expect(await booth.get("/api/choices/\(wrong)").status == 404) }
            #expect(await booth.command("answer", value: "1").status == 200)
            #expect(await booth.get("/api/choices/1").status == 404)
            _ = try await booth.time.passing {
                try await booth.until("the second choice") { $0.step?.name == "again" && $0.step?.asks == true }
            }
            // Ten who ask get one picture that was drawn once.
            let own = await withTaskGroup(of: Answer.self) { group in
                for _ in 0..<10 { group.addTask { await booth.get("/api/choices/1?of=2") } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(own.allSatisfy { $0.status == 200 && $0.bytes == own[0].bytes })
            #expect(own[0].bytes != empty.bytes)
        }
    }

    @Test func `Codes are squares of SVG, and the link's is the guest's own`() async throws {
        try await OpenBooth().run { booth in
            try await booth.until(step: "attract")
            let answer = await booth.get("/api/codes/link")
            #expect(answer.status == 200 && answer.headers["Content-Type"] == "image/svg+xml")
            #expect(answer.text.hasPrefix("<svg xmlns=") && !answer.text.contains("photos.example"))
            #expect(await booth.get("/api/codes/form").status == 404)
            // An address that is none, for whoever is not logged in.
            #expect(await booth.get("/api/codes/other").status == 401)
        }
        let booth = try OpenBooth { $0.linkBase = nil }
        try await booth.run { booth in
            try await booth.until(step: "attract")
            #expect(await booth.get("/api/codes/link").status == 404)
        }
    }

    @Test func `The page and its modules come from disk, and nothing beside them`() async throws {
        let booth = try OpenBooth()
        try makeFolder(booth.path + "/web/screen/screens")
        try booth.put("<!doctype html><title>booth</title>", at: "web/screen/index.html")
        try booth.put("export const one = 1\n", at: "web/screen/screens/one.js")
        try booth.put("secret", at: "web/secret.txt")
        let page = await booth.get("/")
        #expect(page.status == 200 && page.headers["Content-Type"]?.hasPrefix("text/html") == true, "\(page.text)")
        #expect(page.text.contains("<title>booth</title>") && page.headers["ETag"] != nil)
        #expect(page.headers["Link"] == "</screen/screens/one.js>; rel=modulepreload")
        let module = await booth.get("/screen/screens/one.js")
        #expect(module.status == 200 && module.headers["Content-Type"]?.hasPrefix("text/javascript") == true)
        for wrong in ["/screen/", "/screen/none.js", "/screen/.hidden", "/screen//index.html"] {
            #expect(await booth.get(wrong).status == 404, "\(wrong)")
        }
        let outside = await booth.server.answer(
            Request(
                "GET", path: ["screen", "..", "secret.txt"], headers: ["Host": "127.0.0.1:8080"],
                local: Address(host: "127.0.0.1", port: 8080)))
        #expect(outside.status == 404)
    }
}
