import Imaging
import Work

/// Decodes a clip with alpha (WebM of VP8 or VP9, MOV of ProRes or PNG) into pictures.
final class AlphaReader {
    private let clip: Clip
    private let (width, height): (Int, Int)
    private let tools: Tools
    private let pipe: ChildPipe
    private let tool: RunningTool

    init(_ clip: Clip, width: Int, height: Int, tools: Tools) throws(MotionError) {
        (self.clip, self.width, self.height, self.tools) = (clip, width, height, tools)
        let pipe = try ChildPipe.opened(.reading, for: "decoding", of: clip.path, tools)
        self.pipe = pipe
        // ffmpeg's own decoders of these leave the alpha out.
        let decoder = ["vp8": ["-c:v", "libvpx"], "vp9": ["-c:v", "libvpx-vp9"]][clip.codec] ?? []
        let words =
            [tools.ffmpeg, "-v", "error"] + Tools.quiet + decoder + [
                "-f", clip.kind.rawValue, "-i", "file:" + clip.path,
            ]
            + ["-map", "0:V:0", "-vf", "scale=\(width):\(height):flags=bicubic+accurate_rnd+bitexact,format=rgba"]
            + ["-fps_mode", "passthrough", "-enc_time_base", "-1", "-f", "rawvideo", "pipe:1"]
        tool = try RunningTool(
            Child(
                words, output: .descriptor(pipe.childs), errors: .captured(1 << 16), limits: tools.limits),
            tools.ffmpeg, pipes: [pipe])
    }

    /// Premultiplied, 4 bands; nil when there are no more.
    func next() throws(MotionError) -> Image? {
        var count = 0
        var trouble: ChildPipe.Trouble?
        let (width, height, pipe, patience) = (width, height, pipe, tools.patience)
        let image = try filming {
            try Image(width: width, height: height, bands: 4) { (pixels) throws(ImagingError) in
                do throws(ChildPipe.Trouble) {
                    count = try pipe.read(into: UnsafeMutableRawBufferPointer(pixels), patience: patience)
                } catch {
                    trouble = error
                }
                for at in stride(from: 0, to: count - 3, by: 4) {
                    let alpha = Int(pixels[at + 3])
                    for band in at..<at + 3 { pixels[band] = UInt8((Int(pixels[band]) * alpha + 127) / 255) }
                }
            }
        }
        if trouble != nil {
            throw .failed(stage: "decoding", path: clip.path, reason: "nothing came for \(tools.patience)")
        }
        return count == width * height * 4 ? image : nil
    }
}
