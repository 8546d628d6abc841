import Foundation
import Sessions

/// A booth that holds sessions, `render` over the whole event again and again, and three who read: each in a process of
/// its own, as at an event. Nobody may be told to come back later.
struct Together {
    let folder: EventFolder
    let seconds: Int
    /// The programs render and booth are beside this one.
    private let programs = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path

    func run(pictures: String) throws {
        let own = CommandLine.arguments[0]
        let until = Date.now.addingTimeInterval(Double(seconds))
        var children = [try child(own, "sit", folder.path, "\(seconds)", pictures)]
        for _ in 0..<3 { children.append(try child(own, "read", folder.path, "\(seconds)")) }
        var (renders, lists, failures) = (0, 0, 0)
        while Date.now < until {
            let render = try child(programs + "/render", "--event", folder.path, "--quiet", silent: true)
            repeat {
                let list = try child(programs + "/booth", "sessions", "list", folder.path, "--json", silent: true)
                list.waitUntilExit()
                lists += 1
                failures += list.terminationStatus == 0 ? 0 : 1
            } while render.isRunning && Date.now < until
            render.waitUntilExit()
            renders += 1
            failures += render.terminationStatus == 0 ? 0 : 1
        }
        for one in children {
            one.waitUntilExit()
            failures += one.terminationStatus == 0 ? 0 : 1
        }
        print("\(seconds) s together: \(renders) renders, \(lists) lists, \(failures) failures")
        exit(failures == 0 ? 0 : 1)
    }

    private func child(_ program: String, _ words: String..., silent: Bool = false) throws -> Process {
        let child = Process()
        child.executableURL = URL(filePath: program)
        child.arguments = words
        if silent { child.standardOutput = FileHandle.nullDevice }
        try child.run()
        return child
    }

    /// The booth: a session after the other, with the time that each commit takes.
    static func sit(_ folder: EventFolder, _ seconds: Int, pictures: String) async throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: pictures).filter { $0.hasSuffix(".jpg") }
        var writer = Writer(record: try EventRecord(folder))
        writer.pictures = try files.sorted().map { [UInt8](try Data(contentsOf: URL(filePath: pictures + "/" + $0))) }
        writer.isStrict = true
        _ = try await writer.record.launch()
        let end = ContinuousClock.now + .seconds(seconds)
        var times: [Duration] = []
        while ContinuousClock.now < end {
            times.append(try await ContinuousClock().measure { try await writer.session(times.count) })
        }
        print("booth: \(times.count) sessions, 99 % within \(times.sorted()[times.count * 99 / 100])")
    }

    static func read(_ folder: EventFolder, _ seconds: Int) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        var times: [Duration] = []
        while ContinuousClock.now < end {
            times.append(
                try await ContinuousClock().measure { _ = try await EventRecord(folder).sessions(limit: 20) })
            usleep(50_000)
        }
        print("reader: \(times.count) pages, 99 % within \(times.sorted()[times.count * 99 / 100])")
    }
}
