public import Checks
internal import Faults
public import Work

/// Whether the camera can shoot, and is set for a night of it.
public struct CameraCheck: Sendable {
    let camera: any Camera
    var time = TimeSource.system
    let isTaken: Bool
    /// A slow body with a full card connects within `patience`; one that is not there is given up after `absence`.
    var patience = Duration.seconds(8)
    var absence = Duration.seconds(3)
    /// All that is asked of it, and then closing it; together less than the group's deadline.
    var asking = Duration.seconds(10)
    var closing = Duration.seconds(1.5)

    /// - Parameters:
    ///   - camera: one that has not been started; it is closed in the end.
    ///   - isTaken: the booth that runs on this event has it, so it is not touched.
    public init(camera: any Camera, isTaken: Bool, time: TimeSource = .system) {
        (self.camera, self.isTaken, self.time) = (camera, isTaken, time)
    }

    /// All of it, with the deadline that goes with the times above.
    public var group: CheckGroup {
        CheckGroup("camera", within: .seconds(12), otherwise: "switch it off and on, and check its cable", look)
    }

    func look(_ report: CheckReport) async {
        await offPool { CameraHold.look(report) }
        guard !isTaken else {
            return report.ok("camera", "in use by the booth that runs on this event; booth status tells how it is")
        }
        let (camera, end) = (camera, time.now + asking)
        await camera.start()
        if await isReady(report) { await lookWhileConnected(until: end, report) }
        // One that does not let go loses its process with this one.
        _ = await time.within(end - time.now + closing) { await camera.close() }
    }

    private func isReady(_ report: CheckReport) async -> Bool {
        let start = time.now
        while true {
            do throws(CameraError) {
                try await camera.ready(within: .milliseconds(200))
                return true
            } catch {
                let isConnecting = await camera.status.state == .connecting
                var limit = isConnecting ? patience : absence
                if case .badFolder = error { limit = .zero }
                if case .noWorker = error { limit = .zero }
                if Task.isCancelled { return false }
                guard time.now - start >= limit else { continue }
                if isConnecting {
                    report.fail(
                        "camera", "does not finish connecting",
                        "switch it off and on; empty its card if it is very full")
                } else {
                    report.fail("camera", error)
                }
                return false
            }
        }
    }

    private func lookWhileConnected(until end: ContinuousClock.Instant, _ report: CheckReport) async {
        let (camera, status) = (camera, await camera.status)
        let identity = status.identity
        guard !(camera is FolderCamera) else {
            let port = identity?.port ?? ""
            let pictures = port == "built in" ? "the built-in test pictures" : "the pictures of \(port)"
            return report.warn("camera", "\(pictures), no real camera", "plug one in and say --camera usb")
        }
        let parts = [identity?.model, identity?.serial.map { "serial \($0)" }, identity?.port]
        report.ok("camera", parts.compactMap(\.self).joined(separator: ", "))
        look(at: status, report)
        let asked = await time.within(min(.seconds(6), end - time.now)) { () -> Result<[Setting], CameraError> in
            do throws(CameraError) { return .success(try await camera.settings()) } catch { return .failure(error) }
        }
        switch asked {
        case .success(let settings)?: CameraSettings(settings).look(report)
        case .failure(let error)?: report.add("settings", .warning, error)
        case nil: report.warn("settings", "it does not tell them in time", "look at them on its screen")
        }
        await lookAtLiveView(until: end, report)
    }

    private func look(at status: CameraStatus, _ report: CheckReport) {
        switch status.battery {
        case let battery? where battery.isCritical:
            report.fail("battery", battery.text, "change it, or use a mains adapter")
        case let battery? where battery.isLow:
            report.warn("battery", battery.text, "change it soon, or use a mains adapter")
        case let battery?: report.ok("battery", battery.text)
        case nil: report.ok("battery", "the camera does not tell; look at its display")
        }
        guard let space = status.space else { return report.ok("card", "the camera does not tell how full it is") }
        let room = space.shots.map { "room for \(counted($0, "picture"))" } ?? "\((space.free ?? 0) / 1000) MB free"
        if space.isFull {
            report.fail("card", "full", "put in another one, or format it in the camera")
        } else if space.shots.map({ $0 < 200 }) ?? false || space.free.map({ $0 < 2_000_000 }) ?? false {
            report.warn("card", room, "put in an empty one: a long night needs more")
        } else {
            report.ok("card", room)
        }
    }

    private func lookAtLiveView(until end: ContinuousClock.Instant, _ report: CheckReport) async {
        guard end - time.now >= .seconds(1) else {
            return report.warn(
                "live view", "not looked at: the camera took its time before",
                "booth camera preview --camera usb -o frame.jpg shows it")
        }
        let camera = camera
        let hasFrame = await time.within(min(.seconds(3), end - time.now)) {
            for await _ in await camera.liveView() { return true }
            return false
        }
        if hasFrame == true {
            report.ok("live view", "works")
        } else if await camera.status.hasLiveView == false {
            report.warn(
                "live view", "this camera has none; it shoots all the same",
                "hang up a mirror: guests do not see themselves on the screen")
        } else {
            report.warn(
                "live view", "no picture within 3 s; it shoots all the same",
                "leave the camera's menu and playback, and set its dial to photo")
        }
    }
}
