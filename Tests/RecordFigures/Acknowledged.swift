import Foundation
import Sessions

/// What a writer said is on the disk.
struct Acknowledged {
    /// Hashes of captures by path.
    var captures: [String: String] = [:]
    /// Ids of sessions that have ended.
    var finished: [String] = []

    mutating func note(_ output: String) {
        for line in output.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if words[0] == "capture", words[1].hasPrefix("Captures/") { captures[words[1]] = words[2] }
            if words[0] == "finished" { finished.append(words[1]) }
        }
    }

    /// Starts a booth on the event and says what is not as it was acknowledged.
    func problems(in folder: EventFolder) async -> [String] {
        do {
            let record = try EventRecord(folder)
            _ = try await record.launch()
            var problems = try await record.check(grace: .zero).map { "\($0.place): \($0.text)" }
            var kept: [String: String] = [:]
            for number in try await record.numbers() {
                for capture in try await record.session(number: number).captures { kept[capture.path] = capture.sha256 }
            }
            problems += captures.filter { kept[$0.key] != $0.value }.map { "\($0.key): lost" }.sorted()
            for id in finished {
                let session = try? await record.session(id)
                if session?.endReason != .completed { problems.append("session \(id): its end is lost") }
            }
            return problems
        } catch { return ["\(error)"] }
    }
}

/// Runs this program in a process of its own; gives what it said, and whether it was killed.
/// - Parameter sayingSo: it is killed so long after its first word rather than after it was started.
func runSelf(
    _ words: [String], killAfter: Duration? = nil, sayingSo: Bool = false
) throws -> (output: String, wasKilled: Bool) {
    let child = Process()
    child.executableURL = URL(filePath: CommandLine.arguments[0])
    child.arguments = words
    let pipe = Pipe()
    child.standardOutput = pipe
    try child.run()
    let first = sayingSo ? pipe.fileHandleForReading.availableData : Data()
    if let killAfter {
        usleep(UInt32(killAfter / .microseconds(1)))
        kill(child.processIdentifier, SIGKILL)
    }
    let output = String(decoding: first + pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    child.waitUntilExit()
    return (output, child.terminationReason == .uncaughtSignal)
}
