internal import Compositor
internal import Foundation
internal import Motion

/// Films in a process that stays, as a booth makes them: the layout is ready, and the encoder's version known.
struct ResidentFilm {
    private let studio: FilmRenderer

    /// `layout` is a folder.
    init(layout: String) throws {
        var options = Renderer.Options()
        (options.workers, options.force) = (ProcessInfo.processInfo.activeProcessorCount, true)
        studio = try FilmRenderer(template: Template(LayoutLibrary(folders: []).layout(layout)), options: options)
    }

    /// From the captures' files to the film: CPU time of this process and of its children, and wall clock, ms.
    func make(_ captures: [String], to path: String) throws -> (cpu: Double, wall: Double) {
        let (cpu, wall) = (Clock.withChildren(), Clock.wall())
        _ = try studio.render(RenderJob(captures: captures, animation: path))
        return (Clock.withChildren() - cpu, Clock.wall() - wall)
    }
}
