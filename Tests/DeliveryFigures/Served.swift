import Foundation
import Rigs

/// A far side that is a process of its own, so that its memory and its threads are not ours.
final class Served {
    private let process = Process()
    private let input = Pipe()
    let base: String
    var port: Int { Int(base.dropLast().split(separator: ":").last ?? "") ?? 0 }

    init(_ way: String) throws {
        let output = Pipe()
        (process.executableURL, process.arguments) = (
            URL(filePath: "/proc/self/exe").resolvingSymlinksInPath(), ["far-side", way]
        )
        (process.standardInput, process.standardOutput) = (input, output)
        try process.start()
        let line = output.fileHandleForReading.availableData
        base = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// What the other process does.
    static func serve(_ way: String) throws {
        let far = way == "silent" ? try FarSide(bodies: .unread) { _, _ in .silence } : try FarSide(bodies: .dropped)
        try FileHandle.standardOutput.write(contentsOf: Data(far.base.utf8))
        while !FileHandle.standardInput.availableData.isEmpty {}
        withExtendedLifetime(far) {}
        exit(0)
    }
}
