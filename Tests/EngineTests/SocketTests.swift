import Glibc
import Rigs
import Sessions
import StrictJSON
import Testing
import Work

@testable import Engine

/// docs/CONTRACT.md: the local socket.
@Suite(.ahead) struct SocketTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    private func exchange(_ line: String) async throws -> JSONValue? {
        let folder = rig.folder
        let answer = try await offPool { () throws(EngineError) -> [UInt8]? in
            let descriptor = try LocalSocket.open(folder) { connect($0, $1, $2) }
            defer { close(descriptor) }
            _ = LocalSocket.send(line, to: descriptor)
            return LocalSocket.line(from: descriptor, limit: 1 << 20)
        }
        return try answer.map { try JSONValue(parsing: $0, document: "answer") }
    }

    /// An answer that names no place would land in whatever is asked next.
    @Test func theSocketTakesCommandsAtTheirPlace() async throws {
        let engine = try rig.engine(
            #"{"step":"attract"},{"step":"survey","key":"a"},{"step":"survey","key":"b"},{"step":"capture"}"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            let first = try #require(
                try await engine.until("the question") { $0.step?.asks == true && $0.step?.name == "survey" }.place)
            let at = #""at":{"session":"\#(first.session)","entry":\#(first.entry)}"#
            let none = try await exchange(#"{"command":"answer","value":"x"}"#)
            #expect(none?[member: "reason"] == "notNow" && none?[member: "error"] != nil)
            let taken = try await exchange(#"{"command":"answer","value":"one",\#(at)}"#)
            #expect(taken?[member: "state"]?[member: "step"]?[member: "index"] == 2)
            let late = try await exchange(#"{"command":"answer","value":"one",\#(at)}"#)
            #expect(late == ["error": "that step is over", "reason": "over"])
            let twice = try await exchange(#"{"command":"answer","value":"","at":{"session":"x"}}"#)
            #expect(twice?[member: "reason"] == nil && twice?[member: "error"] != nil)
        }
        let session = try #require(try await engine.all().first { !$0.inputs.isEmpty })
        #expect(session.inputs.map(\.value) == ["one"])
    }

    @Test func aWatcherGetsALineForEachChange() async throws {
        let engine = try rig.engine(#"{"step":"attract"},{"step":"pause","seconds":9},{"step":"capture"}"#)
        let (lines, line) = AsyncStream.makeStream(of: JSONValue.self)
        let watching = try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            let folder = rig.folder
            let watching = Task {
                try await offPool { () throws(EngineError) in
                    try BoothControl.watch(folder) { state in
                        line.yield(state)
                        return true
                    }
                    line.finish()
                }
            }
            var seen = lines.makeAsyncIterator()
            #expect(await seen.next()?[member: "phase"] == "running")
            try await engine.perform(.next)
            while let state = await seen.next(), state[member: "step"]?[member: "step"] != "pause" {}
            try await engine.perform(.stop)
            while let state = await seen.next(), state[member: "phase"] != "stopped" {}
            return watching
        }
        // The booth's end is the watcher's.
        try await watching.value
    }
}
