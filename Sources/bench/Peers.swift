internal import Foundation
internal import Work

/// Programs that do a part of the same work, where they are installed. Each gives megapixels a second on a picture of
/// raw RGB, without its start and its files; nil, with a reason, when it cannot.
struct Peers {
    let folder: String
    let width: Int
    let height: Int

    private var megapixels: Double { Double(width * height) / 1e6 }

    /// The keyers of ffmpeg, from pixels to pixels, with despill and overlay.
    func ffmpegKey(_ filter: String, threads: Int) -> Result<Double, Missing> {
        let key = filter == "chromakey" ? "0x38a858:0.12:0.08" : "0x38a858:0.28:0.10"
        let format = filter == "chromakey" ? "yuva444p" : "rgba"
        let overlay = filter == "chromakey" ? "yuv444" : "rgb"
        return ffmpeg(
            inputs: ["guest.rgb", "background.rgb"],
            "[0]format=\(format),\(filter)=\(key),despill=green[f];[1][f]overlay=format=\(overlay),format=rgb24",
            threads: threads)
    }

    func ffmpegTable() -> Result<Double, Missing> {
        ffmpeg(inputs: ["guest.rgb"], "[0]lut3d=\(folder)/look.cube,format=rgb24", threads: 2)
    }

    /// More frames less one frame: what is left is the work.
    private func ffmpeg(inputs: [String], _ graph: String, threads: Int) -> Result<Double, Missing> {
        func wall(_ frames: Int) throws -> Double {
            let sources = inputs.flatMap { name in
                [
                    "-stream_loop", "-1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "\(width)x\(height)", "-i",
                    "\(folder)/\(name)",
                ]
            }
            return try Child.run(
                "ffmpeg",
                ["-v", "error", "-y", "-filter_complex_threads", "\(threads)", "-threads", "\(threads)"] + sources
                    + ["-filter_complex", graph, "-frames:v", "\(frames)", "-f", "rawvideo", "/dev/null"]
            ).wall
        }
        return measured { 10 * megapixels / ((try wall(11) - wall(1)) / 1e3) }
    }

    /// ImageMagick's Hald table, less reading and writing the same picture.
    func imageMagick() -> Result<Double, Missing> {
        let picture = ["-size", "\(width)x\(height)", "-depth", "8", "rgb:\(folder)/guest.rgb"]
        return measured {
            _ = try Child.run("convert", ["hald:6", "\(folder)/hald.ppm"])
            let with = try Child.run(
                "convert", picture + ["\(folder)/hald.ppm", "-hald-clut", "rgb:\(folder)/out.rgb"])
            let without = try Child.run("convert", picture + ["rgb:\(folder)/out.rgb"])
            return megapixels / ((with.wall - without.wall) / 1e3)
        }
    }

    func pillow() -> Result<Double, Missing> {
        let script = """
            import time
            from PIL import Image, ImageFilter
            image = Image.frombytes("RGB", (\(width), \(height)), open("\(folder)/guest.rgb", "rb").read())
            table = ImageFilter.Color3DLUT.generate(33, lambda r, g, b: (r ** .9, g, b ** 1.1))
            times = []
            for _ in range(5):
                start = time.perf_counter()
                image.filter(table)
                times.append(time.perf_counter() - start)
            print(\(width * height) / 1e6 / min(times))
            """
        let python = ProcessInfo.processInfo.environment["PYTHON"] ?? "python3"
        return measured {
            let output = try Child.run(python, ["-c", script]).text
            guard let speed = Double(output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
                throw BenchError.notUnderstood(python, output)
            }
            return speed
        }
    }

    struct Missing: Error { var reason: String }

    private func measured(_ body: () throws -> Double) -> Result<Double, Missing> {
        do {
            let speed = try body()
            return speed > 0 && speed.isFinite ? .success(speed) : .failure(Missing(reason: "the machine is too busy"))
        } catch { return .failure(Missing(reason: "\(error)")) }
    }
}
