import Capture
import Faults
import Files
import Glibc
import Motion
import Sessions
import Work

/// Records the live view: the camera's own JPEGs, each with the moment at which it came, into a hidden file of the event.
struct LiveRecorder: Sendable {
    let context: Context
    let seconds: Double

    /// How long the first picture is waited for, and any other one.
    private static let patience = Duration.seconds(10)

    /// The file, to be kept; nil: the camera has shown nothing.
    func record(in walk: isolated Walk, _ step: ScriptStep) async throws -> StagedCapture? {
        let (context, seconds) = (context, seconds)
        let path = context.record.folder.path + "/Captures/.live-\(UInt64.random(in: .min ... .max)).part"
        let frames = context.live.recorded()
        // As a screen does it, so that the camera shows its live view for as long as this lasts.
        let wish = Task { [live = context.live] in
            var number = 0
            while !Task.isCancelled { number = await live.next(after: number)?.number ?? number }
        }
        defer {
            wish.cancel()
            frames.end()
        }
        var isKept = false
        defer { if !isKept { unlinkOffPool(path) } }
        let limit = Self.patience + .seconds(seconds) + .seconds(2)
        do {
            let isRecorded = try await context.watchdog.promising(within: limit + .seconds(30)) {
                try await context.time.within(limit) {
                    await Self.write(frames, to: path, seconds, context)
                }?.get() ?? false
            }
            try Task.checkCancellation()
            guard isRecorded else {
                context.say("step \(step.name): the camera shows no live view")
                return nil
            }
        } catch let error as FilesError {
            context.troubles.raise(.picture, guest: .host, remedy: "\(error)")
            return nil
        }
        isKept = true
        return StagedCapture(at: path, fileExtension: "mov", source: "live view")
    }

    private func unlinkOffPool(_ path: String) { onOwnThread { unlink(path) } }

    /// Gives whether anything was recorded.
    private static func write(
        _ frames: LiveFeed.Recorded, to path: String, _ seconds: Double, _ context: Context
    ) async -> Result<Bool, FilesError> {
        let time = context.time
        do throws(FilesError) {
            let writer = try await time.offPool { () throws(FilesError) in try RecordingWriter(path) }
            var (first, last): (TimeSource.Instant?, Int) = (nil, 0)
            var patience = time.now + Self.patience
            while let frame = await frames.next(until: patience, time) {
                let start = first ?? frame.at
                if first == nil {
                    first = start
                    let end = context.now + .milliseconds(Int(seconds * 1_000))
                    context.view.change { $0.step?.deadline = end }
                }
                let ticks = Timeline.ticks((frame.at - start) / .seconds(1))
                guard ticks < Timeline.ticks(seconds) else { break }
                _ = try await time.offPool { () throws(FilesError) in try writer.append(frame.jpeg, at: ticks) }
                last = ticks
                patience = time.now + .seconds(2)
                if time.now >= start + .seconds(seconds) { break }
            }
            guard writer.count > 0 else { return .success(false) }
            // The last picture is there for as long as the others on average.
            let length = last + max(1, writer.count > 1 ? last / (writer.count - 1) : Timeline.second / 30)
            try await time.offPool { () throws(FilesError) in try writer.finish(length: length) }
            return .success(true)
        } catch { return .failure(error) }
    }
}
