import CFaults
import Files
import Glibc
import Sessions

/// A booth that does nothing but hold sessions; it says what was acknowledged, so that whoever kills it knows what must
/// be there afterwards.
struct Writer {
    let folder: EventFolder
    let sessions: Int

    func run() async throws {
        let record = try EventRecord(folder)
        _ = try await patiently { try await record.launch() }
        for number in 0..<sessions { try await session(number, record) }
        say("flushes \(faults_flushes()) calls \(faults_calls())")
    }

    private func session(_ number: Int, _ record: EventRecord) async throws {
        let before = faults_flushes()
        let session = try await patiently { try await record.start(.init(workflow: .standard)) }
        let start = faults_flushes()
        var capture = start
        for shot in 1...3 {
            var picture = NewCapture(bytes: bytes(4_000), fileExtension: "jpg", source: "camera")
            picture.shot = shot
            let kept = try await patiently { [picture] in
                try await record.keep(
                    picture, in: session.id, items: [NewItem(.media, subject: "\(shot)", destination: "cloud")])
            }
            say("capture \(kept.path) \(kept.sha256)")
            if shot == 2 { capture = faults_flushes() }
            if shot == 3 { say("capture flushes \(faults_flushes() - capture)") }
        }
        _ = try await patiently { try await record.keep(.email, value: "guest\(number)@example.org", in: session.id) }
        for _ in 1..<4 { _ = try await patiently { try await record.advance() } }
        _ = try await patiently { try await record.end(.completed) }
        say("finished \(session.id)")
        try await patiently { try await record.saveHistory() }
        say("session flushes \(faults_flushes() - before) start flushes \(start - before)")
    }

    /// A full disk is said and waited for.
    private func patiently<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        for _ in 0..<200 {
            do { return try await body() } catch let error as SessionsError { say("error \(error)") }
            usleep(1_000)
        }
        return try await body()
    }

    private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: .min ... .max) } }
}

func say(_ line: String) {
    print(line)
    fflush(nil)
}
