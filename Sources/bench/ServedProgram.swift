internal import Foundation
internal import Glibc

/// A booth with listeners, in a process of its own for as long as it is measured.
final class ServedProgram: Sendable {
    /// Of operators and of guests; without listeners, of nobody.
    let operators: Visitor.Place?
    let guests: Visitor.Place?
    private let process = Process()
    private let folder: String

    /// `words` are those of `booth`; `folder` is where the booth keeps its secret, and where its words go.
    init(_ words: [String], in folder: String, hasListeners: Bool = true) throws(BenchError) {
        self.folder = folder
        let log = "\(folder)/\(words[0]).log"
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        process.executableURL = URL(filePath: Inputs.program("booth"))
        process.arguments = words + (hasListeners ? ["--web", "0", "--share", "0"] : [])
        process.environment = Self.environment(folder)
        (process.standardOutput, process.standardError) = (
            FileHandle(forWritingAtPath: log), FileHandle(forWritingAtPath: log)
        )
        process.standardInput = FileHandle.nullDevice
        do { try process.run() } catch { throw .notStarted("booth", "\(error)") }
        var said = ""
        for _ in 0..<500 where hasListeners {
            said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            if said.contains("guests: ") || !process.isRunning { break }
            usleep(20_000)
        }
        let addresses = said.matches(of: /http:\/\/127\.0\.0\.1:\d+/).map { String($0.0) }
        guard hasListeners else {
            (operators, guests) = (nil, nil)
            return
        }
        guard addresses.count >= 2 else {
            process.terminate()
            throw .noServer("booth \(words.joined(separator: " "))", reason: said)
        }
        (operators, guests) = (try Visitor.Place(addresses[0]), try Visitor.Place(addresses[1]))
    }

    static func environment(_ folder: String) -> [String: String] {
        ProcessInfo.processInfo.environment.merging([
            "CUPS_SERVER": "127.0.0.1:1", "XDG_STATE_HOME": folder + "/state",
        ]) { $1 }
    }

    /// Logs in as an operator; the field for requests.
    func cookie(for event: String) throws(BenchError) -> String {
        let said = try Self.booth(["web", "login", event], in: folder)
        guard let operators, let path = said.firstMatch(of: /\/login\/\S+/) else {
            throw .notUnderstood("booth web login", said)
        }
        let head = try Visitor(operators).get(String(path.0))
        guard let value = head.firstMatch(of: /boothkit_operator=[^;]+/) else {
            throw .notUnderstood("booth", head)
        }
        return "Cookie: \(value.0)\r\n"
    }

    /// Runs `booth` to its end; what it says.
    @discardableResult
    static func booth(_ words: [String], in folder: String) throws(BenchError) -> String {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: Inputs.program("booth"))
        (process.arguments, process.environment) = (words, environment(folder))
        (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
        do { try process.run() } catch { throw .notStarted("booth", "\(error)") }
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw .failed("booth", words, "status \(process.terminationStatus)")
        }
        return said
    }

    /// Asks it to end; how many milliseconds that took.
    @discardableResult
    func stop() -> Double {
        let began = Clock.wall()
        process.terminate()
        process.waitUntilExit()
        return Clock.wall() - began
    }

    func waitForEnd() { process.waitUntilExit() }

    /// Seconds of processors so far, and what is in memory now, MB of 1,000,000 bytes.
    var usage: (seconds: Double, megabytes: Double) {
        let place = "/proc/\(process.processIdentifier)"
        let stat = (try? String(contentsOfFile: place + "/stat", encoding: .utf8)) ?? ""
        let statm = (try? String(contentsOfFile: place + "/statm", encoding: .utf8)) ?? ""
        let fields = stat.lastIndex(of: ")").map { stat[$0...].split(separator: " ") } ?? []
        guard fields.count > 13,
            let pages = statm.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
        else { return (0, 0) }
        let ticks = (Double(fields[12]) ?? 0) + (Double(fields[13]) ?? 0)
        return (
            ticks / Double(sysconf(Int32(_SC_CLK_TCK))),
            pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1e6
        )
    }
}
