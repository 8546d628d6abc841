import Capture
import Faults
import Foundation
import Glibc
import Rigs
import Sessions
import Testing
import Work

@testable import Engine

/// A drive that is pulled, a file system that cannot do everything, a clock that is set.
@Suite(.ahead) struct StorageTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    private var away: String { rig.path + "/away" }
    private func move(_ from: String, _ to: String) { #expect(rename(from, to) == 0) }

    @Test func `An event's folder that goes away and comes back is gone on with`() async throws {
        let engine = try rig.engine(#"{"step":"attract"},{"step":"capture","interval":0},{"step":"share"}"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            #expect(engine.isWell)
            move(rig.folder.path, away)
            let state = try await rig.tick(engine, until: "the trouble") { $0.obstacle?.about == .disk }
            #expect(state.obstacle?.remedy.hasPrefix("\(rig.folder.path): the event's folder is gone; plug") == true)
            #expect(!engine.isWell, "systemd's watchdog must not be content")
            #expect(state.step?.text == "The booth takes a short break. Please come back in a moment.")
            await #expect(throws: Refusal.self) { try await engine.perform(.next) }
            move(away, rig.folder.path)
            try await rig.tick(engine, until: "the folder") { $0.obstacle == nil }
            #expect(engine.isWell)
            try await engine.perform(.next)
            try await engine.until(step: "share")
        }
        #expect(try await engine.record.check() == [])
    }

    @Test func `What comes back as another file system ends the booth, which is started anew`() async throws {
        let engine = try rig.engine()
        let log = engine.log()
        let running = Task { try await engine.run() }
        try await engine.until(step: "attract")
        move(rig.folder.path, away)
        try await rig.tick(engine, until: "the trouble") { $0.obstacle != nil }
        // The same files, and none of those that are open; a socket cannot be copied.
        unlink(away + "/event.sock")
        try FileManager.default.copyItem(atPath: away, toPath: rig.folder.path)
        let error = await #expect(throws: EngineError.self) {
            try await rig.time.passing { try await running.value }
        }
        #expect(error?.status == .ioError)
        #expect(error?.description.contains("start the booth again") == true)
        #expect(engine.view.now.phase == .ended)
        // One thing is wrong, and that is told; not what came of it.
        let lines = await log.reduce(into: []) { $0.append($1) }
        #expect(!lines.contains { $0.contains("rebuilt by another process") }, "\(lines)")
        #expect(lines.contains { $0.contains("folder is gone") }, "\(lines)")
        let again = try rig.engine()
        try await rig.open(again) { engine in try await engine.until(step: "attract") }
    }

    /// By the new time everything might be too old, and by the former one again nothing.
    @Test(arguments: [false, true]) func `Nothing is purged after the clock was set`(isSet: Bool) async throws {
        var event = Event(name: "Emma & Noah", date: "")
        (event.reserve, event.layouts, event.keepDays) = (0, ["duo"], 30)
        let steps = #"{"step":"attract"},{"step":"capture","interval":0},{"step":"share"}"#
        let record = try EventRecord.create(event, workflow: rig.workflow(steps), in: rig.folder)
        let old = Moment(milliseconds: rig.time.wall - 29 * 86_400_000)
        let session = try await record.start(.init(workflow: .standard), at: old)
        _ = try await record.keep(.email, value: "emma@example.org", in: session.id, at: old)
        _ = try await record.end(.restart, at: old)
        let engine = try rig.engine()
        func isKept() async throws -> Bool { try await engine.all().contains { $0.id == session.id } }
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await settle()
            #expect(try await isKept())
            if isSet {
                rig.time.setWall(rig.time.wall + 40 * 86_400_000)
                try await settle()
                rig.time.advance(by: .seconds(3_600))
            } else {
                rig.time.advance(by: .seconds(40 * 86_400))
            }
            try await settle()
            #expect(try await isKept() == isSet)
        }
        // At the next launch somebody has seen to it.
        try await rig.open(rig.engine()) { engine in
            try await engine.until(step: "attract")
            try await settle()
        }
        #expect(try await !isKept())
    }

    /// Whatever is to be done now has been done.
    private func settle() async throws {
        try await rig.time.passing { try await rig.time.source.sleep(for: .seconds(3)) }
    }

    @Test(arguments: [-7_200_000, 7_200_000]) func `A clock that is set in the countdown moves only what is shown`(
        jump: Int
    ) async throws {
        let engine = try rig.engine(
            #"{"step":"attract"},{"step":"countdown","seconds":5},{"step":"capture","interval":0},{"step":"share"}"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            let before = try #require(
                try await engine.until("the countdown") { $0.step?.fireAt != nil }.step?.fireAt)
            rig.time.setWall(rig.time.wall + jump)
            rig.time.advance(by: .seconds(2))
            let after = try #require(
                try await engine.until("the shown time") { $0.step?.fireAt != before }.step?.fireAt)
            #expect(after - before == .milliseconds(jump))
            rig.time.advance(by: .seconds(3))
            try await engine.until(step: "share")
        }
    }
}
