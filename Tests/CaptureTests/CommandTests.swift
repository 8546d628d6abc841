import Foundation
import Imaging
import Rigs
import Synchronization
import Testing
import Work

@testable import Capture

/// `booth camera` as an operator meets it.
@Suite struct CommandTests {
    struct Outcome {
        let status: Int32
        let out: String
        let said: String
        var lines: [Substring] { out.split(separator: "\n") }
    }

    /// Waits on a thread of its own: the tests beside it need theirs.
    private func booth(_ words: String..., with environment: [String: String] = [:]) async throws -> Outcome {
        try await offPool {
            Result {
                let process = Process()
                process.executableURL = URL(filePath: Programs.folder + "/booth")
                process.arguments = words
                process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
                let (out, said) = (Pipe(), Pipe())
                (process.standardOutput, process.standardError) = (out, said)
                try process.start()
                let text = String(decoding: try out.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
                let errors = String(decoding: try said.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
                process.waitUntilExit()
                return Outcome(status: process.terminationStatus, out: text, said: errors)
            }
        }.get()
    }

    @Test func `A picture goes into the file that was named, and over none that is there`() async throws {
        let scratch = try Scratch()
        let path = scratch.path("a.jpg")
        let shot = try await booth("camera", "shoot", "-o", path)
        #expect(shot.status == 0 && shot.lines == ["\(path)\tTEST0001.JPG\t93910 bytes"], "\(shot)")
        #expect(try PictureFile(path: path).format == .jpeg)
        let again = try await booth("camera", "shoot", "-o", path)
        #expect(again.status == 73 && again.said.contains("it is there already"))
        let nowhere = try await booth("camera", "shoot", "-o", scratch.path("no/such/folder.jpg"))
        #expect(nowhere.status == 73)
        #expect(scratch.names() == ["a.jpg"])
        let status1 = try await booth("camera", "shoot").status
        #expect(status1 == 64)
        let status2 = try await booth("camera", "shoot", "-o", "x", "--event", "y").status
        #expect(status2 == 64)
    }

    @Test func `Pictures of an event are in Captures with their rows, as a session that can be rendered`() async throws
    {
        let scratch = try Scratch()
        let event = scratch.path("party")
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized.path
        _ = try await booth("event", "new", event, "--name", "Party", "--layout", root + "/layouts/strip")
        let one = try await booth("camera", "shoot", "--event", event)
        #expect(one.status == 0 && one.lines.count == 1 && one.out.hasSuffix("\tsession #1\n"), "\(one)")
        let four = try await booth("camera", "shoot", "--event", event, "--shots", "4", "--json")
        #expect(four.status == 0 && four.lines.count == 4 && four.out.contains("\"session\":2"), "\(four)")
        let captures = try FileManager.default.contentsOfDirectory(atPath: event + "/Captures")
        #expect(
            captures.count == 5 && captures.allSatisfy { $0.wholeMatch(of: /00000[12]-\d-[0-9a-f]{8}\.jpg/) != nil })
        let list = try await booth("sessions", "list", event)
        #expect(list.out.contains("completed  strip  4 captures") && list.out.contains("completed  -  1 capture  "))
        let status3 = try await booth("sessions", "check", event).status
        #expect(status3 == 0)
    }

    @Test(.enabled(if: VirtualCamera.isThere, VirtualCamera.reason))
    func `Without a camera there is no session, and the reason`() async throws {
        let scratch = try Scratch()
        let event = scratch.path("party")
        _ = try await booth("event", "new", event, "--name", "Party")
        let away = try PluggedBody(.canon) { $0.isPlugged = false }
        let nobody = away.options.worker.environment
        let shot = try await booth(
            "camera", "shoot", "--event", event, "--camera", "usb", "--deadline", "3", with: nobody)
        #expect(shot.status == 69 && shot.said.contains("no camera answers") && shot.out.isEmpty, "\(shot)")
        let list7 = try await booth("sessions", "list", event).out
        #expect(list7.isEmpty)
        let status = try await booth("camera", "status", "--camera", "usb", with: nobody)
        #expect(
            status.status == 69 && status.lines.count == 1 && status.out.hasPrefix("cannot shoot: no camera answers"))
        let list = try await booth("camera", "list", with: nobody)
        #expect(list.status == 0 && list.out.isEmpty && list.said.contains("no camera answers"))
        let status4 = try await booth("camera", "shoot", "--event", scratch.path("none")).status
        #expect(status4 == 66)
        let status5 = try await booth("camera", "status", "--camera", "folder:/nowhere").status
        #expect(status5 == 69)
        let status6 = try await booth("camera", "status", "--camera", "tape").status
        #expect(status6 == 64)
    }

    @Test(.enabled(if: VirtualCamera.isThere, VirtualCamera.reason))
    func `A body is listed, told of in a line, set, shown and shot, by serial number or address`() async throws {
        let canon = PTPBody(.canon, jpeg: Samples.jpeg, serial: "111")
        let plugged = try PluggedBody([canon, PTPBody(.nikon, jpeg: Samples.jpeg, serial: "222")])
        let cable = plugged.options.worker.environment
        let scratch = try Scratch()
        let list = try await booth("camera", "list", with: cable)
        #expect(list.lines.count == 2 && list.out.contains("Canon EOS 6D\t\(canon.port)"), "\(list)")
        let status = try await booth("camera", "status", "--camera", "usb:222", with: cable)
        #expect(status.status == 0 && status.out.contains("can shoot, serial 222, battery 80%"), "\(status)")
        let target = try await booth(
            "camera", "settings", "--camera", canon.port, "capturetarget=Internal RAM", with: cable)
        #expect(target.status == 0 && target.out == "capturetarget\tInternal RAM\tset\n", "\(target)")
        let frame = scratch.path("frame.jpg")
        let preview = try await booth(
            "camera", "preview", "--camera", "usb:111", "--seconds", "1", "-o", frame, with: cable)
        #expect(preview.status == 0 && preview.out.contains("frames"), "\(preview)")
        #expect(try Data(contentsOf: URL(filePath: frame)) == Data(Samples.jpeg))
        let shot = try await booth("camera", "shoot", "--camera", canon.port, "-o", scratch.path("a.jpg"), with: cable)
        #expect(shot.status == 0 && shot.out.contains("IMG_1001.JPG"), "\(shot)")
        #expect(canon.state.withLock { $0.presses } == 1)
        let other = try await booth("camera", "status", "--camera", "usb:333", with: cable)
        #expect(other.status == 69 && other.out.contains("camera 333 does not answer"), "\(other)")
        canon.state.withLock { $0.isTaken = true }
        let taken = try await booth("camera", "status", "--camera", "usb:111", with: cable)
        #expect(taken.status == 69 && taken.out.contains("holds the camera"), "\(taken)")
    }
}
