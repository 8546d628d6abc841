import Capture
import Foundation
import Work

/// A camera whose live view bears numbers, and that notes when it gave each frame to the booth. In all else it is a folder's.
actor NumberedCamera: Camera {
    private let folder: FolderCamera
    private let frames: [[UInt8]]
    private let pause: Duration
    private let log: FileHandle
    private var count = 0

    /// Runs where the other runs, so that it may be asked without waiting.
    nonisolated var unownedExecutor: UnownedSerialExecutor { folder.unownedExecutor }

    /// - Parameters:
    ///   - rate: frames a second.
    ///   - log: takes a line for each frame: its count from 1, and when, in milliseconds since 1970.
    init(folder path: String, rate: Double, log: FileHandle) throws {
        (folder, self.log, pause) = (FolderCamera(folder: path), log, .seconds(1 / rate))
        frames = try BarCode.frames()
    }

    var status: CameraStatus { folder.assumeIsolated { $0.status } }
    func start() { folder.assumeIsolated { $0.start() } }
    func ready(within deadline: Duration) async throws(CameraError) { try await folder.ready(within: deadline) }
    func prepare() async throws(CameraError) { try await folder.prepare() }
    func capture(_ request: ShotRequest) async throws(CameraError) -> Shot { try await folder.capture(request) }
    func settings() async throws(CameraError) -> [Setting] { try await folder.settings() }
    func apply(_ profile: SettingsProfile) async throws(CameraError) -> [SettingResult] {
        try await folder.apply(profile)
    }
    func events() -> AsyncStream<CameraEvent> { folder.assumeIsolated { $0.events() } }
    func close() async { await folder.close() }

    func liveView() -> AsyncStream<LiveFrame> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let task = Task {
                var due = ContinuousClock.now
                while !Task.isCancelled {
                    continuation.yield(next())
                    due = max(due + pause, .now)
                    try? await Task.sleep(until: due, clock: .continuous)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func next() -> LiveFrame {
        count += 1
        let wall = Date().timeIntervalSince1970 * 1_000
        try? log.write(contentsOf: Data("\(count) \(wall)\n".utf8))
        return LiveFrame(jpeg: frames[count % BarCode.count], number: count, at: .now)
    }
}
