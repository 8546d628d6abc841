public import Effects
public import Files
public import Imaging
import StrictJSON

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
        /// Somebody waits: a capture stays as it is where a model fails, and that is said.
        public var forgives = false
        /// Write the whole canvas instead of the trim.
        public var bleed = false
        public init() {}
    }

    public let template: Template
    public let options: Options
    private let layout: ContentHash
    private let profile: ColourProfile
    /// The layout's own files, which nothing may be written over.
    private let art: Set<FileIdentity>

    public init(template: Template, options: Options) throws(CompositorError) {
        (self.template, self.options) = (template, options)
        layout = try compositing { try Fingerprint.layout(template.layout, assets: template.assets) }
        profile = try template.outputProfile()
        art = try template.art()
    }

    /// Makes what the job asks for and is not up to date, FinalPhoto first. Nothing is written unless all of it could be made.
    /// `elsewhere`: captures that are seen in what somebody else makes of the same job.
    public func render(_ job: RenderJob, elsewhere: Set<Int> = []) throws(CompositorError) -> RenderResult {
        try compositing {
            let outputs = try Output.all(of: job, art: art)
            let parts = Composition.Parts(outputs.map(\.part))
            let (pictures, values) = try open(job, parts: parts)
            let drawing = try job.drawing.map { try Drawing(file: $0) }
            let composition = try Composition(
                template: template, parts: parts, captures: job.captures.count, values: values, drawing: drawing,
                effects: job.effects, emptyScreen: job.emptyScreen, acceptDamaged: options.acceptDamaged,
                forgives: options.forgives)
            let stamps = try stamps(of: outputs, job, pictures, values, drawing)
            var results = RenderResult(
                warnings: job.warnings
                    + composition.warnings(for: pictures, given: job.captures, elsewhere: elsewhere))
            // What is known by a picture's header, and, once it is decoded, what was noticed then.
            let noticed = { pictures.sorted { $0.key < $1.key }.flatMap(\.value.warnings) }
            var due: [(place: Int, stamp: String)] = []
            for (place, (output, stamp)) in zip(outputs, stamps).enumerated() {
                var state = Rendered.State.due
                if !options.force, output.stamp == stamp {
                    state = .upToDate
                } else if !options.dryRun {
                    try output.check()
                    due.append((place, stamp))
                }
                results.outputs.append(Rendered(path: output.path, state: state, size: 0))
            }
            guard !due.isEmpty else {
                results.warnings += noticed()
                return results
            }
            let shown = Set(composition.captures)
            do throws(CompositorError) {
                try composition.place(pictures.filter { shown.contains($0.key) }, workers: options.workers)
            } catch { throw error.keeping(due.map { outputs[$0.place].path }) }
            let files = try due.map { due in
                let bytes = try bytes(of: outputs[due.place], composition, stamp: due.stamp + composition.mark) {
                    results.warnings.append($0)
                }
                return (due.place, bytes)
            }
            for (place, bytes) in files {
                try outputs[place].write(bytes)
                results.outputs[place] = Rendered(path: outputs[place].path, state: .written, size: bytes.count)
            }
            results.warnings += noticed() + composition.notes.all
            return results
        }
    }

    /// Opens the captures that are shown; the first one's time is the moment unless the job has one.
    private func open(_ job: RenderJob, parts: Composition.Parts) throws -> (
        pictures: [Int: PictureFile], values: Values
    ) {
        let needed = max(
            job.effects.flatMap(\.captures).max() ?? 0,
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

    /// The content hash of each output, which it carries: of what it alone depends on, whatever else is asked for.
    private func stamps(
        of outputs: [Output], _ job: RenderJob, _ pictures: [Int: PictureFile], _ values: Values,
        _ drawing: Drawing?
    ) throws -> [String] {
        var known: [Int: ContentHash] = [:]
        return try outputs.map { output in
            let own = try Composition(
                template: template, parts: output.part, captures: job.captures.count, values: values,
                drawing: drawing, effects: job.effects, emptyScreen: job.emptyScreen)
            for number in own.captures where known[number] == nil {
                known[number] = try ContentHash(contentsOf: pictures[number]!.path)
            }
            return try stamp(
                kind: output.kind(captures: job.captures.count), of: own, captures: own.captures.map { known[$0]! },
                effects: job.effects)
        }
    }

    private func stamp(
        kind: String, of composition: Composition, captures: [ContentHash], effects: [EffectCall]
    ) throws -> String {
        let (texts, fonts) = try composition.texts()
        return try Fingerprint.output(
            kind: kind + (options.bleed ? " with bleed" : "") + (options.acceptDamaged ? " as it is" : ""),
            layout: layout, captures: captures, effects: effects, texts: texts, fonts: fonts,
            moment: composition.values.moment,
            emptyScreen: try composition.plate.map { try ContentHash(contentsOf: $0) },
            drawing: composition.shownDrawing.map { ContentHash(of: Array($0.json.text().utf8)) })
    }

    /// The FinalPhoto in `canvas`, which `composition` gave, as a JPEG: the same bytes that `render` writes for a job of
    /// the same captures. `captures` are the hashes of all files in order; `effects` those that the composition was
    /// made with.
    public func finalPhoto(
        _ canvas: Image, of composition: Composition, captures: [ContentHash], effects: [EffectCall]
    ) throws(CompositorError) -> [UInt8] {
        try compositing {
            let stamp = try stamp(
                kind: Output.Format.still(.jpeg).kind(captures: captures.count), of: composition,
                captures: composition.captures.map { captures[$0 - 1] }, effects: effects)
            return try encoded(template.trimmed(canvas), as: .jpeg, composition, stamp: stamp + composition.mark)
        }
    }

    /// The content hash of a film that is made with `composition`; `kind` says all that it depends on besides the layout. `captures`
    /// are the hashes of all files in order; `effects` those that the composition was made with.
    public func stamp(
        ofFilm composition: Composition, as kind: String, captures: [ContentHash], effects: [EffectCall]
    ) throws(CompositorError) -> String {
        try compositing {
            try stamp(
                kind: kind, of: composition, captures: composition.captures.map { captures[$0 - 1] }, effects: effects)
                + composition.mark
        }
    }

    /// Refuses a place for a film or its poster that is a capture, a file of the layout, or nothing that could be written.
    public func checkPlace(_ path: String, captures: [String], writing: Bool) throws(CompositorError) {
        let output = try Output(path, .moving(.gif), of: captures, art: art)
        if writing { try output.check() }
    }

    /// `remark` is told what the file has lost to keep its budget.
    private func bytes(
        of output: Output, _ composition: Composition, stamp: String, remark: (String) -> Void
    ) throws -> [UInt8] {
        switch output.format {
        case .still(let format):
            let image = try options.bleed ? composition.canvas() : composition.finalPhoto()
            return try encoded(image, as: format, composition, stamp: stamp)
        case .moving(let format):
            let animation = try composition.animation(workers: options.workers)
            let budget = template.layout.animation?.budget.map { $0 * 1_000 }
            func lost(_ reduction: AnimationReduction) { remark(reduction.remark(output.path, budget: budget ?? 0)) }
            switch format {
            case .gif: return try animation.gif(budget: budget, workers: options.workers, comment: stamp, lost: lost)
            case .webp: return try animation.webp(budget: budget, quality: 80, comment: stamp, lost: lost)
            }
        }
    }

    private func encoded(
        _ image: Image, as format: StillFormat, _ composition: Composition, stamp: String
    ) throws -> [UInt8] {
        let output = template.layout.output
        return try image.encoded(
            as: format, quality: output.quality, chroma: output.chroma,
            metadata: Metadata(
                dpi: template.layout.paper.dpi, profile: profile, takenAt: composition.values.moment, comment: stamp))
    }
}

extension Composition {
    /// What sets the content hash of a picture that lacks something apart from that of the same picture with it: it is made anew when
    /// it is asked for again.
    fileprivate var mark: String { notes.hasLeftUndone ? " left undone" : "" }
}

extension AnimationPlan {
    func capturesNeeded(of count: Int) -> Int { frames == nil ? max(count, 1) : capturesNeeded }
}

extension Template {
    /// The layout's own files, which nothing may be written over.
    func art() throws(CompositorError) -> Set<FileIdentity> {
        try compositing {
            let paths = try layout.files.map(assets.path) + [layout.folder + "/layout.json"]
            return Set(paths.compactMap { FileIdentity($0) })
        }
    }

    /// The profile that FinalPhotos are written in.
    func outputProfile() throws(CompositorError) -> ColourProfile {
        guard let name = layout.output.profile else { return .sRGB }
        return try compositing { .icc(bytes: try readAll(assets.path(name), limit: 16_000_000)) }
    }
}
