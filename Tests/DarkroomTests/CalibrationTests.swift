import Compositor
import Effects
import Foundation
import Imaging
import Sessions
import Testing

@testable import Darkroom

/// A guest before a screen that is darker on the right, or the screen alone.
private func shot(hidden: Bool, light: Double = 0.75) throws -> [UInt8] {
    let image = try Image(width: 480, height: 320, bands: 3) { pixels in
        for index in 0..<480 * 320 {
            let (x, y) = (index % 480, index / 480)
            let isGuest = !hidden && (120..<360).contains(x) && y > 60
            let share = 1 + (light - 1) * Double(x) / 479
            for (band, level) in [60.0, 170, 70].enumerated() {
                pixels[index * 3 + band] = isGuest ? 140 : UInt8(level * share)
            }
        }
    }
    return try image.encoded(as: .png, metadata: Metadata())
}

private func visit(_ record: EventRecord, at time: String) async throws -> Session {
    var plan = SessionPlan(workflow: .standard)
    (plan.layout, plan.slots, plan.effects) = ("duo", 2, ["green-screen:colour=#2040ff"])
    let session = try await record.start(plan, at: Moment(time)!)
    for seed in 0..<2 {
        let bytes = try shot(hidden: false, light: 0.75 + 0.01 * Double(seed))
        _ = try await record.keep(
            NewCapture(bytes: bytes, fileExtension: "png", source: "test camera"), in: session.id)
    }
    return try await record.end(.stop)!
}

@Suite struct CalibrationTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func empty(_ name: String, light: Double = 0.75) throws -> String {
        let path = scratch.path + "/" + name
        try Data(shot(hidden: true, light: light)).write(to: URL(filePath: path))
        return path
    }

    @Test func aShotIsKeptInTheEventAndUsedBySessions() async throws {
        let record = try scratch.record()
        let session = try await visit(record, at: "2026-06-14T20:15:00.000Z")
        let darkroom = Darkroom(record: record, library: scratch.library)
        let prepared = try darkroom.prepared("duo")
        #expect(try await darkroom.develop(session.id, with: prepared)[0].state == .added)
        let calibration = try ScreenCalibration(empty("empty.png"), in: scratch.folder)
        #expect(calibration.advice.isEmpty && calibration.report.share > 0.9)
        #expect(FileManager.default.fileExists(atPath: scratch.folder.path + "/" + calibration.shot.path))
        #expect(try Event(in: scratch.folder).emptyScreens == [calibration.shot])
        // A booth that runs takes it up at once, and then nothing changes any more.
        #expect(record.emptyScreen(of: session)?.hasSuffix(calibration.shot.path) == true)
        #expect(try await darkroom.develop(session.id, with: prepared).map(\.state) == [.added, .added])
        #expect(try await darkroom.develop(session.id, with: prepared).map(\.state) == [.unchanged, .unchanged])
        let effects = [try EffectCall(parsing: "green-screen:result=cut-out")]
        #expect(try await darkroom.treat(session.id, effects: effects).map(\.state) == [.added, .added])
        let again = try await darkroom.treat(session.id, effects: effects)
        #expect(again.map(\.state) == [.unchanged, .unchanged])
        let cut = try #require(again[0].path)
        #expect(cut.hasSuffix(".png"))
        #expect(try PictureFile(path: scratch.folder.path + "/" + cut).hasAlpha)
        #expect(try await record.check(grace: .zero) == [])
    }

    @Test func aLaterShotCountsForLaterSessions() async throws {
        var event = Event(name: "x", date: "")
        #expect(event.emptyScreen(at: .now) == nil)
        let (noon, evening) = (Moment("2026-06-14T12:00:00.000Z")!, Moment("2026-06-14T20:00:00.000Z")!)
        event.calibrate(EmptyScreenShot(path: "Screen/b.jpg", taken: evening))
        event.calibrate(EmptyScreenShot(path: "Screen/a.jpg", taken: noon))
        #expect(event.emptyScreen(at: Moment("2026-06-14T11:00:00.000Z")!)?.path == "Screen/a.jpg")
        #expect(event.emptyScreen(at: Moment("2026-06-14T19:59:00.000Z")!)?.path == "Screen/a.jpg")
        #expect(event.emptyScreen(at: Moment("2026-06-15T01:00:00.000Z")!)?.path == "Screen/b.jpg")
        let folder = EventFolder(scratch.path + "/settings")
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try event.write(to: folder)
        #expect(try Event(in: folder) == event)
    }

    @Test func unevenLightIsTold() async throws {
        _ = try scratch.record()
        let calibration = try ScreenCalibration(empty("empty.png", light: 0.3), in: scratch.folder)
        #expect(calibration.advice.contains { $0.contains("unevenly") })
    }

    @Test func aShotWithoutAScreenIsRefusedAndNothingIsKept() async throws {
        _ = try scratch.record()
        let path = scratch.path + "/wall.png"
        let wall = try Canvas(width: 300, height: 200, colour: Colour(red: 120, green: 118, blue: 115)).finished()
        try Data(wall.encoded(as: .png, metadata: Metadata())).write(to: URL(filePath: path))
        let error = #expect(throws: DarkroomError.self) { try ScreenCalibration(path, in: scratch.folder) }
        #expect(error.map { "\($0)".contains("no screen was found") } == true)
        #expect(throws: DarkroomError.self) { try ScreenCalibration(path + "x", in: scratch.folder) }
        #expect(try Event(in: scratch.folder).emptyScreens.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: scratch.folder.path + "/Screen"))
    }

    @Test func theShotThatIsGoneIsNamed() async throws {
        let record = try scratch.record()
        let session = try await visit(record, at: "2026-06-14T20:15:00.000Z")
        let calibration = try ScreenCalibration(empty("empty.png"), in: scratch.folder)
        try FileManager.default.removeItem(atPath: scratch.folder.path + "/" + calibration.shot.path)
        let darkroom = Darkroom(record: record, library: scratch.library)
        let prepared = try darkroom.prepared("duo")
        let error = await #expect(throws: DarkroomError.self) { try await darkroom.develop(session.id, with: prepared) }
        #expect(error.map { "\($0)".contains(calibration.shot.path) } == true)
    }
}
