import Foundation
import Rigs
import StrictJSON
import Testing
import Work

@testable import Capture

extension Programs {
    static func standIn(_ behaviour: String, _ environment: [String: String] = [:]) -> WorkerProgram {
        WorkerProgram(path: folder + "/CameraStandIn", arguments: [behaviour], environment: environment)
    }
}

@Suite struct WorkerTests {
    @Test(arguments: ["hang", "die", "flood", "frames", "garbage", "huge"])
    func `A process that misbehaves is ended in time, and nothing is left of it`(behaviour: String) async throws {
        let time = ManualTime()
        let link = try WorkerLink(Programs.standIn(behaviour), time: time.source)
        _ = try await link.ask(.detect, within: .seconds(60))
        let answer = Task { () -> LinkError? in
            do throws(LinkError) { _ = try await link.ask(.trigger, within: .milliseconds(700)) } catch { return error }
            return nil
        }
        if behaviour == "hang" {
            #expect(await eventually { time.sleepers == 2 })
            time.advance(by: .milliseconds(700))
        }
        let failure = await answer.value
        if behaviour == "hang" {
            #expect(failure == .timedOut)
        } else {
            let isEnded = if case .ended? = failure { true } else { false }
            #expect(isEnded, "\(String(describing: failure))")
        }
        await #expect(throws: LinkError.self) { try await link.ask(.detect, within: .seconds(1)) }
        #expect(await eventually { link.log.contains { $0.contains("process ended") } })
    }

    @Test func `Library chatter does not disturb the wire`() async throws {
        let link = try WorkerLink(Programs.standIn("chatter"))
        for _ in 0..<3 { _ = try await link.ask(.trigger, within: .seconds(60)) }
        link.end()
    }

    @Test func `A request that shows progress may take longer than its deadline`() async throws {
        let link = try WorkerLink(Programs.standIn("slow"))
        // Until it runs, it shows none.
        _ = try await link.ask(.detect, within: .seconds(60))
        _ = try await link.ask(.trigger, within: .milliseconds(1500))
        link.end()
    }

    @Test func `Who cancels gets away at once, and the next request still works`() async throws {
        let time = ManualTime()
        let link = try WorkerLink(Programs.standIn("slow"), time: time.source)
        _ = try await link.ask(.detect, within: .seconds(60))
        let waiting = Task { try await link.ask(.trigger, within: .seconds(3)) }
        #expect(await eventually { time.sleepers == 2 })
        waiting.cancel()
        // No deadline can have passed.
        await #expect(throws: LinkError.cancelled) { try await waiting.value }
        _ = try await link.ask(.detect, within: .seconds(60))
        link.end()
    }

    @Test func `The camera's process has no home to leave settings in, and speaks C`() async throws {
        let link = try WorkerLink(Programs.standIn("environment"))
        let reply = try await link.ask(.storage, within: .seconds(60))
        #expect(reply.value == ["home": "/dev/null", "locale": "C"])
        link.end()
    }

    @Test func `A booth that is gone or sends SIGTERM has the camera closed in order`() async throws {
        for bySignal in [false, true] {
            let scratch = try Scratch()
            let process = try WorkerProcess(Programs.standIn("good", ["STAND_IN_TRACE": scratch.path("closed")]))
            #expect(process.wire.write(Frame(.request, id: 1, Request.detect.json)))
            let reply = try process.wire.read()
            #expect(reply?.kind == .reply)
            if bySignal { process.child.send(SIGTERM) } else { shutdown(process.wire.descriptor, Int32(SHUT_RDWR)) }
            #expect(process.reap() == .exited(0))
            #expect(scratch.names() == ["closed"])
        }
    }

    @Test func `A program that is not there is told of by name`() async throws {
        #expect(throws: LinkError.cannotStart(program: "/nowhere", reason: "No such file or directory")) {
            _ = try WorkerLink(WorkerProgram(path: "/nowhere", arguments: []))
        }
    }

    @Test func `Live view comes through a process, frame by frame`() async throws {
        let camera = TetheredCamera(TetheredCamera.Options(worker: Programs.standIn("good")))
        try await with(camera) { camera in
            let frames = await camera.liveView()
            var count = 0
            for await frame in frames {
                #expect(frame.jpeg.count == 200_005)
                count += 1
                if count == 25 { break }
            }
        }
    }

    @Test(arguments: [
        Request.detect, .open(port: "usb:001,002", model: "X"), .trigger, .capture, .wait(milliseconds: 5),
        .fetch(CameraObject(folder: "/a", name: "b.jpg"), to: "/tmp/x"), .delete(CameraObject(folder: "/", name: "ü")),
        .list, .settings, .get("iso"), .set("iso", to: "100"), .preview, .storage, .close,
    ]) func `A request survives the wire`(request: Request) throws {
        let raw = Frame(.request, id: 77, request.json, bytes: [1, 2, 3]).encoded
        let header = try Frame.header(Array(raw.prefix(Frame.headerLength)))
        let frame = try Frame(header, body: Array(raw.dropFirst(Frame.headerLength)))
        #expect(frame.id == 77 && frame.bytes == [1, 2, 3])
        #expect(try Request(JSONNode(frame.value, at: .document("test"))) == request)
    }

    @Test func `A header that lies is refused before anything is allocated`() {
        var raw = Frame(.reply, id: 1).encoded
        raw.replaceSubrange(16..<20, with: [0xFF, 0xFF, 0xFF, 0x7F])
        #expect(throws: Frame.Garbage.tooLong) { try Frame.header(Array(raw.prefix(20))) }
        raw[0] = 0
        #expect(throws: Frame.Garbage.header) { try Frame.header(Array(raw.prefix(20))) }
        #expect(throws: Frame.Garbage.header) { try Frame.header([1, 2]) }
    }
}
