import Files
import Glibc
import Work

/// A WebM file from streams of VP9 in IVF frames, which are numbered anew and packed by a child.
struct WebM {
    let streams: [ScratchFile]
    let passes: Int
    let rate: Int
    /// Ogg; nil: none.
    let sound: ScratchFile?
    let comment: String

    /// 32 bytes of a header, then frames with 12 bytes of size and time each.
    private static let (header, frame) = (32, 12)

    func write(to path: String, tools: Tools) throws(MotionError) {
        let scratch = try filming { try ScratchFile(beside: path) }
        let pipe = try ChildPipe.opened(.writing, for: "packing", of: path, tools)
        // By its descriptor, so that the file can be written at its beginning again when its length is known.
        var words = [tools.ffmpeg, "-v", "error"] + Tools.quiet + ["-f", "ivf", "-i", "pipe:0"]
        if let sound { words += ["-f", "ogg", "-i", "file:/proc/\(getpid())/fd/\(sound.descriptor)"] }
        words += ["-map", "0:v"] + (sound == nil ? [] : ["-map", "1:a"]) + ["-c", "copy"]
        words += [
            "-flags", "+bitexact", "-fflags", "+bitexact", "-metadata", "comment=" + comment, "-f", "webm", "-y",
            "file:/proc/self/fd/1",
        ]
        let tool = try RunningTool(
            Child(
                words, input: .descriptor(pipe.childs), output: .descriptor(scratch.descriptor),
                errors: .captured(1 << 16), limits: tools.limits), tools.ffmpeg, pipes: [pipe])
        do throws(ChildPipe.Trouble) { try feed(pipe, tools) } catch {
            // What it says of its end is the reason.
            if error != .closed { tool.end() }
        }
        pipe.close()
        let outcome = tool.finish(tools)
        guard outcome.end == .exited(0) else { throw .encoding(path, outcome) }
        try filming {
            let length = try scratch.size()
            var offset = 0
            try writeDurably(to: path) { () throws(FilesError) in
                guard offset < length else { return nil }
                let bytes = try scratch.bytes(at: offset, count: min(1 << 20, length - offset))
                offset += bytes.count
                return bytes
            }
        }
    }

    private func feed(_ pipe: ChildPipe, _ tools: Tools) throws(ChildPipe.Trouble) {
        func send(_ bytes: [UInt8]) throws(ChildPipe.Trouble) {
            let result = bytes.withUnsafeBytes { buffer in
                Result { () throws(ChildPipe.Trouble) in try pipe.write(buffer, patience: tools.patience) }
            }
            try result.get()
        }
        var number = 0
        for pass in 0..<passes {
            for (index, stream) in streams.enumerated() {
                guard let length = try? stream.size(), var head = try? stream.bytes(at: 0, count: Self.header) else {
                    return
                }
                if pass == 0, index == 0 {
                    // Time in frames: 1 over the rate.
                    head.replaceSubrange(16..<24, with: Self.little(rate, 4) + Self.little(1, 4))
                    try send(head)
                }
                var offset = Self.header
                while offset + Self.frame <= length, let own = try? stream.bytes(at: offset, count: Self.frame) {
                    let size = own[..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
                    guard let data = try? stream.bytes(at: offset + Self.frame, count: size) else { return }
                    try send(Self.little(size, 4) + Self.little(number, 8) + data)
                    number += 1
                    offset += Self.frame + size
                }
            }
        }
    }

    private static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
