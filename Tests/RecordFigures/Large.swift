import Files
import Foundation
import Sessions
import StrictJSON

/// An event with very many sessions: how long things take and how much memory.
struct Large {
    let folder: EventFolder
    let count: Int

    func run() async throws {
        if !FileManager.default.fileExists(atPath: folder.history) { try await fill() }
        let clock = ContinuousClock()
        _ = try EventRecord(folder)
        var record: EventRecord?
        let opened = try await clock.measure {
            record = try EventRecord(folder)
            _ = try await record!.sessions(limit: 50)
        }
        print("open and newest 50: \(opened)")
        guard let record else { return }
        var slowest = Duration.zero
        for _ in 0..<200 {
            let before = Int.random(in: 1...count)
            slowest = max(slowest, try await clock.measure { _ = try await record.sessions(before: before, limit: 50) })
        }
        print("slowest of 200 pages of 50: \(slowest)")
        var starts: [Duration] = []
        for _ in 0..<200 {
            starts.append(try await clock.measure { _ = try await record.start(.init(workflow: .standard)) })
            _ = try await record.end(.restart)
        }
        print("new session: median \(starts.sorted()[100]), 99 % within \(starts.sorted()[197])")
        print("resident memory at most: \(peak()) MB")
        print("sessions.json of \(count): \(try await clock.measure { try await record.saveHistory() })")
        print("resident memory at most, with sessions.json: \(peak()) MB")
    }

    /// Of this process alone: what getrusage tells is at least what the parent had when it started this one.
    private func peak() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        return status.firstMatch(of: #/VmHWM:\s*(\d+) kB/#).flatMap { Int($0.1) }.map { $0 / 1_024 } ?? 0
    }

    /// One real session, and its line again and again with other names, taken in as a history.
    private func fill() async throws {
        let child = Process()
        child.executableURL = URL(filePath: CommandLine.arguments[0])
        _ = try EventRecord.create(settings(), workflow: .standard, in: folder)
        child.arguments = ["write", folder.path, "1", "0", "0", "0"]
        try child.run()
        child.waitUntilExit()
        let session = try await EventRecord(folder).session(number: 1)
        let line = session.json.text()
        let token = session.shares[0].token
        let event = try Event(in: folder)
        var text =
            #"{"format":"boothkit sessions","version":1,"event":"\#(event.id)","revision":1000000,"count":\#(count),"sessions":["#
        var out = Array((text + "\n").utf8)
        for number in 1...count {
            let digits = String(String(number + 10_000_000).suffix(6))
            text = line.replacing("\"number\":1,", with: "\"number\":\(number),").replacing(
                "000001-", with: digits + "-")
            text = text.replacing(session.id, with: session.id.dropLast(8) + "00" + digits)
            text = text.replacing(token, with: token.dropLast(6) + digits)
            text = text.replacing("\"key\":\"media-", with: "\"key\":\"media-\(digits)-")
            text = text.replacing(#/"id":(\d+),/#) { "\"id\":\(number * 10 + Int($0.1)!)," }
            out += Array((text + (number < count ? "," : "") + "\n").utf8)
        }
        out += Array("],\"deleted\":[\n".utf8)
        let checksum = ContentHash(of: out)
        out += Array("],\"checksum\":\"\(checksum)\"}\n".utf8)
        try writeDurably(out, to: folder.history)
        let took = try ContinuousClock().measure { _ = try EventRecord.rebuild(folder, force: true) }
        print("import of \(count) sessions, \(out.count / 1_000_000) MB: \(took)")
        // Memory is measured in a process that has not done this.
        let again = Process()
        again.executableURL = child.executableURL
        again.arguments = ["large", folder.path, "\(count)"]
        try again.run()
        again.waitUntilExit()
        exit(again.terminationStatus)
    }
}
