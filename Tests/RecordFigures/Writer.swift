import CFaults
import Files
import Glibc
import Sessions

/// A booth that does nothing but hold sessions; it says what was acknowledged, so that whoever kills it knows what must
/// be there afterwards.
struct Writer {
    let record: EventRecord
    /// What the camera gives; nil: bytes that are no picture.
    var pictures: [[UInt8]]?
    /// Any error ends it, and nothing is told; otherwise what failed is told and tried again.
    var isStrict = false

    func run(sessions: Int) async throws {
        _ = try await patiently { try await record.launch() }
        for number in 0..<sessions { try await session(number) }
        tell("flushes \(faults_flushes()) calls \(faults_calls())")
    }

    func session(_ number: Int) async throws {
        let before = faults_flushes()
        var plan = SessionPlan(workflow: .standard)
        (plan.layout, plan.slots) = (record.event.layouts.first, 3)
        let session = try await patiently { [plan] in try await record.start(plan) }
        let start = faults_flushes()
        var capture = start
        for shot in 1...3 {
            let bytes = pictures.map { $0[(number + shot) % $0.count] } ?? noise(4_000)
            let path = record.folder.path + "/Captures/.capture-\(getpid())-\(number)-\(shot).part"
            try await patiently { try stage(bytes, at: path) }
            var picture = StagedCapture(at: path, fileExtension: "jpg", source: "camera")
            picture.shot = shot
            let kept = try await patiently { [picture] in
                try await record.keep(
                    file: picture, in: session.id, items: [NewItem(.media, subject: "\(shot)", destination: "cloud")])
            }
            tell("capture \(kept.path) \(kept.sha256)")
            if shot == 2 { capture = faults_flushes() }
            if shot == 3 { tell("capture flushes \(faults_flushes() - capture)") }
        }
        _ = try await patiently { try await record.keep(.email, value: "guest\(number)@example.org", in: session.id) }
        for _ in plan.workflow.steps.dropFirst() { _ = try await patiently { try await record.advance() } }
        _ = try await patiently { try await record.end(.completed) }
        tell("finished \(session.id)")
        try await patiently { try await record.saveHistory() }
        tell("session flushes \(faults_flushes() - before) start flushes \(start - before)")
    }

    private func tell(_ line: String) { if !isStrict { say(line) } }

    /// A full disk is waited for.
    private func patiently<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        for _ in 0..<(isStrict ? 0 : 200) {
            do { return try await body() } catch let error as SessionsError { tell("error \(error)") }
            usleep(1_000)
        }
        return try await body()
    }

    /// As a camera's process does it: nobody flushes the file before it is kept.
    private func stage(_ bytes: [UInt8], at path: String) throws(SessionsError) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw .notWritable(path: path) }
        defer { close(file) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress! + written, $0.count - written) }
            guard count > 0 else { throw .diskFull(path: path) }
            written += count
        }
    }

    private func noise(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: .min ... .max) } }
}

func say(_ line: String) {
    print(line)
    fflush(nil)
}
