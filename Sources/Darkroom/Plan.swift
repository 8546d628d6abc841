import Compositor
import Effects
import Files
import Imaging
import Motion
import Sessions
import StrictJSON

/// What a session's picture is rendered from. The texts behind the tokens are frozen with the first render: a later one
/// shows the same number, names and link, whatever has changed in the event since.
struct Plan: Sendable {
    let session: Session
    let captures: [Capture]
    let values: Values
    /// As they are written down: files are relative to the event.
    let effects: [EffectCall]
    let layout: String
    let emptyScreen: String?
    /// What the guest has drawn, and the path of its strokes in the event.
    let drawing: KeptDrawing?
    /// What the layout's animation shows; nil: the captures.
    let clip: Capture?
    /// Seconds of that; nil: as the layout says.
    var trim: ClosedRange<Double>?

    /// `captures` nil: those that are selected; `effects` nil: those of the night; `drawing` nil: the newest. `emptyScreen`: what green
    /// screens go by. Reads the drawing.
    init(
        session: Session, event: Event, folder: EventFolder, prepared: PreparedLayout, captures: [Capture]? = nil,
        effects: [EffectCall]?, drawing path: String?? = nil, emptyScreen: String? = nil
    ) throws {
        (self.session, layout, self.emptyScreen) = (session, prepared.name, emptyScreen)
        clip = prepared.template.layout.animation?.clip(of: session)
        self.captures = captures ?? session.selectedCaptures
        let isShown = !prepared.template.layout.drawings.isEmpty
        drawing = try isShown ? (path ?? session.drawing?.path).map { try KeptDrawing($0, in: folder) } : nil
        self.effects = try effects ?? session.effects.map { try EffectCall(parsing: $0) }
        var values = Values()
        for (key, text) in try Self.frozen(session) ?? Self.fresh(session, event) { try values.set(key, to: text) }
        let (sign, offset) = (session.utcOffset < 0 ? "-" : "+", abs(session.utcOffset) / 60)
        let digits = [offset / 60, offset % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        try values.set("date", to: session.started.local(offset: session.utcOffset) + sign + digits)
        self.values = values
    }

    /// What a FinalPhoto was made of, from its parameters.
    static func ingredients(
        of rendition: Rendition, in session: Session
    ) throws -> (captures: [Capture], effects: [EffectCall], drawing: String?) {
        let parameters = try JSONValue(parsing: Array(rendition.parameters.utf8), document: "parameters")
        func texts(_ key: String) -> [String] {
            guard case .array(let values)? = parameters[member: key] else { return [] }
            return values.compactMap { if case .string(let text) = $0 { text } else { nil } }
        }
        let captures = try texts("captures").map { path in
            guard let capture = session.captures.first(where: { $0.path == path }) else {
                throw DarkroomError.notAFinalPhoto(path: rendition.path ?? path)
            }
            return capture
        }
        var drawing: String?
        if case .string(let path)? = parameters[member: "drawing"] { drawing = path }
        return (captures, try texts("effects").map { try EffectCall(parsing: $0) }, drawing)
    }

    /// Of the first picture that was made of the session.
    private static func frozen(_ session: Session) throws -> [String: String]? {
        // What moves may be made before the guest has answered all questions.
        let isOver = session.state == .finished
        let pictures = session.renditions.filter { $0.state == .ready && $0.kind != .video }
        let films = session.renditions.filter { $0.state == .ready && $0.kind == .video && isOver }
        for rendition in pictures + films {
            let parameters = try JSONValue(parsing: Array(rendition.parameters.utf8), document: "parameters")
            guard case .object(let members)? = parameters[member: "values"] else { continue }
            return members.reduce(into: [:]) { values, member in
                if case .string(let text) = member.value { values[member.key] = text }
            }
        }
        return nil
    }

    private static func fresh(_ session: Session, _ event: Event) -> [String: String] {
        var values = [
            "event.name": event.name, "event.date": event.date, "session.id": session.id,
            "session.number": session.number.map { "\($0)" } ?? "",
        ]
        for (key, text) in event.values { values["value." + key] = text }
        if let base = event.lastingBase, let token = session.token { values["share.url"] = base + token }
        for input in session.inputs where input.kind == .survey && !input.name.isEmpty {
            values["survey." + input.name] = input.value
        }
        return values
    }

    var parameters: String { members.text() }

    var members: JSONValue {
        JSONValue.object(present: [
            "captures": .array(captures.map { .string($0.path) }),
            "effects": .array(effects.map { .string($0.canonical) }), "drawing": drawing.map { .string($0.path) },
            "values": .object(values.texts.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }),
        ])
    }

    func job(_ kind: Rendition.Kind, _ folder: EventFolder, to path: String) -> RenderJob {
        let shown = kind == .final ? captures : clip.map { [$0] } ?? captures
        var job = RenderJob(
            captures: shown.map { folder.path + "/" + $0.path }, output: kind == .final ? path : nil,
            animation: kind == .final ? nil : path, values: values,
            effects: Self.located(effects, in: folder), emptyScreen: emptyScreen)
        job.drawing = drawing.map { folder.path + "/" + $0.path }
        if kind != .final { job.trim = trim }
        return job
    }

    /// With the files where they are.
    static func located(_ effects: [EffectCall], in folder: EventFolder) -> [EffectCall] {
        effects.map { call in call.locating { asSpelled($0.hasPrefix("/") ? $0 : folder.path + "/" + $0) } }
    }

    /// Writes an encoded FinalPhoto into the event.
    func keep(_ bytes: [UInt8], _ folder: EventFolder) throws -> Rendition {
        try RenditionFile(folder: folder, kind: .final, session: session).keep(
            bytes, layout, "jpg", parameters: parameters
        ) { $0.layout = layout }
    }

    func bringFonts(_ prepared: PreparedLayout, _ options: Darkroom.Options) throws(DarkroomError) {
        let isAnimated = options.animation && prepared.template.layout.animation != nil
        var parts: Composition.Parts = isAnimated ? .animation : []
        if options.finalPhoto, !session.hasOnlyClips { parts.insert(.finalPhoto) }
        let composition = try developing {
            try Composition(
                template: prepared.template, parts: parts, captures: max(captures.count, clip == nil ? 0 : 1),
                values: values)
        }
        try prepared.bringFonts(for: composition)
    }

    /// The path of a rendition that has the very inputs of this one, which its file says, and whose file is the one that was
    /// kept, to the byte.
    func unchanged(_ kind: Rendition.Kind, _ folder: EventFolder, _ prepared: PreparedLayout) -> String? {
        session.renditions.first { rendition in
            guard rendition.kind == kind, rendition.state == .ready, rendition.layout == layout, rendition.isPicture,
                let path = rendition.path
            else { return false }
            var job = job(kind, folder, to: folder.path + "/" + path)
            if kind == .video {
                guard let poster = session.poster(of: rendition), folder.isWhole(poster) else { return false }
                job.poster = poster.path.map { folder.path + "/" + $0 }
            }
            let result =
                try? kind == .final
                ? prepared.scout.renderer.render(job) : prepared.scout.render(job, recording: recording(folder))
            let isSame = result?.outputs.allSatisfy { $0.state == .upToDate } ?? false
            return isSame && folder.isWhole(rendition)
        }?.path
    }

    /// What is to be kept, and warnings. `isStopped` is asked between two frames of a film.
    func make(
        _ kind: Rendition.Kind, _ folder: EventFolder, _ prepared: PreparedLayout,
        showStill: (@Sendable ([UInt8]) -> Void)?, isStopped: @escaping @Sendable () -> Bool
    ) throws(DarkroomError) -> ([Rendition], [String]) {
        guard kind != .video else { return try film(folder, prepared, showStill: showStill, isStopped: isStopped) }
        return try developing {
            var warnings: [String] = []
            let file = RenditionFile(folder: folder, kind: kind, session: session)
            let rendition = try file.develop(layout, kind == .gif ? "gif" : "jpg", parameters: parameters) { path in
                let job = job(kind, folder, to: path)
                warnings =
                    try kind == .final
                    ? prepared.renderer.render(job).warnings
                    : prepared.studio.render(job, recording: recording(folder)).warnings
            } finish: { rendition in
                rendition.layout = layout
            }
            return ([rendition], warnings)
        }
    }
}
