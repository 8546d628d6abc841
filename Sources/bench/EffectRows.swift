internal import Effects
internal import Faults
internal import Foundation
internal import Imaging
import Work

/// Keying and looks on 6 megapixels, pixels in to pixels out, beside programs that do the like on the same picture.
struct EffectRows {
    let folder: String
    let rounds: Int
    let progress: (String) -> Void

    private static let (width, height) = (3_000, 2_000)
    private var megapixels: Double { Double(Self.width * Self.height) / 1e6 }
    private var peers: Peers { Peers(folder: folder, width: Self.width, height: Self.height) }

    /// A portrait with soft edges before a screen that is lit from one side, and what is to be behind it.
    private func pictures() throws -> (guest: Image, background: Image) {
        let (width, height) = (Self.width, Self.height)
        var noise = UInt32(7)
        func grain() -> Double {
            noise = noise &* 1_664_525 &+ 1_013_904_223
            return Double(noise >> 24) / 32 - 4
        }
        let guest = try Image(width: width, height: height, bands: 3) { pixels in
            for y in 0..<height {
                for x in 0..<width {
                    let (dx, dy) = (Double(x) - 1_500, Double(y))
                    let head = 330 - hypot(dx, (dy - 700) * 0.8)
                    let body = min(650 - abs(dx), dy - 1_050)
                    let cover = min(1, max(0, max(head, body) / (12 + 30 * abs(sin(dy / 23))) + 0.5))
                    let light = 0.9 + 0.3 * Double(x) / Double(width)
                    let grain = grain()
                    let subject = dy < 1_050 ? [205.0, 160, 130] : [120, 40, 60]
                    for (band, key) in [56.0, 168, 88].enumerated() {
                        let level = subject[band] * cover + key * light * (1 - cover) + grain
                        pixels[(y * width + x) * 3 + band] = UInt8(min(max(level, 0), 255))
                    }
                }
            }
        }
        let background = try Image(width: width, height: height, bands: 3) { pixels in
            for place in pixels.indices { pixels[place] = UInt8((place / 3 % width / 12 + place / 9_000 / 10) & 255) }
        }
        for (image, name) in [(guest, "guest"), (background, "background")] {
            let bytes = try image.withPixels { Data($0) }
            _ = FileManager.default.createFile(atPath: "\(folder)/\(name).rgb", contents: bytes)
        }
        return (guest, background)
    }

    func keying() throws -> [Finding] {
        let (guest, background) = try pictures()
        // First of all: what later runs give back, the allocator keeps.
        let before = Peak.reset()
        let made = try ScreenKey(guest).composited(over: background)
        let extra = (Peak.now() - before) * 1e6 - Double(made.width * made.height * 3)
        let share = extra / (megapixels * 1e6 * 12)
        var findings = [Finding("key", "Key 6 MP, memory of a float picture", [share], .share, goal: 0.12)].compactMap {
            $0
        }
        // Goals with vectors of 256 bits, and without.
        let goals = [KernelLevel.avx2: [100.0, 180], .portable: [60, 110]]
        for threads in [1, 2] {
            var fastest = 0.0
            for level in KernelLevel.allCases.reversed() {
                let name = "Key 6 MP, \(level), \(counted(threads, "thread"))"
                progress(name)
                let speeds = KernelLevel.at(level) {
                    self.speeds {
                        _ = try ScreenKey(guest, threads: threads).composited(over: background)
                    }
                }
                guard let speeds else { continue }
                findings += [Finding("key", name, speeds, .speed, goal: goals[level]![threads - 1])].compactMap { $0 }
                fastest = max(fastest, Spread(speeds)?.median ?? 0)
            }
            for filter in ["chromakey", "colorkey"] {
                progress("ffmpeg \(filter), \(threads) threads")
                findings += against("key", "ffmpeg \(filter) + despill", fastest, 2.5) {
                    peers.ffmpegKey(filter, threads: threads)
                }
            }
        }
        return findings
    }

    func tables() throws -> [Finding] {
        let (guest, _) = try pictures()
        let cube = "\(folder)/look.cube"
        let levels = (0...32).map { pow(Double($0) / 32, 0.9).fixed(5) }
        let lines = (0..<33 * 33 * 33).map { "\(levels[$0 % 33]) \(levels[$0 / 33 % 33]) \(levels[$0 / 1_089])" }
        try? ("LUT_3D_SIZE 33\n" + lines.joined(separator: "\n") + "\n")
            .write(toFile: cube, atomically: false, encoding: .utf8)
        var findings: [Finding] = []
        var fastest = 0.0
        let looks = ["black-and-white", "sepia", "warm", "cool", "high-key", "cinematic", "pop-art"]
        for call in try looks.map({ try EffectCall(name: $0) })
            + [EffectCall(name: "lut", parameters: ["file": cube])]
        {
            progress(call.name)
            let effect = try call.prepared()
            // Two captures at a time, as two cores treat them.
            let speeds = speeds(pictures: 2) {
                _ = try effect.applied(to: guest, in: EffectContext(side: Double(Self.height)))
            }
            findings += [Finding("look", "Look \(call.name), two cores", speeds, .speed, goal: 150)].compactMap { $0 }
            fastest = Spread(speeds)?.median ?? 0
        }
        for (name, peer) in [
            ("ImageMagick -hald-clut", peers.imageMagick), ("Pillow Color3DLUT", peers.pillow),
            ("ffmpeg lut3d", peers.ffmpegTable),
        ] {
            progress(name)
            findings += against("look", name, fastest, 1, peer)
        }
        return findings
    }

    /// How many times as fast as a peer; what is not there is said and left out.
    private func against(
        _ key: String, _ name: String, _ own: Double, _ goal: Double, _ peer: () -> Result<Double, Peers.Missing>
    ) -> [Finding] {
        switch peer() {
        case .success(let speed):
            [Finding(key, "  ahead of \(name), \(speed.fixed(0)) MP/s", [own / speed], .ahead, goal: goal)]
                .compactMap { $0 }
        case .failure(let missing): [Finding(skipped: key, "  \(name)", missing.reason)]
        }
    }

    /// MP/s of each round, by the wall clock; the first round warms up.
    private func speeds(pictures: Int = 1, _ work: @Sendable () throws -> Void) -> [Double] {
        (0...max(rounds, 3)).map { _ in
            let began = Clock.wall()
            concurrently(pictures, workers: pictures) { _ in try? work() }
            return Double(pictures) * megapixels / ((Clock.wall() - began) / 1e3)
        }.dropFirst().map { $0 }
    }
}

/// The greatest resident set of this process since it was last forgotten, MB.
enum Peak {
    /// Forgets it (5 to clear_refs, Linux 4.0), and gives what is resident.
    static func reset() -> Double {
        try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
        return now()
    }

    static func now() -> Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
        return line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) }.map { $0 * 1024 / 1e6 } ?? 0
    }
}
