import Imaging
import Files

/// Renders jobs with one template into files. Any number of threads may share it.
public struct Renderer: Sendable {
    public struct Options: Sendable {
        /// Threads for one job.
        public var workers = 1
        /// Render what is up to date, too.
        public var force = false
        /// Say what would be written, and write nothing.
        public var dryRun = false
        public var acceptDamaged = false
        /// Write the whole canvas instead of the trim.
        public var bleed = false
        public init() {}
    }

    public let template: Template
    public let options: Options
    private let layout: ContentHash
    private let profile: ColourProfile

    public init(template: Template, options: Options) throws(CompositorError) {
        (self.template, self.options) = (template, options)
        layout = try compositing { try Fingerprint.layout(template.layout, assets: template.assets) }
        profile = try template.outputProfile()
    }

    /// Makes what the job asks for and is not up to date, FinalPhoto first.
    public func render(_ job: RenderJob) throws(CompositorError) -> RenderResult {
        try compositing {
            let still = try job.output.map(Self.stillFormat)
            let moving = try job.animation.map(Self.animationFormat)
            var parts: Composition.Parts = []
            if still != nil { parts.insert(.finalPhoto) }
            if moving != nil { parts.insert(.animation) }
            let (pictures, values) = try open(job, parts: parts)
            let composition = try Composition(
                template: template, parts: parts, captures: job.captures.count, values: values, effects: job.effects,
                acceptDamaged: options.acceptDamaged)
            let stamps = try stamps(job, composition, pictures)
            var results = RenderResult(warnings: composition.warnings(for: pictures, given: job.captures))
            var due: [(path: String, stamp: String, isStill: Bool)] = []
            for (path, stamp, isStill) in [(job.output, stamps.still, true), (job.animation, stamps.moving, false)] {
                guard let path else { continue }
                if !options.force, (try? Stamp.comment(ofFile: path)) == stamp {
                    results.outputs.append(Rendered(path: path, state: .upToDate, size: 0))
                } else if options.dryRun {
                    results.outputs.append(Rendered(path: path, state: .due, size: 0))
                } else {
                    due.append((path, stamp, isStill))
                }
            }
            guard !due.isEmpty else { return results }
            let shown = Set(composition.captures)
            try composition.place(pictures.filter { shown.contains($0.key) }, workers: options.workers)
            for output in due {
                let bytes =
                    output.isStill
                    ? try encoded(composition, as: still!, stamp: output.stamp)
                    : try animated(composition, as: moving!, stamp: output.stamp)
                try writeDurably(bytes, to: output.path)
                results.outputs.append(Rendered(path: output.path, state: .written, size: bytes.count))
            }
            return results
        }
    }

    /// Opens the captures that are shown; the first one's time is the moment unless the job has one.
    private func open(_ job: RenderJob, parts: Composition.Parts) throws -> (pictures: [Int: PictureFile], values: Values) {
        let needed = max(
            parts.contains(.finalPhoto) ? template.layout.capturesNeeded : 0,
            parts.contains(.animation) ? template.layout.animation?.capturesNeeded(of: job.captures.count) ?? 0 : 0)
        guard needed <= job.captures.count else {
            throw CompositorError.tooFewCaptures(
                needed: needed, given: job.captures.count, layout: template.layout.name)
        }
        var pictures: [Int: PictureFile] = [:]
        for number in 1...max(needed, 1) where number <= job.captures.count {
            pictures[number] = try PictureFile(path: job.captures[number - 1])
        }
        var values = job.values
        if values.moment == nil { values.moment = pictures[1]?.takenAt }
        return (pictures, values)
    }

    private func stamps(
        _ job: RenderJob, _ composition: Composition, _ pictures: [Int: PictureFile]
    ) throws -> (still: String, moving: String) {
        let hashes = try composition.captures.map { try ContentHash(contentsOf: pictures[$0]!.path) }
        let (texts, fonts) = try composition.texts()
        let stamp = { (kind: String) in
            try Fingerprint.output(
                kind: kind + (options.bleed ? " with bleed" : "") + (options.acceptDamaged ? " as it is" : ""),
                layout: layout, captures: hashes, effects: job.effects, texts: texts, fonts: fonts,
                moment: composition.values.moment)
        }
        return (try stamp("final photo"), try stamp("animation of \(job.captures.count)"))
    }

    private func encoded(_ composition: Composition, as format: StillFormat, stamp: String) throws -> [UInt8] {
        let image = try options.bleed ? composition.canvas() : composition.finalPhoto()
        let output = template.layout.output
        return try image.encoded(
            as: format, quality: output.quality, chroma: output.chroma,
            metadata: Metadata(
                dpi: template.layout.paper.dpi, profile: profile, takenAt: composition.values.moment, comment: stamp))
    }

    private func animated(_ composition: Composition, as format: AnimationFormat, stamp: String) throws -> [UInt8] {
        let animation = try composition.animation(workers: options.workers)
        let budget = template.layout.animation?.budget.map { $0 * 1_000 }
        switch format {
        case .gif: return try animation.gif(budget: budget, workers: options.workers, comment: stamp)
        case .webp: return try animation.webp(budget: budget, quality: 80, comment: stamp)
        }
    }

    static func stillFormat(_ path: String) throws(CompositorError) -> StillFormat {
        guard let format = StillFormat(path: path) else {
            throw .unknownOutput(path: path, formats: ["jpg", "png", "webp"])
        }
        return format
    }

    static func animationFormat(_ path: String) throws(CompositorError) -> AnimationFormat {
        guard let format = AnimationFormat(path: path) else { throw .unknownOutput(path: path, formats: ["gif", "webp"]) }
        return format
    }
}

extension AnimationPlan {
    func capturesNeeded(of count: Int) -> Int { frames == nil ? max(count, 1) : capturesNeeded }
}

extension Template {
    /// The profile that FinalPhotos are written in.
    func outputProfile() throws(CompositorError) -> ColourProfile {
        guard let name = layout.output.profile else { return .sRGB }
        return try compositing { .icc(bytes: try readAll(assets.path(name), limit: 16_000_000)) }
    }
}
