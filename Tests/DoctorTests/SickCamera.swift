import Work

@testable import Capture

/// A camera that is as a test says, and never shoots.
actor SickCamera: Camera {
    private(set) var status: CameraStatus
    private let tells: [Setting]
    private let hasFrames: Bool
    /// Settings and closing never end.
    private let hangs: Bool
    private let time: TimeSource
    private(set) var starts = 0

    init(
        _ status: CameraStatus, settings: [Setting] = [], hasFrames: Bool = true, hangs: Bool = false,
        time: TimeSource = .system
    ) {
        (self.status, tells, self.hasFrames, self.hangs, self.time) = (status, settings, hasFrames, hangs, time)
    }

    func start() { starts += 1 }

    func ready(within deadline: Duration) async throws(CameraError) {
        if status.state == .ready { return }
        try? await time.sleep(for: deadline)
        throw status.reason ?? .absent(wanted: nil)
    }

    func prepare() async throws(CameraError) {}
    func capture(_ request: ShotRequest) async throws(CameraError) -> Shot { throw .busy }

    func liveView() -> AsyncStream<LiveFrame> {
        AsyncStream { stream in
            if hasFrames { stream.yield(LiveFrame(jpeg: [], number: 1, at: .now)) }
            stream.finish()
        }
    }

    func settings() async throws(CameraError) -> [Setting] {
        if hangs { await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } }
        return tells
    }

    func apply(_ profile: SettingsProfile) async throws(CameraError) -> [SettingResult] { [] }
    func events() -> AsyncStream<CameraEvent> { AsyncStream { $0.finish() } }

    func close() async {
        if hangs { await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } }
    }
}

extension CameraStatus {
    /// Of a body that nothing is wrong with.
    static func well(_ change: (inout CameraStatus) -> Void = { _ in }) -> CameraStatus {
        var status = CameraStatus()
        status.state = .ready
        status.identity = CameraIdentity(model: "Example EOS", serial: "4711", port: "usb:001,004")
        (status.battery, status.space) = (Battery("80%"), Space(free: 60_000_000, shots: 900))
        change(&status)
        return status
    }
}

extension Setting {
    static func told(_ name: String, _ value: String) -> Setting {
        Setting(name: name, label: name, kind: .choice, value: value, choices: [value], isReadOnly: false)
    }
}
