import Darkroom
import Files
import Foundation
import HTTP
import Imaging
import Rigs
import StrictJSON
import Testing

@testable import Sessions
@testable import Web

/// Pictures that are drawn for a look: that they show what they say, and are kept nowhere.
@Suite struct DrawnPicturesTests {
    private func server(_ event: ServedEvent) -> WebServer {
        let root = Programs.root
        return WebServer(
            [event.site],
            options: .init(
                state: event.path + "/state", settings: event.path + "/settings", pages: SearchPath([root + "/web"]),
                texts: SearchPath([root + "/web/text"])))
    }

    private func draw(_ target: String, _ server: WebServer) async throws -> Image {
        let answer = await server.answer(request("GET", target, cookie: try server.login()))
        try #require(answer.status == 200, "\(target): \(answer.status) \(answer.text)")
        MatrixTests.expectSafeguards(answer, target)
        return try await picture(answer.bytes)
    }

    private func picture(_ bytes: [UInt8]) async throws -> Image {
        try await Programs.blocking { Result { try PictureFile(bytes: bytes, name: "answer").whole() } }.get()
    }

    private func file(_ path: String, of event: ServedEvent) async throws -> Image {
        try await picture(try readAll(event.folder.path + "/" + path, limit: 100_000_000))
    }

    /// Mean samples of the parts of a grid, so that pictures of other sizes and qualities can be compared.
    private func cells(_ image: Image, _ count: Int = 8) throws -> [Double] {
        try image.withPixels { pixels in
            var sums = [Double](repeating: 0, count: count * count * 3)
            var samples = sums
            for y in 0..<image.height {
                for x in 0..<image.width {
                    let cell = (y * count / image.height * count + x * count / image.width) * 3
                    for band in 0..<3 {
                        sums[cell + band] += Double(
                            pixels[(y * image.width + x) * image.bands + min(band, image.bands - 1)])
                        samples[cell + band] += 1
                    }
                }
            }
            return zip(sums, samples).map(/)
        }
    }

    private func distance(_ one: [Double], _ other: [Double]) -> Double {
        zip(one, other).map { abs($0 - $1) }.reduce(0, +) / Double(one.count)
    }

    @Test func `The preview of a print is the picture that is made then, and nothing is kept`() async throws {
        let event = try await ServedEvent(held: 2)
        let server = server(event)
        let (names, revision) = (event.names("FinalPhoto"), try await event.site.record.revision())
        let plain = try await draw("/api/sessions/2/preview?layout=single-frame", server)
        let treated = try await draw("/api/sessions/2/preview?effect=noir", server)
        #expect(event.names("FinalPhoto") == names && event.names("Effects").isEmpty)
        #expect(try await event.site.record.revision() == revision)
        let session = try await event.site.record.session(number: 2)
        let given = try await file(try #require(session.guestsPicture?.path), of: event)
        let job = try await event.ended(
            await event.ask(.post, "/api/sessions/2/rerun", ["effect": ["noir"], "composed": true]))
        let made = try await file(try #require(job[member: "result"]?.rows.first?[member: "path"]?.text), of: event)
        for (seen, right, wrong) in [(plain, given, made), (treated, made, given)] {
            let (near, far) = (try PictureDifference(seen, right), try PictureDifference(seen, wrong))
            #expect(near.sameSize && near.ssim > 0.95 && near.mean < far.mean / 3)
        }
        let first = try await event.site.record.session(number: 1)
        let other = try await file(try #require(first.guestsPicture?.path), of: event)
        #expect(try PictureDifference(plain, given).mean < PictureDifference(plain, other).mean / 3)
    }

    @Test func `A contact sheet shows looks of this very capture`() async throws {
        let event = try await ServedEvent(held: 2)
        let server = server(event)
        var captures: [Int: [Double]] = [:]
        for number in 1...2 {
            let path = try #require(try await event.site.record.session(number: number).captures.first).path
            captures[number] = try cells(try await file(path, of: event))
        }
        try #require(distance(captures[1]!, captures[2]!) > 4, "the captures can be told apart")
        for number in 1...2 {
            let plain = try cells(try await draw("/api/sessions/\(number)/looks?shot=1", server))
            #expect(distance(plain, captures[number]!) < 2)
            #expect(distance(plain, captures[3 - number]!) > 4)
            let noir = try await draw("/api/sessions/\(number)/looks?effect=noir&shot=1", server)
            let grey = try cells(noir)
            for at in stride(from: 0, to: grey.count, by: 3) {
                let (red, green, blue) = (grey[at], grey[at + 1], grey[at + 2])
                #expect(abs(red - green) < 2 && abs(red - blue) < 2)
            }
            #expect(distance(grey, plain) > 2)
        }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/zbarimg"), "zbar-tools is not installed"))
    func `The code on a page leads where the link leads`() async throws {
        let event = try await ServedEvent(sessions: 1)
        let server = server(event)
        let session = try await event.site.record.session(number: 1)
        let newer = try await event.site.record.share(session.id)
        func read(_ target: String) async throws -> String {
            let answer = await server.answer(request("GET", target, cookie: try server.login()))
            try #require(answer.status == 200 && answer.headers["Content-Type"] == "image/png")
            let file = event.path + "/code.png"
            try writeDurably(answer.bytes, to: file)
            let run = await Programs.blocking {
                Programs.run("/usr/bin/zbarimg", ["--quiet", "--raw", "--oneshot", "-Sbinary", file])
            }
            return run.out
        }
        #expect(try await read("/api/sessions/1/code") == "https://photos.example/s/" + newer.token)
        let first = try #require(session.token)
        #expect(try await read("/api/sessions/1/code?token=\(first)") == "https://photos.example/s/" + first)
        var settings = try Event(in: event.folder)
        settings.brandedBase = "https://e.example/"
        try settings.write(to: event.folder)
        #expect(try await read("/api/sessions/1/code") == "https://e.example/" + newer.token)
        _ = try await event.site.record.share(session.id, revoking: true)
        let ended = await server.answer(
            request("GET", "/api/sessions/1/code?token=\(first)", cookie: try server.login()))
        #expect(ended.status == 404)
        settings.linkDays = 1
        try settings.write(to: event.folder)
        let old = try Database(path: event.folder.database, create: false)
        try old.execute("UPDATE share SET made_at = made_at - 172800000")
        let late = await server.answer(request("GET", "/api/sessions/1/code", cookie: try server.login()))
        #expect(late.status == 404, "a link that leads nowhere any more")
    }

    @Test func `The proof of a layout is that of the command, and shows its art`() async throws {
        let event = try await ServedEvent(sessions: 0)
        let server = server(event)
        var drawn: [[Double]] = []
        for name in ["single-frame", "strip"] {
            let image = try await draw("/api/layouts/\(name)/proof", server)
            let file = event.path + "/\(name).png"
            let run = await Programs.blocking {
                Programs.run(Programs.folder + "/render", ["--layout", name, "--proof", file], in: Programs.root)
            }
            #expect(run.status == 0, "\(run)")
            let command = try await picture(try readAll(file, limit: 100_000_000))
            #expect(image.width == command.width && image.height == command.height)
            drawn.append(try cells(image))
            #expect(distance(drawn.last!, try cells(command)) < 6, "but for the event's own texts")
        }
        #expect(distance(drawn[0], drawn[1]) > 6)
    }
}
