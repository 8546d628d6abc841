import Foundation
import Imaging
import Rigs
import Testing
import Work

@testable import Capture

@Suite(.passingTime) struct FolderCameraTests {
    private func folder(_ names: [String]) throws -> Scratch {
        let scratch = try Scratch()
        for name in names { try Data(Samples.jpeg).write(to: URL(filePath: scratch.path(name))) }
        return scratch
    }

    @Test func `Pictures come in the order of their names, and again from the start`() async throws {
        let source = try folder(["b.jpg", "a.jpg", "c.JPG"])
        try Data("no picture".utf8).write(to: URL(filePath: source.path("note.txt")))
        let scratch = try Scratch()
        try await with(FolderCamera(folder: source.folder, time: .ofTest)) { camera in
            for _ in 0..<4 { _ = try await camera.capture(scratch.request()) }
        }
        #expect(scratch.committed.map(\.name) == ["a.jpg", "b.jpg", "c.JPG", "a.jpg"])
        #expect(scratch.names() == ["kept-1.jpg", "kept-2.jpg", "kept-3.jpg", "kept-4.jpg"])
        #expect(try Data(contentsOf: URL(filePath: scratch.path("kept-1.jpg"))) == Data(Samples.jpeg))
    }

    @Test func `A script delays, fails and unplugs, and uses up no picture by it`() async throws {
        let source = try folder(["a.jpg", "b.jpg"])
        let scratch = try Scratch()
        let script: [FolderCamera.Step] = [
            .delay(.milliseconds(150)), .fault(.outOfFocus), .unplugged(.milliseconds(100)), .picture,
        ]
        try await with(FolderCamera(folder: source.folder, script: script, time: .ofTest)) { camera in
            let began = TimeSource.ofTest.now
            _ = try await camera.capture(scratch.request())
            #expect(TimeSource.ofTest.now - began >= .milliseconds(150))
            await #expect(throws: CameraError.outOfFocus) { try await camera.capture(scratch.request()) }
            await #expect(throws: CameraError.self) { try await camera.capture(scratch.request()) }
            #expect(await camera.status.state == .recovering)
            _ = try await camera.capture(scratch.request())
            #expect(await camera.status.counters.failedShots == 2)
        }
        #expect(scratch.committed.map(\.name) == ["a.jpg", "b.jpg"])
    }

    @Test func `A folder that is taken away is a camera that is away until it is back`() async throws {
        let (source, scratch) = (try folder(["a.jpg"]), try Scratch())
        let away = source.folder + "-away"
        defer { try? FileManager.default.removeItem(atPath: away) }
        try await with(FolderCamera(folder: source.folder, time: .ofTest)) { camera in
            _ = try await camera.capture(scratch.request())
            try FileManager.default.moveItem(atPath: source.folder, toPath: away)
            await #expect(throws: CameraError.self) { try await camera.capture(scratch.request()) }
            #expect(await camera.status.state == .absent)
            await #expect(throws: CameraError.self) { try await camera.ready(within: .milliseconds(50)) }
            try FileManager.default.moveItem(atPath: away, toPath: source.folder)
            try await camera.ready(within: .seconds(5))
            _ = try await camera.capture(scratch.request())
            // Also when nobody asks for a picture.
            try FileManager.default.moveItem(atPath: source.folder, toPath: away)
            #expect(await eventually { await camera.status.state == .absent })
        }
        #expect(scratch.committed.count == 2)
    }

    @Test(.enabled(if: getuid() == 0, "only root can make a small disk"))
    func `A disk without room is named as what is wrong`() async throws {
        let scratch = try Scratch()
        #expect(Programs.run("/bin/mount", ["-t", "tmpfs", "-o", "size=16k", "tmpfs", scratch.folder]).status == 0)
        defer { _ = Programs.run("/bin/umount", ["-l", scratch.folder]) }
        try await with(FolderCamera(testPictures: nil, time: .ofTest)) { camera in
            await #expect(throws: CameraError.diskFull(path: scratch.folder)) {
                try await camera.capture(scratch.request())
            }
        }
        #expect(scratch.names().isEmpty)
    }

    @Test func `A delay beyond the deadline is a shot that did not come in time`() async throws {
        let scratch = try Scratch()
        try await with(FolderCamera(testPictures: nil, script: [.delay(.seconds(60))], time: .ofTest)) { camera in
            await #expect(throws: CameraError.timedOut(.collecting)) {
                try await camera.capture(scratch.request(deadline: .milliseconds(100)))
            }
        }
    }

    @Test func `Test pictures need nothing, and live view shows them small`() async throws {
        let scratch = try Scratch()
        try await with(FolderCamera(testPictures: 30, time: .ofTest)) { camera in
            for await frame in await camera.liveView() {
                #expect(LiveFrame.isWhole(frame.jpeg))
                try Data(frame.jpeg).write(to: URL(filePath: scratch.path("frame.jpg")))
                break
            }
            let shot = try await camera.capture(scratch.request())
            #expect(shot.picture?.name == "TEST0001.JPG")
        }
        #expect(try PictureFile(path: scratch.path("frame.jpg")).width == 960)
    }

    @Test func `Live view drifts over the picture that the next shot takes`() async throws {
        let scratch = try Scratch()
        try await with(FolderCamera(testPictures: 25, time: .ofTest)) { camera in
            var frames: [Int: [UInt8]] = [:]
            for await frame in await camera.liveView() {
                frames[frame.number] = frame.jpeg
                if frame.number > 170 { break }
            }
            // Something alive, which comes round again.
            #expect(Set(frames.values).count > 100)
            let again = (1...20).filter { frames[$0] != nil && frames[$0 + 150] != nil }
            #expect(!again.isEmpty && again.allSatisfy { frames[$0] == frames[$0 + 150] })
            let before = try colour(of: #require(frames.max { $0.key < $1.key }?.value))
            let shot = try await camera.capture(scratch.request())
            let taken = try colour(of: [UInt8](Data(contentsOf: URL(filePath: scratch.path("kept-1.jpg")))))
            #expect(shot.picture?.name == "TEST0001.JPG" && distance(before, taken) < 12)
            for await frame in await camera.liveView() {
                #expect(try distance(before, colour(of: frame.jpeg)) > 40)
                break
            }
        }
    }

    /// The mean of all pixels.
    private func colour(of jpeg: [UInt8]) throws -> [Double] {
        let image = try PictureFile(bytes: jpeg, name: "picture").whole()
        return try image.withPixels { pixels in
            (0..<3).map { band in
                let values = stride(from: band, to: pixels.count, by: 3).map { Double(pixels[$0]) }
                return values.reduce(0, +) / Double(values.count)
            }
        }
    }

    private func distance(_ one: [Double], _ other: [Double]) -> Double {
        zip(one, other).map { abs($0 - $1) }.max() ?? 0
    }

    @Test func `A camera without live view ends the stream`() async throws {
        try await with(FolderCamera(testPictures: nil, time: .ofTest)) { camera in
            for await _ in await camera.liveView() { Issue.record("there is none") }
        }
    }

    @Test func `A folder that is missing or holds no picture is told of by name`() async throws {
        let empty = try Scratch()
        for path in [empty.folder, "/nowhere/at/all"] {
            let camera = FolderCamera(folder: path, time: .ofTest)
            await camera.start()
            await #expect(throws: CameraError.self) { try await camera.ready(within: .seconds(1)) }
            #expect(await camera.status.whyNot?.hasPrefix(path) == true)
            await camera.close()
        }
    }

    @Test func `A picture that is damaged is never committed`() async throws {
        let source = try Scratch()
        try Data(Samples.jpeg.prefix(Samples.jpeg.count / 2)).write(to: URL(filePath: source.path("a.jpg")))
        let scratch = try Scratch()
        try await with(FolderCamera(folder: source.folder, time: .ofTest)) { camera in
            await #expect(throws: CameraError.self) { try await camera.capture(scratch.request()) }
        }
        #expect(scratch.names().isEmpty)
    }

    @Test func `A file is never put over another one`() async throws {
        let source = try folder(["a.jpg"])
        let scratch = try Scratch()
        try Data("mine".utf8).write(to: URL(filePath: scratch.path("x.jpg")))
        let request = ShotRequest(folder: scratch.folder) { try $0.move(to: scratch.path("x.jpg")) }
        try await with(FolderCamera(folder: source.folder, time: .ofTest)) { camera in
            await #expect(throws: CameraError.self) { try await camera.capture(request) }
        }
        #expect(try String(contentsOfFile: scratch.path("x.jpg"), encoding: .utf8) == "mine")
        #expect(scratch.names().count == 2)
    }
}
