import Capture
import Foundation
import Imaging
import Rigs
import Sessions
import StrictJSON
import Testing

@testable import Engine

/// Answers that take their time, and answers that come too late.
@Suite(.ahead) struct PresenceTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    @Test func whoTypesIsWaitedFor() async throws {
        let engine = try rig.engine(
            #"{"step":"attract"},{"step":"survey","key":"a","timeout":30},{"step":"share"},{"step":"capture"}"#
        )
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.present)
            #expect(engine.view.now.step?.word == "attract")
            try await engine.perform(.next)
            for _ in 0..<3 {
                let before = try await engine.until("the question") {
                    $0.step?.asks == true && $0.step?.deadline != nil
                }
                let deadline = try #require(before.step?.deadline)
                rig.time.advance(by: .seconds(10))
                try await engine.perform(.present)
                try await engine.until("its whole time anew") { $0.step?.deadline.map { $0 > deadline } ?? false }
            }
            #expect(engine.view.now.step?.word == "survey")
            try await engine.perform(.answer("slow, but sure"))
            try await engine.until(step: "share")
            try await engine.perform(.present)
            #expect(engine.view.now.step?.word == "share")
        }
        let session = try #require(try await engine.all().first { !$0.inputs.isEmpty })
        #expect(session.inputs.map(\.value) == ["slow, but sure"])
    }

    @Test func thePrintsOfASessionAreNamedAsPeopleNameThem() async throws {
        let engine = try rig.engine(
            #"{"step":"capture","interval":0},{"step":"print","copies":2,"most":2}"#, sessions: 1)
        let log = engine.log()
        try await rig.play(engine)
        var lines: [String] = []
        for await line in log { lines.append(line) }
        let printed = lines.filter { $0.hasSuffix(": printed") }
        #expect(printed.count == 2, "\(lines)")
        for number in 1...2 {
            #expect(printed.contains { $0.hasPrefix("session #1, print \(number) of 2 on file:") }, "\(printed)")
        }
    }

    @Test func whatIsOddAboutAPictureIsSaidInTheLog() async throws {
        // A profile of nonsense, behind the marker that begins a JPEG.
        let profile = Array("ICC_PROFILE\0".utf8) + [1, 1] + [UInt8](repeating: 7, count: 140)
        let picture = try Image(width: 60, height: 40, bands: 3) { $0.update(repeating: 90) }
            .encoded(as: .jpeg, metadata: Metadata())
        let bytes = picture.prefix(2) + [0xFF, 0xE2, 0, UInt8(profile.count + 2)] + profile + picture.dropFirst(2)
        try FileManager.default.createDirectory(atPath: rig.path + "/camera", withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: rig.path + "/camera/odd.jpg"))
        let camera = FolderCamera(folder: rig.path + "/camera", time: rig.time.source)
        let engine = try rig.engine(#"{"step":"capture","interval":0}"#, camera: camera, sessions: 1)
        let log = engine.log()
        try await rig.play(engine)
        var said: [String] = []
        for await line in log where line.hasPrefix("picture: Captures/") { said.append(line) }
        #expect(said.count == 2, "\(said)")
        #expect(
            said.allSatisfy { $0.hasSuffix("bad ICC marker); the picture may look other than it was meant") }, "\(said)"
        )
    }

    @Test func anAnswerThatCameTooLateIsForNoOtherQuestion() async throws {
        let engine = try rig.engine(
            #"{"step":"attract"},{"step":"email"},{"step":"survey","key":"a"},{"step":"share"},{"step":"capture"}"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            let place = try await engine.until("the address") { $0.step?.word == "email" && $0.step?.asks == true }
                .place
            try await engine.perform(.next)
            try await engine.until(step: "survey")
            let late = await #expect(throws: Refusal.self) {
                try await engine.perform(.answer("anna@example.org"), at: place)
            }
            #expect("\(late!)" == "that step is over")
            try await engine.perform(.answer("mine"), at: engine.view.now.place)
        }
        let session = try #require(try await engine.all().first { !$0.inputs.isEmpty })
        #expect(session.inputs.map(\.value) == ["mine"])
    }

    @Test func aWrongAnswerLeavesTheQuestion() async throws {
        let engine = try rig.engine(
            #"{"step":"attract"},{"step":"consent","text":"Newsletter?"},{"step":"share"},{"step":"capture"}"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            for _ in 0..<2 {
                let before = try await engine.until("the question") { $0.step?.deadline != nil }
                rig.time.advance(by: .seconds(5))
                let refusal = await #expect(throws: Refusal.self) { try await engine.perform(.answer("perhaps")) }
                #expect(refusal?.reason == .badAnswer && refusal?.hint == "yes or no?")
                // Also when it is wrong as before: the time begins anew.
                let deadline = try #require(before.step?.deadline)
                let state = try await engine.until("the time anew") { $0.step?.deadline ?? deadline > deadline }
                #expect(state.step?.text == "Newsletter?" && state.step?.hint == "yes or no?")
                #expect(engine.operatorJSON[member: "step"]?[member: "hint"] == "yes or no?")
            }
            try await engine.perform(.answer("yes"))
            #expect(engine.view.now.step?.hint == nil)
        }
    }
}
