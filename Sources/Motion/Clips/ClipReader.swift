import Files
import Imaging
import Work

/// Decodes a part of a clip in a child, cropped and scaled to what a slot shows, frame after frame.
final class ClipReader: Sendable {
    let clip: Clip
    /// The frames that are decoded, as places in the clip.
    let range: Range<Int>
    /// Those of them that it gives: all that are wanted, or all.
    let places: [Int]
    private let tools: Tools
    private let pipe: ChildPipe
    private let tool: RunningTool
    private let size: (width: Int, height: Int)

    /// What of the clip is to be seen, in how many pixels.
    struct View: Sendable {
        /// Whole pixels of the clip as it is shown.
        var crop: PixelBox
        /// Both even.
        var width: Int
        var height: Int
    }

    /// `wanted`: the places of `range` that are to be seen, ascending; nil: all.
    init(
        _ clip: Clip, _ range: Range<Int>, wanted: [Int]? = nil, _ view: View, tools: Tools
    ) throws(MotionError) {
        let choice = wanted.flatMap { FrameChoice($0.map { $0 - range.lowerBound }) }
        places = choice == nil ? Array(range) : wanted!
        (self.clip, self.range, self.tools, size) = (clip, range, tools, (view.width, view.height))
        let pipe = try ChildPipe.opened(.reading, for: "decoding", of: clip.path, tools)
        self.pipe = pipe
        let child = Child(
            Self.words(clip, range, choice, places.count, view, tools), adding: Tools.environment,
            output: .descriptor(pipe.childs), errors: .captured(16 << 20), limits: tools.limits)
        tool = try RunningTool(child, tools.ffmpeg, pipes: [pipe])
    }

    private static func words(
        _ clip: Clip, _ range: Range<Int>, _ choice: FrameChoice?, _ count: Int, _ view: View, _ tools: Tools
    ) -> [String] {
        var words =
            [tools.ffmpeg, "-v", "level+info", "-nostats", "-hide_banner"] + Tools.quiet
            + ["-threads", "1", "-f", clip.kind.rawValue]
        if range.lowerBound > 0 {
            // Between two frames, so that no rounding decides; the decoder begins at the key frame before.
            let (before, at) = (clip.times[range.lowerBound - 1], clip.times[range.lowerBound])
            words += ["-ss", seconds(Timeline.ticks(clip.start) + (before + at) / 2)]
        }
        words += ["-i", "file:" + clip.path, "-map", "0:V:0", "-frames:v", "\(count)"]
        // What is wrong is counted in all frames that are decoded, those that are passed over among them.
        var filters = ["showinfo=checksum=0"]
        if let choice { filters.append("select='\(choice.expression)'") }
        let crop = view.crop
        if crop.width != clip.width || crop.height != clip.height || crop.x != 0 || crop.y != 0 {
            filters.append("crop=\(crop.width):\(crop.height):\(crop.x):\(crop.y):exact=1")
        }
        let scale = "scale=\(view.width):\(view.height):flags=bicubic+accurate_rnd+bitexact"
        switch clip.colours {
        case .same where crop.width == view.width && crop.height == view.height: break
        case .planes where crop.width == view.width && crop.height == view.height: break
        case .same: filters.append(scale)
        case .planes(.bt601): filters.append(scale + ":in_range=tv:out_range=tv")
        case .planes: filters.append(scale + ":in_range=pc:out_range=pc")
        case .open: filters.append(scale + ":in_color_matrix=bt709:out_color_matrix=bt709:out_range=tv")
        case .other: filters.append(scale + ":out_color_matrix=bt709:out_range=tv")
        }
        if case .planes = clip.colours {
            filters.append("format=\(clip.pixels)")
        } else {
            filters.append("format=yuv420p")
        }
        words += ["-vf", filters.joined(separator: ","), "-sws_flags", "bicubic+accurate_rnd+bitexact"]
        return words + [
            "-fps_mode", "passthrough", "-threads", "1", "-avioflags", "direct", "-f", "rawvideo", "pipe:1",
        ]
    }

    /// Exact, with six decimals, as ffmpeg takes times.
    static func seconds(_ ticks: Int) -> String {
        let micro = ticks * 1_000_000 / Timeline.second
        let digits = String(micro % 1_000_000)
        return "\(micro / 1_000_000)." + String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// Reads the next frame into `frame`; false when there are no more.
    func next(into frame: VideoFrame) throws(MotionError) -> Bool {
        precondition(frame.width == size.width && frame.height == size.height)
        do throws(ChildPipe.Trouble) {
            guard try pipe.read(into: frame.bytes, patience: tools.patience) == frame.bytes.count else { return false }
            if case .planes(let coding) = clip.colours { frame.recode(from: coding) }
            return true
        } catch {
            tool.end()
            throw .failed(stage: "decoding", path: clip.path, reason: "nothing came for \(tools.patience)")
        }
    }

    /// Frames are not wanted any more. When this returns, the child is gone.
    func stop() {
        tool.end()
        _ = tool.finish(tools)
    }

    /// After the last frame: how many of the range's frames are missing or spoiled, where `seen` were given. Throws when the decoder did not end well by itself.
    func finish(seen: Int) throws(MotionError) -> Int {
        let outcome = tool.finish(tools)
        switch outcome.end {
        case .exited(0): break
        case .exited where seen == 0:
            throw .failed(stage: "decoding", path: clip.path, reason: outcome.complaint)
        // A damaged file ends some decoders; what it gave is counted.
        case .exited: break
        default: throw .failed(stage: "decoding", path: clip.path, reason: outcome.complaint)
        }
        let log = DecodeLog(outcome.said)
        let passed = range.count - places.count
        return log.spoiled + max(0, places.count - seen) + passed - min(passed, max(0, log.frames - seen))
    }
}

/// What a decoder said, in the order in which it happened: a line for each frame that came out, and what was wrong in between.
struct DecodeLog {
    /// Frames that are not as they were recorded: a flaw lasts until the next key frame.
    let spoiled: Int
    let frames: Int

    init(_ text: String) {
        var (spoiled, frames) = (0, 0)
        var (isFlawed, lasts) = (false, false)
        for line in text.split(whereSeparator: \.isNewline) {
            if line.contains("Parsed_showinfo") {
                guard let key = line.firstRange(of: "iskey:") else { continue }
                frames += 1
                if line[key.upperBound...].first == "1" { lasts = false }
                lasts = lasts || isFlawed
                isFlawed = false
                if lasts { spoiled += 1 }
            } else if line.contains("[error]") || line.contains("[fatal]") || line.contains("corrupt") {
                isFlawed = true
            }
        }
        (self.spoiled, self.frames) = (spoiled, frames)
    }
}
