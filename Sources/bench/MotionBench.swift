internal import Foundation
internal import Imaging
internal import Terminal
internal import Work

/// Films beside what encoding their finished frames costs by itself: x264 on one thread with the same settings, of ready frames in
/// memory, in the same round. CPU time is that of `render` with all of its children.
struct MotionBench {
    var inputs: Inputs
    var rounds: Int
    var progress: (String) -> Void

    /// 30 captures there and back, under an overlay that covers a quarter of the frame.
    private static let (count, width, height) = (30, 1_920, 1_080)
    private static let encoding = [
        "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-profile:v", "high", "-bf", "0", "-threads", "1",
        "-x264-params", "cpu-independent=1:open-gop=0",
    ]

    var place: String { inputs.folder + "/motion" }

    func run() throws -> String {
        progress("drawing captures and clips")
        try captures()
        try layout("b1", "\"order\": \"boomerang\", \"delay\": 33", Self.width, Self.height)
        let ramp = "[{ \"until\": 2, \"speed\": 2 }, { \"until\": 6, \"speed\": 0.5 }, { \"speed\": 2 }]"
        try layout(
            "s1",
            "\"from\": \"clip\", \"ramp\": \(ramp), \"music\": { \"file\": \"tone.wav\", \"fadeOut\": 1 }",
            Self.height, Self.width)
        try clip()
        let burst = (0..<Self.count).map { "\(place)/\($0).jpg" }
        let frames = try readyFrames("b1", burst)
        let resident = try ResidentFilm(layout: "\(place)/b1")
        let screen = try ScreenRows(bench: self)
        // The same pictures once more: a longer boomerang.
        let forty = (0..<40).map { "\(place)/\($0 % Self.count).jpg" }
        var figures: [String: [Double]] = [:]
        func note(_ row: String, _ figure: Double) { figures[row, default: []].append(figure) }
        for round in 0...rounds {
            progress("round \(round) of \(rounds)")
            let floor = try floor(frames)
            let booth = try resident.make(burst, to: "\(place)/b1.mp4")
            let ours = try render("b1", burst, "b1.mp4")
            let theirs = try careful()
            let spin = try render("s1", ["\(place)/spin.mp4"], "s1.mp4")
            let long = try render("b1", forty, "b40.mp4")
            // The first one warms up.
            guard round > 0 else { continue }
            note("booth", booth.cpu / floor.cpu)
            note("booth wall", booth.wall / floor.wall)
            note("cpu", ours.outcome.cpu / floor.cpu)
            note("wall", ours.outcome.wall / floor.wall)
            note("ms", ours.outcome.cpu)
            note("s1", spin.outcome.cpu / theirs.cpu)
            note("s1 wall", spin.outcome.wall / theirs.wall)
            note("memory b40", long.own)
            note("memory s1", spin.own)
            note("encoder", max(ours.child, spin.child))
            note("overlay", try overlaid())
            note("screen", try screen.cost())
        }
        let (shimmer, edge) = try screen.unrest()
        note("shimmer", shimmer)
        note("edge", edge)
        let rows: [(name: String, key: String, unit: String, goal: String)] = [
            ("B1 boomerang of 30 captures in a booth, CPU", "booth", "x floor", "≤ 1.20"),
            ("B1 in a booth, from 30 files to the film, wall", "booth wall", "x floor's wall", "≤ 0.50"),
            ("B1 as a command, CPU", "cpu", "x floor", ""), ("B1 as a command, wall", "wall", "x floor's wall", ""),
            ("B1, CPU", "ms", "ms", ""),
            ("S1 360 with ramp, overlay, music, CPU", "s1", "x one ffmpeg command", "≤ 1.10"),
            ("S1, wall", "s1 wall", "x one ffmpeg command's", ""),
            ("own memory, B1 of 40 captures", "memory b40", "MB", "≤ 160"),
            ("own memory, S1", "memory s1", "MB", "≤ 160"), ("greatest child", "encoder", "MB", "≤ 220"),
            ("overlay on a 1080p frame", "overlay", "ms", "≤ 0.15"),
            ("green screen, keyer and blend at 1080p", "screen", "x encoding", "≤ 0.70"),
            ("green screen, shimmer of the screen", "shimmer", "x each frame by itself", "≤ 0.50"),
            ("green screen, change at edges", "edge", "x each frame by itself", "≤ 1.01"),
        ]
        let heading = ["films", "median", "min", "max", "", "goal"]
        return Table(
            rows: [heading]
                + rows.map { row in
                    let spread = Spread(figures[row.key]!)!
                    return [
                        row.name, spread.median.fixed(2), spread.min.fixed(2), spread.max.fixed(2), row.unit, row.goal,
                    ]
                }
        ).text + "\n\n" + (try quality(frames))
    }

    // MARK: what is measured

    /// What `render` needed with all of its children, and the most memory that it and the greatest of its children had, MB.
    func render(
        _ layout: String, _ captures: [String], _ name: String
    ) throws -> (outcome: Child.Outcome, own: Double, child: Double) {
        let watch = MemoryWatch("render")
        let outcome = try Child.run(
            Inputs.program("render"),
            ["--layout", "\(place)/\(layout)", "--animation", "\(place)/\(name)", "--force", "--quiet"] + captures)
        let most = watch.most()
        return (outcome, most.own, most.child)
    }

    func floor(_ frames: String, width: Int = width, height: Int = height) throws(BenchError) -> Child.Outcome {
        try Child.run("ffmpeg", raw(frames, width, height) + Self.encoding + ["-f", "null", "-"])
    }

    private func raw(_ frames: String, _ width: Int = width, _ height: Int = height) -> [String] {
        [
            "-v", "error", "-nostdin", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "\(width)x\(height)",
            "-r", "30", "-i", frames,
        ]
    }

    /// Of the overlay of B1 on one frame, ms.
    private func overlaid() throws -> Double {
        let overlay = try VideoOverlay(PictureFile(path: "\(place)/b1/overlay.png").whole())
        let frame = try VideoFrame(width: Self.width, height: Self.height)
        return Clock.processor { for _ in 0..<200 { frame.lay(overlay) } } / 200
    }

    /// What somebody who knows ffmpeg well would write for S1: the overlay is read once, nothing is done twice.
    private func careful() throws(BenchError) -> Child.Outcome {
        let ramp =
            "[0:v]setpts='if(lt(T,2),T/2,if(lt(T,6),1+(T-2)/0.5,9+(T-6)/2))/TB',fps=30[v];"
            + "[v][1:v]overlay=repeatlast=1:format=yuv420,format=yuv420p[o]"
        return try Child.run(
            "ffmpeg",
            [
                "-v", "error", "-nostdin", "-y", "-threads", "1", "-i", "\(place)/spin.mp4", "-i",
                "\(place)/s1/overlay.png", "-i", "\(place)/s1/tone.wav", "-filter_complex", ramp, "-map", "[o]", "-map",
                "2:a", "-af", "afade=t=out:st=9:d=1", "-t", "10",
            ] + Self.encoding + ["-c:a", "aac", "-b:a", "160k", "-movflags", "+faststart", "\(place)/theirs.mp4"])
    }

    /// How near the film comes to its frames.
    private func quality(_ frames: String) throws -> String {
        let outcome = Child(
            ["ffmpeg", "-nostdin", "-i", "\(place)/b1.mp4"] + Array(raw(frames).dropFirst(3))
                + ["-lavfi", "[0:v][1:v]ssim", "-frames:v", "\(2 * Self.count - 2)", "-f", "null", "-"],
            output: .dropped, errors: .captured(1 << 20)
        ).run()
        let said = String(decoding: outcome.errors, as: UTF8.self)
        let ssim = said.range(of: "All:").map { String(said[$0.upperBound...].prefix(6)) } ?? "unknown"
        let bytes = (try FileManager.default.attributesOfItem(atPath: "\(place)/b1.mp4")[.size] as? Int) ?? 0
        // Shorter than three seconds, so that it is played twice.
        return "B1: SSIM \(ssim) (goal 0.967), \(bytes / 2_000) kB a pass (goal 2200)"
    }

    // MARK: what it is measured with

    /// Parts of one capture that wander, as a burst of a camera in the hand does, with grain.
    private func captures() throws {
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let picture = try PictureFile(path: inputs.captures[0])
        let (across, down) = (Double(picture.width) * 0.8, Double(picture.width) * 0.45)
        for number in 0..<Self.count {
            let share = Double(number) / Double(Self.count)
            let region = Region(
                x: (Double(picture.width) - across) * share, y: max(0, Double(picture.height) - down) * (1 - share) / 2,
                width: across, height: down)
            var film = Film()
            (film.grain, film.grainSize, film.seed) = (9, 1, UInt32(number))
            let image = try picture.sampled(region, width: Self.width, height: Self.height).filmed(film)
            let bytes = try image.encoded(as: .jpeg, quality: 88, chroma: .half, metadata: Metadata())
            try Data(bytes).write(to: URL(filePath: "\(place)/\(number).jpg"))
        }
    }

    func layout(_ name: String, _ animation: String, _ width: Int, _ height: Int) throws {
        let folder = "\(place)/\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let json = """
            { "paper": { "width": 300, "height": 200 }, "animation": { "width": \(width), "height": \(height), \(animation),
              "overlays": [{ "picture": "overlay.png" }] } }
            """
        try Data(json.utf8).write(to: URL(filePath: folder + "/layout.json"))
        // A frame whose inner edge is soft: 26 % of the pixels.
        let rim = Double(min(width, height)) * 0.1
        let overlay = try Image(width: width, height: height, bands: 4) { pixels in
            for y in 0..<height {
                for x in 0..<width {
                    let edge = Double(min(x, y, width - 1 - x, height - 1 - y))
                    let alpha = UInt8(max(0, min(255, (rim - edge) * 12)))
                    let at = 4 * (y * width + x)
                    (pixels[at], pixels[at + 1], pixels[at + 2], pixels[at + 3]) = (
                        alpha / 3, alpha / 5, alpha / 2, alpha
                    )
                }
            }
        }
        try Data(overlay.encoded(as: .png, metadata: Metadata())).write(to: URL(filePath: folder + "/overlay.png"))
    }

    /// Eight seconds of an upright camera that turns, 60 frames a second, and a tone.
    private func clip() throws {
        let tone = "\(place)/s1/tone.wav"
        _ = try Child.run(
            "ffmpeg", ["-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", "sine=frequency=330:duration=12", tone])
        let picture = try PictureFile(path: inputs.captures[1])
        let whole = Region(x: 0, y: 0, width: Double(picture.width), height: Double(picture.height))
        let small = try picture.sampled(whole, width: 2_100 * picture.width / picture.height & ~1, height: 2_100)
        try Data(small.encoded(as: .jpeg, quality: 92, metadata: Metadata())).write(
            to: URL(filePath: "\(place)/spin.jpg"))
        _ = try Child.run(
            "ffmpeg",
            [
                "-v", "error", "-nostdin", "-y", "-loop", "1", "-r", "60", "-t", "8", "-i", "\(place)/spin.jpg", "-f",
                "lavfi",
                "-t", "8", "-i", "sine=frequency=220", "-vf",
                "crop=1080:1920:x='(iw-1080)*t/8':y='90+60*sin(t*2)',noise=alls=6:allf=t,format=yuv420p",
                "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "46M", "-g", "60", "-c:a", "aac",
                "\(place)/spin.mp4",
            ])
    }

    /// The finished frames of a film as they go to its encoder: a program in ffmpeg's place keeps them.
    func readyFrames(_ layout: String, _ captures: [String]) throws -> String {
        let (bin, frames) = ("\(place)/bin", "\(place)/\(layout).i420")
        try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
        let script =
            "#!/bin/sh\ncase \"$*\" in *libx264*) cat >>\(frames);; *) PATH=${PATH#*:}; exec ffmpeg \"$@\";; esac\n"
        try Data(script.utf8).write(to: URL(filePath: bin + "/ffmpeg"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: bin + "/ffmpeg")
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        // It fails, since nothing is encoded.
        _ = Child(
            [
                Inputs.program("render"), "--layout", "\(place)/\(layout)", "--animation", "\(place)/none.mp4",
                "--jobs", "1",
            ] + captures, adding: ["PATH": bin + ":" + path]
        ).run()
        return frames
    }
}
