internal import Compositor
internal import Effects
internal import Files
internal import Foundation
internal import Imaging

/// What a booth keeps while it waits for guests: a layout made ready, its pictures decoded. All calls into the library
/// that is measured stand in this file.
struct Resident {
    private let template: Template
    private let renderer: Renderer
    private let workers = ProcessInfo.processInfo.activeProcessorCount

    /// `layout` is a folder.
    init(layout: String) throws {
        var options = Renderer.Options()
        (options.workers, options.force) = (workers, true)
        template = try Template(LayoutLibrary(folders: []).layout(layout))
        renderer = try Renderer(template: template, options: options)
    }

    /// A session from its captures' files to the finished file, picture or animation.
    func render(_ captures: [String], to output: String, effects: [EffectCall] = []) throws {
        let moving = output.hasSuffix(".gif")
        let job = RenderJob(
            captures: captures, output: moving ? nil : output, animation: moving ? output : nil, effects: effects)
        _ = try renderer.render(job)
    }

    /// Places all captures but the last.
    func allButLast(_ captures: [String]) throws -> Rest {
        var values = Values()
        let pictures = try captures.dropLast().map { try PictureFile(path: $0) }
        values.moment = pictures.first?.takenAt
        let composition = try Composition(template: template, captures: captures.count, values: values)
        for (index, picture) in pictures.enumerated() { try composition.place(picture, as: index + 1) }
        return Rest(composition: composition, capture: captures[captures.count - 1], number: captures.count)
    }

    /// A session that waits for its last capture.
    struct Rest {
        fileprivate let composition: Composition
        let capture: String
        let number: Int

        /// From the file that lands to the finished FinalPhoto.
        func finish(to output: String) throws {
            try composition.place(PictureFile(path: capture), as: number)
            let (layout, moment) = (composition.template.layout, composition.values.moment)
            let metadata = Metadata(dpi: layout.paper.dpi, profile: .sRGB, takenAt: moment)
            let bytes = try composition.finalPhoto().encoded(
                as: .jpeg, quality: layout.output.quality, chroma: layout.output.chroma, metadata: metadata)
            try writeDurably(bytes, to: output)
        }
    }
}
