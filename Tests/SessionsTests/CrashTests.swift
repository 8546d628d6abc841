import Foundation
import Rigs
import Testing

@testable import Sessions

/// A writer in a process of its own, which dies or finds the disk full at a numbered call that changes a file.
private struct Writer {
    let folder: EventFolder
    var killAt = 0
    var failFrom = 0
    var failCount = 0

    struct Outcome {
        var acknowledged: [String: String] = [:]
        var finished: [String] = []
        var errors: [String] = []
        var lines: [String] = []
        var wasKilled = false
    }

    func run(sessions: Int = 1) throws -> Outcome {
        let child = Process()
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        child.executableURL = URL(filePath: own).deletingLastPathComponent().appending(path: "record-figures")
        child.arguments = ["write", folder.path] + [sessions, killAt, failFrom, failCount].map { "\($0)" }
        let pipe = Pipe()
        (child.standardOutput, child.standardError) = (pipe, FileHandle.nullDevice)
        try child.start()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        child.waitUntilExit()
        var outcome = Outcome()
        outcome.wasKilled = child.terminationReason == .uncaughtSignal
        outcome.lines = output.split(separator: "\n").map(String.init)
        for line in outcome.lines {
            let words = line.split(separator: " ").map(String.init)
            switch words[0] {
            case "capture" where words[1] != "flushes": outcome.acknowledged[words[1]] = words[2]
            case "finished": outcome.finished.append(words[1])
            case "error": outcome.errors.append(line)
            default: break
            }
        }
        return outcome
    }
}

@Suite(.serialized) struct CrashTests {
    let scratch: Scratch
    init() throws {
        scratch = try Scratch()
        _ = try scratch.record()
    }

    /// Everything that was acknowledged is there to the byte, and the record holds together.
    private func expectAll(_ acknowledged: [String: String], finished: [String], _ place: Comment) async throws {
        let record = try scratch.reopened()
        _ = try await record.launch()
        #expect(try await record.check(grace: .zero) == [], place)
        var kept: [String: String] = [:]
        for number in try await record.numbers() {
            let session = try await record.session(number: number)
            #expect(session.state == .finished, place)
            for capture in session.captures { kept[capture.path] = capture.sha256 }
        }
        #expect(acknowledged.filter { kept[$0.key] != $0.value }.isEmpty, place)
        for id in finished { #expect(try await record.session(id).endReason == .completed, place) }
        let history = try scratch.bytes("sessions.json")
        try scratch.remove("event.db")
        _ = try await scratch.reopened().saveHistory()
        #expect(try scratch.bytes("sessions.json") == history, place)
    }

    /// Three ways in which the power goes, and one in which only the process does, at every fifth call that changes a
    /// file; `make soak` does every call.
    @Test func nothingAcknowledgedIsLostWhateverIsCutOffWhere() throws {
        let (status, output) = try figures("cuts", scratch.folder.absolute("cuts"), "5", "2")
        print("crashes: \(output)")
        #expect(status == 0 && output.contains("none lost"), "\(output)")
    }

    /// The same with one flush left out: each is needed, and its lack does not go unnoticed.
    @Test(arguments: ["Captures/", "Captures", "event.db", "event.db-journal", "."])
    func aMissingFlushLosesSomething(place: String) throws {
        let (status, output) = try figures("cuts", scratch.folder.absolute("cuts"), "3", "3", place)
        print("without the flush of \(place): \(output)")
        #expect(status == 1 && output.contains("lost"), "\(output)")
    }

    /// From some call on the disk is full, for so many calls; then there is space again.
    @Test func aFullDiskIsSaidAndNothingIsLost() async throws {
        var (acknowledged, finished): ([String: String], [String]) = ([:], [])
        var said = 0
        for number in 0..<20 {
            let outcome = try Writer(folder: scratch.folder, failFrom: 15 + number * 17, failCount: 1 + number * 3)
                .run()
            #expect(!outcome.wasKilled && outcome.finished.count == 1, "failure \(number)")
            // A failure to remove what is not needed any more concerns nobody.
            said += outcome.errors.isEmpty ? 0 : 1
            #expect(outcome.errors.allSatisfy { $0.contains("disk") }, "\(outcome.errors)")
            acknowledged.merge(outcome.acknowledged) { $1 }
            finished += outcome.finished
            try await expectAll(acknowledged, finished: finished, "failure \(number)")
        }
        #expect(said >= 15)
    }

    @Test func flushesAreCounted() throws {
        let lines = try Writer(folder: scratch.folder).run(sessions: 3).lines
        for line in lines.filter({ $0.contains("flushes") }) { print("flushes: \(line)") }
        let counts = lines.compactMap { $0.firstMatch(of: #/^session flushes (\d+) start flushes (\d+)/#) }
        #expect(counts.count == 3)
        for count in counts { #expect(Int(count.1)! <= 120 && Int(count.2)! <= 5) }
        let captures = lines.compactMap { $0.firstMatch(of: #/^capture flushes (\d+)/#) }
        #expect(captures.count == 3 && captures.allSatisfy { Int($0.1)! <= 7 })
    }

    @Test func aThousandSessionsAreListedAtOnce() async throws {
        let record = try scratch.reopened()
        let session = try await record.visit(1, captures: 1)
        try await record.copy(session, 1_000)
        let clock = ContinuousClock()
        let page = try await clock.measure { _ = try await record.sessions(before: 500) }
        let history = try await clock.measure { try await record.saveHistory() }
        print("1,000 sessions, debug build: page \(page), sessions.json \(history)")
        #expect(page < .milliseconds(200) && history < .milliseconds(500))
    }
}

extension EventRecord {
    /// Many sessions that look like this one, without their files.
    fileprivate func copy(_ session: Session, _ count: Int) throws {
        try database.transaction { () throws(SessionsError) in
            for number in 2...count {
                var one = session
                (one.id, one.number, one.renditions, one.outbox) = ("\(number)", number, [], [])
                one.shares[0].token = "\(number)"
                one.captures[0].id = number + 100
                one.captures[0].path = "Captures/\(number).jpg"
                try rows.storeLine(ofRow: rows.insert(one))
            }
            try bump()
        }
    }
}
