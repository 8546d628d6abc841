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
    private let beginning: Beginning

    /// Where the range begins, as the decoder tells its frames apart.
    ///
    ///      key frame      key frame      range
    ///          |              |            |
    ///     -----K--------------K------------[==========]---
    ///          ^ sought       ^ what was wrong before it is over
    ///
    /// A decoder that begins at a key frame may lack what the frames just before it refer to, so that it begins at the one before.
    enum Beginning: Equatable {
        /// From the first frame of the file.
        case whole
        /// From so many frames on.
        case number(Int)
        /// From so many seconds after what is sought on, which is in seconds too; nil: nothing is sought.
        case time(Double, sought: Double?)

        init(_ clip: Clip, at place: Int) {
            guard place > 0 else {
                self = .whole
                return
            }
            guard clip.isTimed else {
                self = .number(place)
                return
            }
            // Between two frames, so that no rounding decides.
            func moment(_ place: Int) -> Double {
                let middle = (clip.times[place - 1] + clip.times[place]) / 2
                return clip.start + Double(middle) / Double(Timeline.second)
            }
            let keys = clip.keys.prefix { $0 <= place }
            // A stream of packets is sought by its times, which lands somewhere near.
            let margin = clip.kind == .mpegts ? 1.0 : 0.0
            guard keys.count > 1, let key = keys.dropLast().last, key > 0, moment(key) > margin else {
                self = .time(moment(place), sought: nil)
                return
            }
            let sought = moment(key) - margin
            self = .time(moment(place) - sought, sought: sought)
        }
    }

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
        beginning = Beginning(clip, at: range.lowerBound)
        let child = Child(
            Self.words(clip, beginning, choice, places.count, view, tools), adding: Tools.environment,
            output: .descriptor(pipe.childs), errors: .captured(16 << 20), limits: tools.limits)
        tool = try RunningTool(child, tools.ffmpeg, pipes: [pipe])
    }

    private static func words(
        _ clip: Clip, _ beginning: Beginning, _ choice: FrameChoice?, _ count: Int, _ view: View, _ tools: Tools
    ) -> [String] {
        var words =
            [tools.ffmpeg, "-v", "level+info", "-nostats", "-hide_banner"] + Tools.quiet
            + ["-threads", "1", "-f", clip.kind.rawValue]
        // What is wrong is counted in all frames that are decoded, those that are passed over among them.
        var filters = ["showinfo=checksum=0"]
        switch beginning {
        case .whole: break
        case .number(let number): filters.append("select='gte(n,\(number))'")
        case .time(let time, let sought):
            if let sought { words += ["-noaccurate_seek", "-ss", seconds(sought)] }
            filters.append("select='gte(t,\(seconds(time)))'")
        }
        words += ["-i", "file:" + clip.path, "-map", "0:V:0", "-frames:v", "\(count)"]
        if let choice { filters.append("select='\(choice.expression)'") }
        if clip.isInterlaced { filters.append("bwdif=mode=send_frame:deint=interlaced") }
        if clip.isStretched {
            filters.append("scale=\(clip.width):\(clip.height):flags=bicubic+accurate_rnd+bitexact")
        }
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
        // Times as exact as the file's, since a rate that is guessed wrongly lets two frames fall together, which ffmpeg complains of.
        words += ["-fps_mode", "passthrough", "-enc_time_base", "-1"]
        return words + ["-threads", "1", "-avioflags", "direct", "-f", "rawvideo", "pipe:1"]
    }

    private static func seconds(_ time: Double) -> String { seconds(ticks: Timeline.ticks(time)) }

    /// Exact, with six decimals, as ffmpeg takes times.
    static func seconds(ticks: Int) -> String {
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
        let log = DecodeLog(outcome.said, from: beginning)
        let passed = range.count - places.count
        return log.spoiled + max(0, places.count - seen) + passed - min(passed, max(0, log.frames - seen))
    }
}
