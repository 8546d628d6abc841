import Foundation
import Imaging

/// A picture with gradients, edges and a little noise; four bands are clear in the lower half, with translucent steps
/// between.
func scene(width: Int, height: Int, bands: Int = 3, seed: Int = 0) throws -> Image {
    try Image(width: width, height: height, bands: bands) { pixels in
        var noise = UInt32(truncatingIfNeeded: seed &* 2_654_435_761 | 1)
        for y in 0..<height {
            for x in 0..<width {
                noise = noise &* 1_664_525 &+ 1_013_904_223
                let grain = Int(noise >> 30)
                let disc =
                    (x - width / 2) * (x - width / 2) + (y - height / 3) * (y - height / 3) < height * height / 16
                let colour = [
                    x * 200 / width + grain, y * 200 / height + grain, (disc ? 160 : 40) + (seed * 17) % 60 + grain,
                ]
                let alpha = y * 2 < height ? 255 : y * 4 < height * 3 ? 96 : 0
                let at = (y * width + x) * bands
                for band in 0..<min(bands, 3) { pixels[at + band] = UInt8(colour[band]) }
                if bands == 4 {
                    for band in 0..<3 { pixels[at + band] = UInt8(colour[band] * alpha / 255) }
                    pixels[at + 3] = UInt8(alpha)
                }
            }
        }
    }
}

/// Bytes in a file of their own, which is there for the time of `body`.
func withFile<Result>(_ bytes: [UInt8], _ name: String, _ body: (String) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString)-\(name)").path
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

/// libvips' command line tools: another program than the one under test.
enum VipsTool {
    static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/vips")

    /// The decoded samples of a file; options such as `[n=-1]` go behind its name.
    static func pixels(_ bytes: [UInt8], _ name: String, options: String = "") throws -> [UInt8] {
        try withFile(bytes, name) { path in
            let raw = path + ".raw"
            defer { try? FileManager.default.removeItem(atPath: raw) }
            _ = try run("/usr/bin/vips", ["rawsave", path + options, raw])
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: raw)))
        }
    }

    /// Width, height, bands and metadata, as `vipsheader -a` prints them.
    static func header(_ bytes: [UInt8], _ name: String, options: String = "") throws -> [String: String] {
        try withFile(bytes, name) { path in
            let lines = try run("/usr/bin/vipsheader", ["-a", path + options]).split(separator: "\n").dropFirst()
            return lines.reduce(into: [:]) { fields, line in
                let parts = line.split(separator: ":", maxSplits: 1)
                if parts.count == 2 { fields[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces) }
            }
        }
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return String(decoding: text, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Where `text` stands in the bytes.
    func position(of text: String) -> Int? {
        let wanted = Array(text.utf8)
        return indices.first { self[$0...].starts(with: wanted) }
    }

    func contains(_ text: String) -> Bool { position(of: text) != nil }

    /// The greatest and the mean difference of samples.
    func difference(from other: [UInt8]) -> (greatest: Int, mean: Double) {
        let differences = zip(self, other).map { abs(Int($0) - Int($1)) }
        guard count == other.count, let greatest = differences.max() else { return (255, 255) }
        return (greatest, Double(differences.reduce(0, +)) / Double(differences.count))
    }
}
