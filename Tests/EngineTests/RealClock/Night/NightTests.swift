import Foundation
import Imaging
import Rigs
import Testing

/// Nights of a booth as a real process. Short ones by default; BOOTHKIT_NIGHT says how many visits the long one has, and
/// BOOTHKIT_NIGHT_SEED which.
@Suite(.tags(.realClock)) struct NightTests {
    private static func number(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }
    static let sessions = number("BOOTHKIT_NIGHT")
    static let seed = number("BOOTHKIT_NIGHT_SEED") ?? 1
    private static let missing = [
        VirtualCamera.whyNot, (Station.shared.failure).map { "\($0)" } ?? "",
    ].filter { !$0.isEmpty }.joined(separator: "; ")

    @Test(.enabled(if: missing.isEmpty, Comment(rawValue: missing)))
    func `Whatever happens in a night, no picture is lost and every print is accounted for`() async throws {
        let room = try Room()
        let plan = Night.Plan(sessions: Self.sessions ?? 14, seed: Self.seed)
        try await hold(
            plan, camera: .virtual(in: room.folder, jpeg: Self.picture),
            // A print server of its own, since its scheduler is restarted and killed.
            printer: .queue(Station(), name: "rx1"),
            in: room)
    }

    @Test(.enabled(if: sessions == nil, "the long night is held with a camera and a print server"))
    func `The same holds with a folder for a camera and one for a printer`() async throws {
        let room = try Room()
        try await hold(
            Night.Plan(sessions: 8, seed: Self.seed), camera: .folder(in: room.folder, jpeg: Self.picture),
            printer: .folder(room.folder + "/printed"), in: room)
    }

    private func hold(_ plan: Night.Plan, camera: NightCamera, printer: NightPrinter, in room: Room) async throws {
        let night = try Night(plan, camera: camera, printer: printer, in: room.folder)
        do {
            let audit = try await NightAudit(night, ended: night.hold())
            print("A night of \(plan.sessions) visits, seed \(plan.seed):")
            for line in audit.figures { print("  " + line) }
            for finding in audit.findings { Issue.record(Comment(rawValue: finding)) }
            if !audit.findings.isEmpty { room.keep() }
        } catch {
            night.witness.leave()
            _ = await Programs.blocking { night.booth.close() }
            room.keep()
            throw error
        }
    }

    /// As large as a body makes them.
    private static let picture: [UInt8] = try! Image(width: 6000, height: 4000, bands: 3) {
        pixels throws(ImagingError) in
        for index in pixels.indices {
            let (x, y) = (index / 3 % 6000, index / 18_000)
            pixels[index] = UInt8(truncatingIfNeeded: x / 24 + y / 16 * (index % 3) + (x * y) >> 12 & 15)
        }
    }.encoded(as: .jpeg, quality: 90, metadata: Metadata())
}

/// A folder of a test's own, gone when the test is, unless somebody has to look into it.
final class Room {
    let folder: String
    private var isKept = false

    init() throws {
        let made = FileManager.default.temporaryDirectory.appending(
            path: "boothkit-night-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        folder = made.path
    }

    func keep() {
        isKept = true
        print("What it left is in \(folder)")
    }

    deinit { if !isKept { try? FileManager.default.removeItem(atPath: folder) } }
}

extension Result {
    fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
