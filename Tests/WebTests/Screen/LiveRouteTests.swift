import Engine
import HTTP
import Imaging
import Rigs
import StrictJSON
import Testing
import Work

@testable import Web

/// The live view at the guests' screen.
@Suite(.ahead) struct LiveRouteTests {
    static let steps =
        #"{"step":"attract"},{"step":"effect","choices":["camera","sepia","black-and-white"]},{"step":"countdown","seconds":5},{"step":"capture"},{"step":"save"}"#

    private func width(_ answer: Answer) async throws -> Int {
        let bytes = answer.bytes
        return try await offPool { try PictureFile(bytes: bytes, name: "frame").width }
    }

    @Test func `Frames come one after the other while a step shows them, and none besides`() async throws {
        try await OpenBooth(Self.steps, frameRate: 25).run { booth in
            try await booth.until(step: "attract")
            let none = await booth.time.passing { await booth.get("/api/live") }
            #expect(none.status == 204 && none.bytes.isEmpty)
            #expect(await booth.command("next").status == 200)
            try await booth.until("choices") { $0.step?.asks == true }
            let first = await booth.time.passing { await booth.get("/api/live?after=0") }
            let number = try #require(first.headers["X-Frame"].flatMap { Int($0) })
            #expect(first.status == 200 && first.headers["Content-Type"] == "image/jpeg")
            #expect(first.headers["Cache-Control"] == "no-store")
            #expect(try await width(first) == 960)
            let second = await booth.time.passing { await booth.get("/api/live?after=\(number)") }
            #expect(second.headers["X-Frame"].flatMap { Int($0) } ?? 0 > number)
            #expect(await booth.command("stop").status == 200)
            #expect(await booth.time.passing { await booth.get("/api/live?after=0") }.status == 204)
        }
    }

    @Test func `Each choice is seen on the guests themselves, and then the one that was chosen`() async throws {
        try await OpenBooth(Self.steps, frameRate: 25).run { booth in
            try await booth.until(step: "attract")
            #expect(await booth.command("next").status == 200)
            try await booth.until("choices") { $0.step?.asks == true }
            var tiles: [[UInt8]] = []
            for choice in 1...3 {
                let tile = await booth.time.passing { await booth.get("/api/live?after=0&choice=\(choice)") }
                #expect(tile.status == 200)
                #expect(try await width(tile) == 480)
                tiles.append(tile.bytes)
            }
            #expect(Set(tiles).count == 3)
            let isGreyed = (try await isGrey(tiles[0]), try await isGrey(tiles[2]))
            #expect(isGreyed == (false, true))
            for wrong in ["0", "4", "x"] {
                #expect([400, 404].contains(await booth.get("/api/live?choice=\(wrong)").status), "\(wrong)")
            }
            #expect(await booth.get("/api/live?after=-1").status == 400)
            #expect(await booth.command("answer", value: "3").status == 200)
            try await booth.until(step: "countdown")
            let frame = await booth.time.passing { await booth.get("/api/live?after=0") }
            #expect(frame.status == 200)
            #expect(try await isGrey(frame.bytes))
            #expect(try await width(frame) == 960)
            #expect(await booth.get("/api/live?choice=1").status == 404)
        }
    }

    private func isGrey(_ jpeg: [UInt8]) async throws -> Bool {
        try await offPool {
            let image = try PictureFile(bytes: jpeg, name: "frame").whole()
            return try image.withPixels { pixels in
                stride(from: 0, to: pixels.count, by: 3).allSatisfy {
                    abs(Int(pixels[$0]) - Int(pixels[$0 + 1])) < 12 && abs(Int(pixels[$0]) - Int(pixels[$0 + 2])) < 12
                }
            }
        }
    }
}
