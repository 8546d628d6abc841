import Faults
import Foundation
import Glibc
import Rigs
import Sessions
import StrictJSON
import Testing
import Work

@testable import Engine

/// The local socket, and what systemd is told.
@Suite(.ahead) struct ControlTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    private func send(_ word: String, _ value: String? = nil, at place: Place? = nil) async throws -> JSONValue {
        let folder = rig.folder
        return try await offPool { () throws(EngineError) in
            word == "status"
                ? try BoothControl.status(of: folder) : try BoothControl.send(word, value: value, at: place, to: folder)
        }
    }

    @Test func aBoothIsLedFromOutside() async throws {
        let engine = try rig.engine(
            #"{"step":"attract"},{"step":"survey","key":"a"},{"step":"share"},{"step":"capture"}"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            #expect(try await send("status")[member: "phase"] == "running")
            _ = try await send("next")
            let asked = try await send("answer", "yes, gladly")
            #expect(asked[member: "step"]?[member: "step"] == "share")
            #expect(try await send("stop")[member: "phase"] == "stopped")
            #expect(try await send("start")[member: "phase"] == "running")
            let error = await #expect(throws: EngineError.self) { try await send("retake") }
            #expect("\(error!)" == "no retake at this step")
            let unknown = await #expect(throws: EngineError.self) { try await send("dance") }
            #expect("\(unknown!)".contains("\"dance\" is no command"))
        }
        let session = try #require(try await engine.all().last)
        #expect(session.inputs.map(\.value) == ["yes, gladly"] && session.endReason == .stop)
    }

    @Test func onlyItsOwnerSpeaksToIt() async throws {
        try await rig.open(rig.engine()) { engine in
            try await engine.until(step: "attract")
            var facts = stat()
            #expect(stat(rig.folder.path + "/event.sock", &facts) == 0 && facts.st_mode & 0o777 == 0o600)
        }
    }

    @Test func withoutABoothItIsSaidHowToStartOne() async throws {
        _ = try rig.engine()
        let error = await #expect(throws: EngineError.self) { try await send("status") }
        #expect("\(error!)".contains("no booth runs on this event"))
    }

    /// Whoever sends nonsense, nothing, or too much gets an answer or is cut off; the booth goes on.
    @Test func nonsenseDoesNotHarm() async throws {
        try await rig.open(rig.engine()) { engine in
            try await engine.until(step: "attract")
            let folder = rig.folder
            for text in [
                "", "x", "[]\n", "{\"command\":7}\n", "{\"command\":\"next\",\"to\":1}\n",
                String(repeating: "a", count: 40_000),
            ] {
                let answer = try await offPool { () throws(EngineError) -> [UInt8]? in
                    let descriptor = try LocalSocket.open(folder) { connect($0, $1, $2) }
                    defer { close(descriptor) }
                    LocalSocket.limit(descriptor, seconds: 8)
                    let bytes = Array(text.utf8)
                    _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
                    shutdown(descriptor, Int32(SHUT_WR))
                    return LocalSocket.line(from: descriptor, limit: 1 << 16)
                }
                let said = answer.flatMap { try? JSONValue(parsing: $0, document: "answer") }
                #expect(answer == nil || said?[member: "error"] != nil, "\(text.prefix(20))")
            }
            #expect(try await send("status")[member: "phase"] == "running")
            #expect(engine.view.now.step?.word == "attract")
        }
    }

    @Test func whoeverAsksABoothThatEndsHearsThatAtOnce() async throws {
        _ = try rig.engine()
        let folder = rig.folder
        let listener = try LocalSocket.open(folder) { bind($0, $1, $2) == 0 ? listen($0, 1) : -1 }
        defer { close(listener) }
        let booth = Task {
            await offPool {
                let connection = LocalSocket.accept(listener)
                // Programs that a session runs must not inherit it.
                #expect(fcntl(connection, F_GETFD) & FD_CLOEXEC == FD_CLOEXEC)
                _ = LocalSocket.line(from: connection, limit: 1_000)
                close(connection)
            }
        }
        let error = await #expect(throws: EngineError.self) { try await send("status") }
        #expect(error?.description.contains("it ended before it answered") == true, "\(error!)")
        await booth.value
    }

    /// A command of somebody who was told that it failed is not carried out later.
    @Test func whoHasHungUpIsKnown() {
        var ends: [Int32] = [0, 0]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { close(ends[0]) }
        _ = Glibc.send(ends[1], "next\n", 5, 0)
        #expect(!LocalSocket.isCut(ends[0]))
        shutdown(ends[1], Int32(SHUT_WR))
        #expect(!LocalSocket.isCut(ends[0]))
        close(ends[1])
        #expect(LocalSocket.isCut(ends[0]))
    }

    /// A socket's path may have 107 bytes.
    @Test func anEventMayLieDeep() async throws {
        let deep = rig.path + "/" + String(repeating: "d", count: 120)
        try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
        let folder = EventFolder(deep)
        let listener = try LocalSocket.open(folder) { bind($0, $1, $2) == 0 ? listen($0, 1) : -1 }
        defer { close(listener) }
        let descriptor = try LocalSocket.open(folder) { connect($0, $1, $2) }
        #expect(descriptor >= 0)
        close(descriptor)
    }

    @Test(arguments: [false, true])
    func systemdHears(inAbstractNames: Bool) throws {
        let name = inAbstractNames ? "@boothkit-\(UUID().uuidString)" : rig.path + "/notify"
        let listener = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(listener) }
        var address = LocalSocket.address(name)
        if inAbstractNames { address.sun_path.0 = 0 }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.utf8.count + (inAbstractNames ? 0 : 1))
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, length) }
        }
        #expect(bound == 0)
        ServiceNotice(path: name).send("WATCHDOG=1")
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = recv(listener, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        #expect(count == 10 && String(decoding: buffer.prefix(10), as: UTF8.self) == "WATCHDOG=1")
    }

    /// The dog is fed only while the loop keeps its promises.
    @Test func aLoopThatHangsIsNotWell() async {
        let watchdog = Watchdog(time: rig.time.source)
        #expect(watchdog.isWell)
        await watchdog.promising(within: .seconds(20)) {
            rig.time.advance(by: .seconds(19))
            #expect(watchdog.isWell)
            rig.time.advance(by: .seconds(1))
            #expect(!watchdog.isWell)
        }
        #expect(watchdog.isWell)
        watchdog.rest()
        rig.time.advance(by: .seconds(86_400))
        #expect(watchdog.isWell)
    }
}
