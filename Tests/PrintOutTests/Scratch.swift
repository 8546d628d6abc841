import Foundation
import Rigs
import Work

@testable import Imaging
@testable import PrintOut

/// Folders and pictures for tests.
enum Scratch {
    static let root: String = {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "boothkit-printout-\(UUID().uuidString.prefix(8))")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(atPath: Scratch.root) }
        return folder.path
    }()

    static func file(_ name: String) -> String { "\(root)/\(name)" }
    static func folder() -> String { "\(root)/\(UUID().uuidString)" }

    static func desk(limits: PrintLimits = PrintLimits()) throws -> PrintDesk {
        PrintDesk(ledger: try .folder(folder()), limits: limits, time: .ofTest)
    }

    /// Noise, every row another part of it, so that a shift by one pixel, a flip or a resampling shows.
    static func picture(width: Int, height: Int) throws -> Image {
        try Image(width: width, height: height, bands: 3) { samples in
            for row in 0..<height {
                let start = row * 41 % (noise.count - width * 3)
                noise.withUnsafeBufferPointer {
                    (samples.baseAddress! + row * width * 3).update(from: $0.baseAddress! + start, count: width * 3)
                }
            }
        }
    }

    private static let noise: [UInt8] = {
        var state: UInt32 = 2_463_534_242
        return (0..<65_536).map { _ in
            state ^= state << 13
            state ^= state >> 17
            state ^= state << 5
            return UInt8(truncatingIfNeeded: 64 + (state >> 8) % 128)
        }
    }()

    /// sRGB with red and green in each other's place: easy to see, and still a profile.
    static let swappedProfile: [UInt8] = {
        var profile = SRGBProfile.bytes
        let places = ["rXYZ", "gXYZ"].map { name in
            profile.indices.first { profile[$0...].starts(with: Array(name.utf8)) }! + 4
        }
        for index in 0..<4 { profile.swapAt(places[0] + index, places[1] + index) }
        return profile
    }()

    static func jpeg(width: Int, height: Int, quality: Int = 90) throws -> [UInt8] {
        try picture(width: width, height: height).encoded(as: .jpeg, quality: quality, metadata: Metadata())
    }

    static func jpegFile(width: Int, height: Int) throws -> String {
        let path = file("\(width)x\(height)-\(UUID().uuidString.prefix(8)).jpg")
        try Data(jpeg(width: width, height: height)).write(to: URL(filePath: path))
        return path
    }
}

extension PrintDesk {
    /// Takes on and follows in one go.
    func print(
        _ id: PrintID, _ document: [UInt8], to destination: Destination, deadline: Double = 60,
        report: @escaping @Sendable (PrintRecord) -> Void = { _ in }
    ) async throws(PrintError) -> PrintRecord {
        _ = try await accept(PrintOrder(id: id, document: document), for: destination)
        return try await follow(id, to: [destination], deadline: deadline, report: report)
    }
}
