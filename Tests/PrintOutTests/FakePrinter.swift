import Glibc
import Rigs
import Synchronization
import Work

@testable import PrintOut

/// A printer that does what a test tells it.
final class FakePrinter: Printer {
    struct Script: Sendable {
        var condition = PrinterCondition(state: .idle)
        /// What each look at the job finds; the last one stays.
        var looks: [PrintJob.State?] = [.completed]
        var begunAt: [Int] = [100]
        var job = 7
        /// Fails the submission; whether the job exists all the same.
        var submission: PrintError?
        var arrives = true
        var isAway = false
        /// That of the job with the number; by default what was submitted, and hidden by a space.
        var jobName: String?
        /// How the job is that is found by its name.
        var named = PrintJob.State.pending
        var message = ""
        var reasons: [String] = []
        /// nil knows no media.
        var medium: Medium? = FakePrinter.medium
        /// The server dies before this look and is there again at once.
        var cutBefore: Int?
        /// How many looks by the name do not find the job yet.
        var unseen = 0
        /// Seconds that a submission takes.
        var slowness = 0.0
    }

    struct Seen: Sendable {
        var submitted: [PrintID] = []
        var documents: [[UInt8]] = []
        var cancelled: [Int] = []
        var moved: [String] = []
        var looks = 0
        var names: [String] = []
    }

    let name: String
    let script: Mutex<Script>
    let seen = Mutex(Seen())
    /// The server's end of the lifeline.
    private let end = Mutex<Int32>(-1)

    init(_ name: String = "fake", _ script: Script = Script()) {
        self.name = name
        self.script = Mutex(script)
    }

    convenience init(_ change: (inout Script) -> Void) {
        var script = Script()
        change(&script)
        self.init("fake", script)
    }

    var log: Seen { seen.withLock { $0 } }
    static let medium = Medium(keyword: "w288h432", width: 1240, height: 1844, dpi: 300)
    var destination: Destination { Destination(self, medium: Self.medium) }

    private func reach() throws(PrintError) -> Script {
        let script = script.withLock { $0 }
        if script.isAway { throw .serverAway(server: name, reason: "Host is down") }
        return script
    }

    func condition() async throws(PrintError) -> PrinterCondition { try reach().condition }
    func medium(_ keyword: String, options: [PrintOption]) async throws(PrintError) -> Medium {
        guard let medium = try reach().medium else { throw .unknownMedia(keyword, queue: name, known: ["other"]) }
        return medium
    }

    func submit(
        _ document: [UInt8], as id: PrintID, on medium: Medium, options: [PrintOption]
    ) async throws(PrintError) -> Int {
        let script = try reach()
        try? await TimeSource.ofTest.sleep(for: .seconds(script.slowness))
        seen.withLock {
            $0.submitted.append(id)
            $0.documents.append(document)
            if script.submission == nil || script.arrives { $0.names.append(id.text) }
        }
        if let error = script.submission { throw error }
        return script.job
    }

    func job(_ number: Int) async throws(PrintError) -> PrintJob? {
        let script = try reach()
        let look = seen.withLock { seen in
            defer { seen.looks += 1 }
            return seen.looks
        }
        if script.cutBefore == look + 1 { end.withLock { _ = close($0) } }
        guard let state = script.looks[min(look, script.looks.count - 1)] else { return nil }
        let begunAt = script.begunAt[min(look, script.begunAt.count - 1)]
        return PrintJob(
            number: number, name: script.jobName == " " ? nil : script.jobName ?? log.names.last, state: state,
            reasons: script.reasons, message: script.message,
            begunAt: begunAt == 0 ? nil : begunAt)
    }

    func lifeline() async -> Lifeline? {
        var ends: [Int32] = [-1, -1]
        socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
        defer { close(ends[0]) }
        end.withLock { $0 = ends[1] }
        return Lifeline(beside: ends[0])
    }

    func activeJobs() async throws(PrintError) -> [PrintJob] { [] }

    func jobs(named id: PrintID) async throws(PrintError) -> [PrintJob] {
        let script = try reach()
        guard log.names.contains(id.text) else { return [] }
        let isUnseen = self.script.withLock { script in
            script.unseen -= 1
            return script.unseen >= 0
        }
        if isUnseen { return [] }
        return [PrintJob(number: script.job, name: id.text, state: script.named)]
    }

    func cancel(_ job: Int) async throws(PrintError) { seen.withLock { $0.cancelled.append(job) } }
    func resume() async throws(PrintError) {}
    func move(_ job: Int, to other: any Printer) async throws(PrintError) {
        seen.withLock { $0.moved.append(other.name) }
    }
}
