import Foundation
import Glibc
import Sessions

/// What it takes to keep a picture that lies in Captures/ already: read and written again, or linked into its place. The file is
/// staged beforehand each time, as a camera's process does it.
struct Keeping {
    let folder: EventFolder
    let count: Int
    private static let size = 8 << 20

    func run() async throws {
        let record = try EventRecord.create(settings(), workflow: .standard, in: folder)
        let session = try await record.start(.init(workflow: .standard))
        var (copied, linked): ([Cost], [Cost]) = ([], [])
        for number in 0..<count {
            let first = try stage("\(number)-copied")
            copied.append(
                try await Cost.of {
                    let bytes = [UInt8](try Data(contentsOf: URL(filePath: first)))
                    _ = try await record.keep(
                        NewCapture(bytes: bytes, fileExtension: "jpg", source: "camera"), in: session.id)
                    unlink(first)
                })
            let second = StagedCapture(at: try stage("\(number)-linked"), fileExtension: "jpg", source: "camera")
            linked.append(try await Cost.of { _ = try await record.keep(file: second, in: session.id) })
        }
        _ = try await record.end(.stop)
        print("8 MiB read and written again: \(Cost.median(copied))")
        print("8 MiB linked into its place: \(Cost.median(linked))")
    }

    private func stage(_ name: String) throws -> String {
        let path = folder.path + "/Captures/.capture-\(name).part"
        var bytes = [UInt8](repeating: 0, count: Self.size)
        var generator = SystemRandomNumberGenerator()
        for index in stride(from: 0, to: bytes.count, by: 512) {
            bytes[index] = .random(in: 0...255, using: &generator)
        }
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }
}

/// Time by the clock and by the processor.
struct Cost: CustomStringConvertible {
    var wall: Duration
    var processor: Duration

    static func of(_ body: () async throws -> Void) async throws -> Cost {
        let before = used()
        let wall = try await ContinuousClock().measure { try await body() }
        return Cost(wall: wall, processor: used() - before)
    }

    static func median(_ costs: [Cost]) -> Cost {
        let middle = costs.count / 2
        return Cost(wall: costs.map(\.wall).sorted()[middle], processor: costs.map(\.processor).sorted()[middle])
    }

    var description: String { "\(wall), of that \(processor) of processor time" }

    private static func used() -> Duration {
        var usage = rusage()
        getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        let times = [usage.ru_utime, usage.ru_stime]
        return times.map { .seconds($0.tv_sec) + .microseconds($0.tv_usec) }.reduce(.zero, +)
    }
}
