internal import Work

/// A camera that is plugged in, whether or not it can be opened.
public struct DetectedCamera: Sendable, Equatable {
    public let model: String
    public let port: String

    /// All that libgphoto2 finds now, without opening any.
    public static func all(worker: WorkerProgram) async throws(CameraError) -> [DetectedCamera] {
        let hold = try await Bus.shared.hold(within: .seconds(10))
        defer { hold.end() }
        do throws(LinkError) {
            let link = try await offPool { () throws(LinkError) in try WorkerLink(worker) }
            defer { link.end() }
            let reply = try await link.ask(.detect, within: .seconds(5))
            return TetheredCamera.cameras(reply).map { DetectedCamera(model: $0.model, port: $0.port) }
        } catch { throw Complaint.meaning(of: error, while: .connecting) }
    }
}
