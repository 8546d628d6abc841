internal import Effects
internal import Foundation
internal import Imaging
import Work

/// A slot of 1200 x 1800 and a frame of live view with guests cut out by the model that is installed: wall clock on all cores, from the
/// picture in its size to the one before another background, model included.
struct CutOutRows {
    let folder: String
    let rounds: Int
    let progress: (String) -> Void

    /// A figure with hair before a room of stripes and lamps.
    private func guest(_ width: Int, _ height: Int) throws -> Image {
        var noise = UInt32(7)
        return try Image(width: width, height: height, bands: 3) { pixels in
            for y in 0..<height {
                for x in 0..<width {
                    let scale = 1_200 / Double(min(width, height))
                    let (dx, dy) = (
                        (Double(x) - Double(width) / 2) * scale, (Double(y) - Double(height) / 2) * scale + 900
                    )
                    let head = 190 - hypot(dx, (dy - 520) * 0.8)
                    let body = min(330 - abs(dx), dy - 760)
                    let cover = min(1, max(0, max(head, body) / (4 + 20 * abs(sin(dy / 7))) + 0.5))
                    noise = noise &* 1_664_525 &+ 1_013_904_223
                    let room = 120 + 60 * sin(Double(x) / 90) + 20 * sin(Double(y) / 35)
                    let subject = dy < 430 ? [50.0, 36, 30] : dy < 760 ? [205, 160, 130] : [120, 40, 60]
                    for (band, tint) in [0.9, 1, 1.1].enumerated() {
                        let level = subject[band] * cover + room * tint * (1 - cover) + Double(noise >> 24) / 32 - 4
                        pixels[(y * width + x) * 3 + band] = UInt8(min(max(level, 0), 255))
                    }
                }
            }
        }
    }

    func findings() throws -> [Finding] {
        guard let call = try? EffectCall(parsing: "cut-out:colour=#3060a0"), let effect = try? call.prepared() else {
            return [Finding(skipped: "cut-out", "Cut-out", "no model is installed; scripts/models does it")]
        }
        let cores = ProcessInfo.processInfo.activeProcessorCount
        var (still, live): ([Double], [Double]) = ([], [])
        let (slot, frame) = (try guest(1_200, 1_800), try guest(960, 640))
        let view = LiveEffects([effect])
        for round in 0...max(rounds, 3) {
            progress("cut-out, round \(round)")
            var context = EffectContext(side: 1_200)
            context.threads = cores
            let slots = try Self.milliseconds { _ = try effect.applied(to: slot, in: context) }
            let frames = try Self.milliseconds { for _ in 0..<5 { _ = try view.applied(to: frame) } } / 5
            guard round > 0 else { continue }
            still.append(slots)
            live.append(frames)
        }
        return [
            Finding("cut-out", "Cut-out of a slot of 1200x1800", still, .milliseconds, goal: 250),
            Finding("cut-out", "Cut-out of a live frame of 960x640", live, .milliseconds, goal: 200),
        ].compactMap { $0 }
    }

    private static func milliseconds(_ body: () throws -> Void) rethrows -> Double {
        let began = ContinuousClock.now
        try body()
        return (ContinuousClock.now - began) / .milliseconds(1)
    }
}
