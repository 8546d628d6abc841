import Compositor
import Effects
import Files
import Imaging

/// One film that a job asks for: its source is opened, its content hash known, nothing of it made yet.
struct FilmPlan {
    let studio: FilmRenderer
    let job: RenderJob
    let plan: AnimationPlan
    let path: String
    let source: FrameSource
    let composition: Composition
    let timeline: Timeline
    let warnings: [String]
    private let captures: Int

    init(
        _ studio: FilmRenderer, _ job: RenderJob, _ plan: AnimationPlan, to path: String, clips: [String],
        recording: Recording?
    ) throws(MotionError) {
        (self.studio, self.job, self.plan, self.path) = (studio, job, plan, path)
        for place in [path, job.poster].compactMap({ $0 }) {
            try filming {
                try studio.renderer.checkPlace(place, captures: job.captures, writing: !studio.options.dryRun)
            }
        }
        if let poster = job.poster, StillFormat(path: poster) == nil {
            throw .compositor(.unknownOutput(path: poster, formats: ["jpg", "png", "webp"]))
        }
        if let recording {
            source = .recording(recording)
        } else {
            source = try Self.source(studio, job, plan, clips)
        }
        let count: Int
        var (values, pictures) = (job.values, [Int: PictureFile]())
        switch source {
        case .captures(let files, let all):
            (count, pictures) = (all, files)
            if values.moment == nil { values.moment = files[1]?.takenAt }
        case .clip, .recording: count = 1
        }
        let composition = try filming {
            try Composition(
                template: studio.template, parts: .animation, captures: count, values: values, effects: job.effects,
                emptyScreen: job.emptyScreen, acceptDamaged: studio.options.acceptDamaged,
                forgives: studio.options.forgives)
        }
        self.composition = composition
        timeline = try Self.timeline(
            source, plan, trim: job.trim ?? plan.film.trim, frames: composition.frameCount, studio.limits)
        let onPaper = job.output == nil ? 0 : studio.template.layout.capturesNeeded
        warnings = composition.warnings(
            for: pictures, given: job.captures, elsewhere: Set((0..<onPaper).map { $0 + 1 }))
        captures = count
    }

    /// Raised whenever other frames come of the same sources, so that films are made anew.
    private static let generation = 2

    /// What the film carries, by which it is skipped when it is there. Best asked for when its encoder has run.
    func stamp() throws(MotionError) -> String {
        let format = FilmFormat(path: path)
        let encoding = format?.encoding.joined(separator: " ") ?? "pictures"
        let ending = path.split(separator: ".").last?.lowercased() ?? ""
        let trim = job.trim.map { " trim \($0.lowerBound) \($0.upperBound)" } ?? ""
        let version = try studio.tools.version(of: format)
        return try filming {
            try studio.renderer.stamp(
                ofFilm: composition,
                as: "film \(Self.generation) of \(captures) as \(ending) by \(version) \(encoding)\(trim)",
                captures: job.captures.map { try ContentHash(contentsOf: $0) }, effects: job.effects)
        }
    }

    private static func source(
        _ studio: FilmRenderer, _ job: RenderJob, _ plan: AnimationPlan, _ clips: [String]
    ) throws(MotionError) -> FrameSource {
        let layout = studio.template.layout.name
        if let clip = clips.first {
            guard job.captures.count == 1 else {
                throw .wrongSource(layout: layout, reason: "shows one clip at a time", remedy: "give \(clip) alone")
            }
            guard plan.frames == nil, plan.from != .still else {
                throw .wrongSource(
                    layout: layout, reason: "shows pictures, and \(clip) is a video", remedy: "use a layout for clips")
            }
            return .clip(try Clip(path: clip, tools: studio.tools, limits: studio.limits))
        }
        let needed = plan.from == .captures ? plan.frames == nil ? job.captures.count : plan.capturesNeeded : 1
        guard needed <= job.captures.count else {
            throw .compositor(.tooFewCaptures(needed: needed, given: job.captures.count, layout: layout))
        }
        var pictures: [Int: PictureFile] = [:]
        for number in 1...max(needed, 1) where number <= job.captures.count {
            pictures[number] = try filming { try PictureFile(path: job.captures[number - 1]) }
        }
        guard plan.from != .clip else {
            throw .wrongSource(layout: layout, reason: "shows a clip, and pictures were given", remedy: "name a video")
        }
        return .captures(pictures, count: plan.from == .still ? 1 : job.captures.count)
    }

    private static func timeline(
        _ source: FrameSource, _ plan: AnimationPlan, trim: ClosedRange<Double>?, frames: Int,
        _ limits: ClipLimits
    ) throws(MotionError) -> Timeline {
        let film = plan.film
        let (least, most) = (Timeline.ticks(film.minSeconds), Timeline.ticks(film.maxSeconds ?? 60))
        var line: Timeline
        switch source {
        case .captures where plan.from == .still:
            let count = max(1, Int(film.minSeconds * Double(film.rate)))
            line = Timeline(rate: film.rate, picks: Array(repeating: 0, count: count))
        case .captures:
            let order = plan.sequence(of: frames)
            let delays = order.map { plan.frames?[$0].delay ?? plan.delay }
            let turn = plan.order == .boomerang && plan.repeats == 1 && frames > 2 ? frames : nil
            line = Timeline(order: order, delays: delays, rate: film.rate, turn: turn)
        case .clip(let clip):
            line = Self.line(clip.times, clip.length, plan, try clip.part(trim, within: limits))
        case .recording(let recording):
            let part = trim.map { Timeline.ticks($0.lowerBound)..<Timeline.ticks($0.upperBound) }
            line = Self.line(recording.times, recording.length, plan, part)
        }
        guard !line.picks.isEmpty else {
            let name: String
            if case .clip(let clip) = source { name = clip.path } else { name = "the recording" }
            throw .nothingLeft(path: name, reason: "the trim leaves nothing of it")
        }
        return line.lasting(least, most: most)
    }

    private static func line(
        _ times: [Int], _ length: Int, _ plan: AnimationPlan, _ part: Range<Int>?
    ) -> Timeline {
        let paces = plan.film.ramp.map { pace in
            Timeline.Pace(
                until: pace.until.map(Timeline.ticks), speed: max(1, Int((pace.speed * 1_000).rounded())))
        }
        let line = Timeline(times: times, end: length, part: part, paces: paces, rate: plan.film.rate)
        let ordered =
            switch plan.order {
            case .forward: line
            case .reverse: line.reversed
            case .boomerang: line.boomerang
            }
        return ordered.repeated(plan.repeats)
    }
}
