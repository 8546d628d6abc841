import Imaging
import Rigs
import StrictJSON
import Synchronization
import Testing
import Work

@testable import Capture

/// What bodies do wrong, each with what a booth makes of it.
@Suite(.passingTime) struct FaultTableTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var setUp: @Sendable (inout FakeBody.State) -> Void = { _ in }
        /// Files committed; nil: the shot fails.
        var files: Int? = 1
        var error: CameraError?
        var triggers: Int? = nil
        var deadline = Duration.seconds(8)
    }

    static let rows: [Row] = [
        Row(testDescription: "nothing wrong", triggers: 1),
        Row(testDescription: "busy once", setUp: { $0.presses = [.refuse(-110, "")] }, triggers: 2),
        Row(
            testDescription: "busy for good",
            setUp: { $0.presses = Array(repeating: .refuse(-110, ""), count: 40) }, files: nil, error: .busy,
            deadline: .seconds(15)),
        Row(
            testDescription: "no focus, then without focus",
            setUp: { $0.presses = [.refuse(-1, "Canon EOS Capture failed to release: Perhaps no focus?")] }, triggers: 2
        ),
        Row(
            testDescription: "no focus at all",
            setUp: { $0.presses = Array(repeating: .refuse(-1, "Out of Focus"), count: 4) }, files: nil,
            error: .outOfFocus, triggers: 2),
        Row(
            testDescription: "card full, then into memory",
            setUp: { $0.presses = [.refuse(-1, "PTP Store Full")] }, triggers: 2),
        Row(
            testDescription: "card full, and memory, too",
            setUp: { $0.presses = Array(repeating: .refuse(-3, "memorycard ran full"), count: 4) }, files: nil,
            error: .cardFull, triggers: 4),
        Row(
            testDescription: "full until it is connected anew",
            setUp: { $0.presses = Array(repeating: .refuse(-3, "memorycard ran full"), count: 2) }, triggers: 3),
        Row(
            testDescription: "battery low", setUp: { $0.presses = [.lowBattery] }, files: nil,
            error: .batteryLow(level: nil)),
        Row(testDescription: "trigger never returns", setUp: { $0.presses = [.hang(files: [])] }, triggers: 2),
        Row(
            testDescription: "trigger never returns, but there is a picture",
            setUp: { $0.presses = [.hang(files: ["IMG_#.JPG"])] }, triggers: 1),
        Row(testDescription: "shutter without picture", setUp: { $0.presses = [.silent(files: [])] }, triggers: 2),
        Row(
            testDescription: "picture that nobody tells of", setUp: { $0.presses = [.silent(files: ["IMG_#.JPG"])] },
            triggers: 1),
        Row(testDescription: "events without end", setUp: { $0.presses = [.chatter] }, triggers: 2),
        Row(testDescription: "no trigger, only capture", setUp: { $0.hasTrigger = false }),
        Row(
            testDescription: "unplugged at the shutter, back on another port",
            setUp: { $0.presses = [.unplug(files: ["IMG_#.JPG"], back: .milliseconds(400))] }, triggers: 1),
        Row(
            testDescription: "RAW+JPEG",
            setUp: {
                $0.presses = [.files(["IMG_#.CR2", "IMG_#.JPG"])]
                $0.fetches = [.good]
            }, files: 1),
        Row(testDescription: "told twice", setUp: { $0.presses = [.twice("IMG_#.JPG", "capt_#.JPG")] }, triggers: 1),
        Row(testDescription: "download stalls", setUp: { $0.fetches = [.stall(.milliseconds(400))] }, triggers: 1),
        Row(testDescription: "download never ends", setUp: { $0.fetches = [.hang] }, triggers: 1),
        Row(testDescription: "crash in the download", setUp: { $0.fetches = [.crash] }, triggers: 1),
        Row(
            testDescription: "unplugged in the download",
            setUp: { $0.fetches = [.unplug(back: .milliseconds(300))] }, triggers: 1),
        Row(testDescription: "truncated once", setUp: { $0.fetches = [.truncated] }, triggers: 1),
        Row(testDescription: "empty once", setUp: { $0.fetches = [.empty] }, triggers: 1),
        Row(
            testDescription: "truncated twice, so another shot", setUp: { $0.fetches = [.truncated, .truncated] },
            triggers: 2),
        Row(
            testDescription: "never a picture", setUp: { $0.fetches = Array(repeating: .garbage, count: 9) },
            files: nil,
            error: .notAPicture(name: "", detail: ""), triggers: 2),
    ]

    @Test(arguments: rows) func `A body's fault has its outcome`(_ row: Row) async throws {
        let body = FakeBody(row.setUp)
        let scratch = try Scratch()
        try await with(body.camera()) { camera in
            let began = TimeSource.ofTest.now
            do throws(CameraError) {
                let shot = try await camera.capture(scratch.request(deadline: row.deadline))
                #expect(shot.files.count == row.files)
            } catch {
                #expect(row.files == nil, "\(error)")
                switch (error, row.error) {
                case (.notAPicture, .notAPicture): break
                default: #expect(error == row.error)
                }
            }
            #expect(TimeSource.ofTest.now - began < row.deadline)
            if let triggers = row.triggers { #expect(body.count("trigger") == triggers) }
            #expect(scratch.committed.count == row.files ?? 0)
            // Nothing is left in the staging folder, and the camera is well again.
            #expect(scratch.names().allSatisfy { $0.hasPrefix("kept-") })
            try await camera.ready(within: .seconds(3))
            let again = try Scratch()
            body.state.withLock { ($0.presses, $0.fetches, $0.events) = ([], [], []) }
            let shot = try await camera.capture(again.request())
            #expect(shot.files.count == 1)
        }
    }

    @Test func `A picture whose cable stays out too long arrives with the next connection`() async throws {
        let body = FakeBody { $0.presses = [.unplug(files: ["IMG_#.JPG"], back: nil)] }
        let scratch = try Scratch()
        try await with(body.camera()) { camera in
            await #expect(throws: CameraError.self) {
                try await camera.capture(scratch.request(deadline: .seconds(3)))
            }
            #expect(scratch.committed.isEmpty)
            body.plugIn()
            #expect(await eventually { scratch.committed.count == 1 })
            #expect(scratch.committed.first?.isLate == true)
            #expect(await eventually { await camera.status.counters.recovered == 1 })
            #expect(body.count("trigger") == 1)
        }
    }

    @Test func `Of a pair that is owed only what is missing comes with a further connection`() async throws {
        let body = FakeBody {
            $0.presses = [.unplug(files: ["IMG_#.JPG", "IMG_#.CR2"], back: nil)]
            $0.settings["imageformat"] = ("RAW + Large Fine JPEG", [])
            $0.rewrites["IMG_1.CR2"] = DNG().file
            $0.fetches = [.good, .unplug(back: .milliseconds(300))]
        }
        let scratch = try Scratch()
        try await with(body.camera()) { camera in
            await #expect(throws: CameraError.self) { try await camera.capture(scratch.request(deadline: .seconds(3))) }
            body.plugIn()
            #expect(await eventually { scratch.committed.count >= 2 })
            #expect(await eventually { await camera.status.counters.recovered == 2 })
            #expect(Set(scratch.committed.map(\.name)).count == scratch.committed.count)
        }
    }

    @Test func `A file that is told of once more, after its shot, is not the next one's`() async throws {
        let body = FakeBody()
        let scratch = try Scratch()
        try await with(body.camera()) { camera in
            let first = try await camera.capture(scratch.request())
            let object = CameraObject(folder: "/store/DCIM", name: first.files[0].name)
            body.state.withLock { $0.events = [["event": "object", "object": object.json]] }
            _ = try await camera.capture(scratch.request())
            #expect(scratch.committed.map(\.name) == ["IMG_1.JPG", "IMG_2.JPG"])
        }
    }

    @Test func `Who gives up waiting after the shutter still gets the picture kept`() async throws {
        let body = FakeBody { $0.fetches = [.stall(.milliseconds(300))] }
        let scratch = try Scratch()
        try await with(body.camera()) { camera in
            let shot = Task { try await camera.capture(scratch.request()) }
            #expect(await eventually { body.count("fetch") == 1 })
            shot.cancel()
            await #expect(throws: CameraError.cancelled) { try await shot.value }
            #expect(await eventually { scratch.committed.count == 1 })
            #expect(scratch.committed.first?.isLate == true)
        }
    }

    @Test func `A raw file and its JPEG are one shot, in either order, and the picture is the JPEG`() async throws {
        for names in [["IMG_#.CR2", "IMG_#.JPG"], ["IMG_#.JPG", "IMG_#.CR2"]] {
            let body = FakeBody {
                $0.presses = [.files(names)]
                $0.settings["imageformat"] = ("RAW + Large Fine JPEG", [])
            }
            let scratch = try Scratch()
            try await with(body.camera()) { camera in
                body.state.withLock { $0.rewrites["IMG_1.CR2"] = DNG().file }
                let shot = try await camera.capture(scratch.request())
                #expect(shot.files.map(\.name) == names.map { $0.replacing("#", with: "1") })
                #expect(shot.picture?.name == "IMG_1.JPG" && Set(shot.files.map(\.shot)).count == 1)
            }
            #expect(body.count("trigger") == 1)
        }
    }

    @Test func `A raw file is read to its end, and fetched again when it is cut off`() async throws {
        let raw = DNG(preview: Samples.jpeg, previewSize: (300, 200)).file
        let body = FakeBody {
            $0.presses = [.files(["IMG_#.JPG", "IMG_#.CR2"])]
            $0.settings["imageformat"] = ("RAW + Large Fine JPEG", [])
            $0.rewrites["IMG_1.CR2"] = raw
            $0.fetches = [.good, .shortened(by: 2000)]
        }
        let scratch = try Scratch()
        try await with(body.camera()) { camera in _ = try await camera.capture(scratch.request()) }
        #expect(scratch.committed.map(\.format) == [.jpeg, .raw] && scratch.committed.last?.bytes == raw.count)
        #expect(body.count("fetch") == 3)
    }

    @Test func `A failing commit keeps the file and the camera's copy`() async throws {
        let body = FakeBody()
        let scratch = try Scratch()
        struct Full: Error {}
        try await with(body.camera()) { camera in
            var request = ShotRequest(folder: scratch.folder) { _ in throw Full() }
            request.deletesOnCamera = true
            let wanted = request
            do {
                _ = try await camera.capture(wanted)
                Issue.record("it should throw")
            } catch let error as CameraError {
                guard case .notStored(let path, _) = error else { throw error }
                #expect(scratch.names() == [String(path.split(separator: "/").last!)])
            }
            #expect(body.state.withLock { $0.card.count } == 1)
            #expect(body.count("trigger") == 1)
        }
    }

    @Test func `The camera's copy is deleted only after the commit, and only if asked`() async throws {
        for deletes in [false, true] {
            let body = FakeBody()
            let scratch = try Scratch()
            try await with(body.camera()) { camera in
                var request = scratch.request()
                let commit = request.commit
                request.commit = { file in
                    #expect(body.count("delete") == 0)
                    try await commit(file)
                }
                request.deletesOnCamera = deletes
                _ = try await camera.capture(request)
                #expect(body.state.withLock { $0.card.count } == (deletes ? 0 : 1))
            }
        }
    }
}
