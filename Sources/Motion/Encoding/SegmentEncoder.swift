import Files
import Imaging
import Work

/// Encodes frames in a child of its own into a stream that stands for itself: it begins with a key frame, and nothing in it refers to
/// what comes before or after, so that streams are joined by laying one behind the other.
final class SegmentEncoder {
    let scratch: ScratchFile
    private let path: String
    private let format: FilmFormat
    private let tools: Tools
    private let pipe: ChildPipe
    private let tool: RunningTool

    /// `path` is the film's, for errors; the stream lies in a file without a name beside it.
    init(
        _ format: FilmFormat, width: Int, height: Int, rate: Int, for path: String, tools: Tools
    ) throws(MotionError) {
        (self.path, self.format, self.tools) = (path, format, tools)
        let scratch = try filming { try ScratchFile(beside: path) }
        self.scratch = scratch
        let pipe = try ChildPipe.opened(.writing, for: "encoding", of: path, tools)
        self.pipe = pipe
        let words =
            [tools.ffmpeg, "-v", "level+info", "-nostats"] + Tools.quiet
            + ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "\(width)x\(height)", "-r", "\(rate)", "-i", "pipe:0"]
            + ["-an", "-flags", "+bitexact+cgop", "-fflags", "+bitexact"] + format.encoding + ["pipe:1"]
        let child = Child(
            words, adding: Tools.environment, input: .descriptor(pipe.childs), output: .descriptor(scratch.descriptor),
            errors: .captured(1 << 16), limits: tools.limits)
        tool = try RunningTool(child, tools.ffmpeg, pipes: [pipe])
    }

    func write(_ frame: VideoFrame) throws(MotionError) {
        do throws(ChildPipe.Trouble) {
            try pipe.write(UnsafeRawBufferPointer(frame.bytes), patience: tools.patience)
        } catch {
            if error != .closed { tool.end() }
            pipe.close()
            throw trouble(tool.finish(tools))
        }
    }

    /// After the last frame: the stream.
    func finish() throws(MotionError) -> ScratchFile {
        pipe.close()
        let outcome = tool.finish(tools)
        guard outcome.end == .exited(0) else { throw trouble(outcome) }
        if !tools.knows(format) {
            let size = try filming { try scratch.size() }
            let start = try filming { try scratch.bytes(at: 0, count: min(2_048, size)) }
            tools.learn(format, from: outcome.said, start)
        }
        return scratch
    }

    /// When this returns, the child is gone.
    func stop() {
        tool.end()
        pipe.close()
        _ = tool.finish(tools)
    }

    private func trouble(_ outcome: Child.Outcome) -> MotionError { .encoding(path, outcome) }
}

extension MotionError {
    /// An encoder's end: where the disk is full, that is what is wrong.
    static func encoding(_ path: String, _ outcome: Child.Outcome) -> MotionError {
        let full = "No space left on device"
        if outcome.said.contains(full) { return .file(.diskFull(path: path, reason: full)) }
        let said = outcome.said
        if said.contains("Unknown encoder") {
            return .failed(stage: "encoding", path: path, reason: "this ffmpeg has no such encoder")
        }
        return .failed(stage: "encoding", path: path, reason: outcome.complaint)
    }
}
