public import Compositor
import Effects
import Files
public import Imaging
import Work

/// Makes what jobs ask for with one template, films among it. What is no film, the template's `Renderer` makes. Any number of threads
/// may share it.
///
///     let studio = try FilmRenderer(template: template, options: options)
///     let result = try studio.render(RenderJob(captures: ["clip.mp4"], animation: "party.mp4"))
public struct FilmRenderer: Sendable {
    public let renderer: Renderer
    public var tools = Tools()
    public var limits = ClipLimits()
    /// Told how many frames there will be, then of each as it is encoded, from any thread.
    public var begins: @Sendable (Int) -> Void = { _ in }
    public var advances: @Sendable () -> Void = {}
    /// Given the poster, if the job asks for one, as soon as its frame is composed: the film itself takes longer.
    public var shows: @Sendable (Image) -> Void = { _ in }

    var template: Template { renderer.template }
    var options: Renderer.Options { renderer.options }

    public init(template: Template, options: Renderer.Options) throws(MotionError) {
        do throws(CompositorError) { renderer = try Renderer(template: template, options: options) } catch {
            throw .compositor(error)
        }
    }

    /// Makes what the job asks for and is not up to date. Nothing is written unless all of it could be made. `recording`: what the
    /// film shows in place of captures; the job's capture is then the file that it was kept in.
    public func render(_ job: RenderJob, recording: Recording? = nil) throws(MotionError) -> RenderResult {
        let clips = recording != nil ? [] : job.captures.filter(Self.isClip)
        guard let path = job.animation,
            Self.isFilm(path) || recording != nil || !clips.isEmpty || template.layout.animation?.moves == true
        else {
            guard job.poster == nil, job.trim == nil else {
                throw .wrongSource(
                    layout: template.layout.name, reason: "has no film to take a poster from or to trim",
                    remedy: "say --animation FILE.mp4")
            }
            guard clips.isEmpty else {
                throw .wrongSource(
                    layout: template.layout.name, reason: "shows pictures on paper, and \(clips[0]) is a video",
                    remedy: "say --animation FILE.mp4 for it")
            }
            return try filming { try renderer.render(job) }
        }
        guard let plan = template.layout.animation else {
            throw .compositor(.noAnimation(layout: template.layout.name))
        }
        guard FilmFormat(path: path) != nil || AnimationFormat(path: path) != nil else {
            throw .compositor(.unknownOutput(path: path, formats: Self.endings))
        }
        var stills = job
        (stills.animation, stills.poster, stills.trim) = (nil, nil, nil)
        let film = try FilmPlan(self, job, plan, to: path, clips: clips, recording: recording)
        var result = RenderResult()
        if job.output != nil {
            result = try filming { try renderer.render(stills, elsewhere: Set(film.composition.captures)) }
        }
        let made = try tools.stoppable(path) { () throws(MotionError) in try film.make() }
        result.outputs += made.outputs
        result.warnings += made.warnings
        result.film = made.film
        return result
    }

    /// What the name of an animation may end in.
    public static let endings = AnimationFormat.allCases.map(\.rawValue) + FilmFormat.allCases.map(\.rawValue)

    private static func isFilm(_ path: String) -> Bool { AnimationFormat(path: path) == nil }

    /// Taken for a video by its first bytes, or by its name, so that a damaged one is an error about a video.
    static func isClip(_ path: String) -> Bool {
        let ending = path.split(separator: "/").last?.split(separator: ".").last?.lowercased() ?? ""
        let endings: Set = ["mp4", "m4v", "mov", "webm", "mkv", "avi", "mts", "m2ts", "ts"]
        return endings.contains(ending) || ClipKind.isClip(path)
    }
}
