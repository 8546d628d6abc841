import Darkroom
import Foundation
import Rigs
import Sessions
import Testing
import Work

@testable import Capture
@testable import Engine

/// Pictures that come when their session is over, and FinalPhotos that a crash prevented.
@Suite(.ahead) struct LatePictureTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    @Test(arguments: [BoothCommand.restart, .stop])
    func `The last picture that comes after the end makes the session's FinalPhoto`(command: BoothCommand) async throws
    {
        let camera = LateCamera(holding: 2, by: rig.time.source)
        let engine = try rig.engine(
            #"{"step":"attract"},{"step":"capture","interval":0},{"step":"save"}"#, camera: camera)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await engine.until("the last shutter") { $0.step?.shot == 2 && $0.step?.isShooting == true }
            let id = try #require(engine.view.now.session?.id)
            try await engine.perform(command)
            #expect(try await engine.record.session(id).captures.count == 1)
            await camera.release()
            try await engine.until("the picture") { $0.figures.captures == 2 }
        }
        let session = try #require(try await engine.all().last)
        #expect(session.captures.count == 2 && session.renditions.map(\.state) == [.ready])
        #expect(try await engine.record.check() == [])
    }

    @Test func `What a booth that was cut off twice left unmade is made, and what was deleted is not`() async throws {
        let before = try rig.engine()
        var plan = SessionPlan(workflow: before.script.workflow)
        (plan.layout, plan.slots) = (try before.context.darkroom.freeze("duo"), 2)
        _ = try await before.record.launch()
        let session = try await before.record.start(plan)
        for picture in TestPictures.all.prefix(2) {
            let new = NewCapture(bytes: try picture.contents(), fileExtension: "jpg", source: picture.name)
            _ = try await before.record.keep(new, in: session.id)
        }
        // Recovered by a booth that did not come to making its FinalPhoto.
        #expect(try await before.record.launch()?.id == session.id)
        try await reopen()
        let made = try await before.record.session(session.id).renditions
        #expect(made.map(\.state) == [.ready])
        _ = try await before.record.delete(items: [try #require(made.first?.path)], of: session.id)
        try await reopen()
        #expect(try await before.record.session(session.id).renditions.isEmpty)
    }

    private func reopen() async throws {
        let engine = try rig.engine()
        try await rig.open(engine) { engine in try await engine.until(step: "attract") }
    }
}

/// A body that keeps the picture of one press of the shutter back, and gives it although whoever asked has gone, as real
/// ones do.
actor LateCamera: Camera {
    private let camera: FolderCamera
    private let late: Int
    private let time: TimeSource
    private var shots = 0
    private var gate: CheckedContinuation<Void, Never>?

    init(holding shot: Int, by time: TimeSource) {
        (late, self.time, camera) = (shot, time, FolderCamera(testPictures: nil, time: time))
    }

    var status: CameraStatus {
        var status = CameraStatus()
        status.state = .ready
        return status
    }

    func release() {
        gate?.resume()
        gate = nil
    }

    func capture(_ request: ShotRequest) async throws(CameraError) -> Shot {
        let ticket = Ticket(deadline: request.deadline, by: time)
        shots += 1
        let isLate = shots == late
        Task {
            if isLate { await withCheckedContinuation { gate = $0 } }
            do throws(CameraError) { ticket.answer(.success(try await camera.capture(request))) } catch {
                ticket.answer(.failure(error))
            }
        }
        return try await ticket.wait().get()
    }

    func start() { Task { await camera.start() } }
    func ready(within deadline: Duration) async throws(CameraError) { try await camera.ready(within: deadline) }
    func prepare() async throws(CameraError) {}
    func liveView() -> AsyncStream<LiveFrame> { AsyncStream { $0.finish() } }
    func settings() async throws(CameraError) -> [Setting] { [] }
    func apply(_ profile: SettingsProfile) async throws(CameraError) -> [SettingResult] { [] }
    func events() -> AsyncStream<CameraEvent> { AsyncStream { $0.finish() } }
    func close() async { await camera.close() }
}
