import Compositor
import Foundation
import Imaging

/// A folder for one test, which goes with it: a layout as JSON, pictures as PNG.
final class Scratch {
    let folder: String
    /// Where the layout and its pictures are.
    let layoutFolder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "boothkit-\(UUID().uuidString)").path
        layoutFolder = folder + "/layouts/test"
        try FileManager.default.createDirectory(atPath: layoutFolder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// A file in the test's folder, or below it.
    @discardableResult
    func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        let path = folder + "/" + name
        try FileManager.default.createDirectory(
            at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    /// A capture.
    @discardableResult
    func capture(_ name: String, _ image: Image, takenAt: CaptureTime? = nil) throws -> String {
        let format = StillFormat(path: name) ?? .png
        return try write(name, image.encoded(as: format, quality: 100, metadata: Metadata(takenAt: takenAt)))
    }

    /// A picture of the layout.
    func art(_ name: String, _ image: Image) throws {
        try write("layouts/test/" + name, image.encoded(as: .png, metadata: Metadata()))
    }

    var library: LayoutLibrary { LayoutLibrary(folders: [folder + "/layouts", Project.layouts]) }

    func layout(_ json: String) throws -> Layout {
        try write("layouts/test/layout.json", json.utf8)
        return try library.layout(layoutFolder)
    }

    /// The members of a layout on a paper of `width` × `height` px at 300 dpi, with the bleed given.
    func layout(_ width: Int, _ height: Int, bleed: Int = 0, _ members: String) throws -> Layout {
        let paper = #""paper": { "width": \#(width), "height": \#(height), "dpi": 300, "bleed": \#(bleed) }"#
        return try layout("{ \(paper), \(members) }")
    }

    /// The captures as PNG files, all placed.
    func composition(
        _ layout: Layout, _ captures: [Image] = [], parts: Composition.Parts = .finalPhoto, values: Values = Values(),
        workers: Int = 1
    ) throws -> Composition {
        let composition = try Composition(
            template: Template(layout), parts: parts, captures: captures.count, values: values)
        try composition.place(pictures(captures), workers: workers)
        return composition
    }

    /// The files of captures, by their numbers.
    func pictures(_ captures: [Image]) throws -> [Int: PictureFile] {
        var pictures: [Int: PictureFile] = [:]
        for (index, image) in captures.enumerated() {
            pictures[index + 1] = try PictureFile(path: capture("\(index + 1).png", image))
        }
        return pictures
    }

    /// The canvas, bleed included.
    func canvas(_ layout: Layout, _ captures: [Image] = [], values: Values = Values()) throws -> Raster {
        try Raster(composition(layout, captures, values: values).canvas())
    }
}

/// What of the project the tests read.
enum Project {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let layouts = root + "/layouts"
}
