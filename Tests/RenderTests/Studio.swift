import Foundation
import Imaging

/// A folder of a test's own with captures and a layout in it, gone when the test is.
final class Studio: Sendable {
    let folder: String

    /// Captures `1.jpg`, `2.jpg`, and the layout `duo` that shows both.
    init() throws {
        let made = FileManager.default.temporaryDirectory.appending(path: "render-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        folder = made.path
        for (index, bytes) in try Self.captures.get().enumerated() { try write(bytes, "\(index + 1).jpg") }
        try write(Layouts.duo, "duo/layout.json")
        try write(Samples.overlay(), "duo/frame.png")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private static let captures = Result {
        try [1, 2].map { try Samples.capture(seed: $0, takenAt: "2026:06:14 20:15:0\($0)") }
    }

    func path(_ name: String) -> String { folder + "/" + name }

    /// Makes the folders that it needs.
    func write(_ bytes: [UInt8], _ name: String) throws {
        let file = URL(filePath: path(name))
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    func write(_ text: String, _ name: String) throws { try write(Array(text.utf8), name) }

    func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path(name)))) }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    /// Everything in the folder, hidden files too, but not what was there from the start.
    func leftovers() throws -> [String] {
        let start: Set = ["1.jpg", "2.jpg", "duo", "duo/layout.json", "duo/frame.png"]
        return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { !start.contains($0) }.sorted()
    }

    func copy(_ name: String, to other: String) throws { try write(read(name), other) }

    /// A set of two captures.
    func makeSet(_ name: String) throws {
        try copy("1.jpg", to: name + "/1.jpg")
        try copy("2.jpg", to: name + "/2.jpg")
    }

    func render(_ arguments: String..., environment: [String: String] = [:], input: String = "") throws -> Program.Run {
        try Program.run(arguments, in: self, environment: environment, input: input)
    }

    func render(_ arguments: [String], environment: [String: String] = [:], input: String = "") throws -> Program.Run {
        try Program.run(arguments, in: self, environment: environment, input: input)
    }

    /// The whole picture, decoded.
    func picture(_ name: String) throws -> Image { try PictureFile(path: path(name)).whole() }
}

enum Layouts {
    /// Two captures beside each other, one of them turned, with texts, an overlay and an animation.
    static let duo = """
        {
          "paper": { "width": 240, "height": 160, "bleed": 8, "dpi": 100 },
          "background": { "colour": "#204060" },
          "slots": [
            { "x": 10, "y": 10, "w": 100, "h": 110, "shadow": {} },
            { "x": 125, "y": 14, "w": 100, "h": 100, "rotation": 5, "shape": "rounded", "radius": 12 }
          ],
          "overlays": [{ "picture": "frame.png", "area": "canvas" }],
          "texts": [
            { "text": "{event.name|Party} {value.table}", "x": 10, "y": 125, "w": 220, "h": 15, "colour": "#ffffff" },
            { "text": "{date:d MMMM yyyy, HH:mm}", "x": 10, "y": 142, "w": 220, "h": 12, "colour": "#ffffff" }
          ],
          "animation": { "width": 64, "height": 48, "delay": 200 }
        }
        """

    /// A layout of 240 by 160 pixels with one slot and `more` keys.
    static func single(_ more: String = "") -> String {
        """
        {"paper": {"width": 240, "height": 160}, "slots": [{"x": 0, "y": 0, "w": 240, "h": 160}]\(more.isEmpty ? "" : ", ")\(more)}
        """
    }
}
