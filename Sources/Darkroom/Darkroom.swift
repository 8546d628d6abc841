public import Compositor
public import Effects
import Files
import Glibc
import Motion
public import Sessions
public import StrictJSON
import Synchronization
import Work

/// Makes the pictures of sessions, on the night and ever after. What is unchanged is not made again; what is made is
/// added, and nothing is replaced.
public struct Darkroom: Sendable {
    public struct Options: Sendable {
        /// Make what is unchanged, too.
        public var force = false
        /// Say what would be made, and make nothing.
        public var dryRun = false
        public var acceptDamaged = false
        /// A guest waits: a picture stays as it is where a model fails, and that is said.
        public var forgives = false
        public var finalPhoto = true
        public var animation = true
        /// Seconds of the clip that an animation shows, whatever the layout says; nothing where it shows no clip.
        public var trim: ClosedRange<Double>?
        /// Given the poster of a film as a JPEG before the film is there, from any thread.
        public var showStill: (@Sendable ([UInt8]) -> Void)?
        /// Threads for one session.
        public var workers = 1
        public init() {}
    }

    public enum State: String, Sendable {
        case added
        case unchanged
        /// Its file had gone or was damaged, and is there again.
        case restored
        /// A dry run: it would be made.
        case due
        /// The guest left before all captures were there, so there is nothing to make.
        case skipped
    }

    /// What became of one picture.
    public struct Developed: Sendable {
        public var path: String?
        public var kind: Rendition.Kind
        public var state: State
        public var warnings: [String] = []

        /// As programs and pages report it.
        public func row(of session: Int) -> JSONValue {
            [
                "number": .integer(session), "kind": .string(kind.rawValue), "state": .string(state.rawValue),
                "path": path.map { .string($0) } ?? .null, "warnings": .array(warnings.map { .string($0) }),
            ]
        }
    }

    public let record: EventRecord
    public var options: Options
    /// Where layouts are found that the event does not have.
    let layoutLibrary: LayoutLibrary

    public init(record: EventRecord, library: LayoutLibrary, options: Options = Options()) {
        (self.record, layoutLibrary, self.options) = (record, library, options)
    }

    /// Finds the event's layouts, and papers of the booth for one that somebody put there by hand.
    public var layouts: LayoutLibrary { layoutLibrary.preferring(record.folder.layouts) }

    /// Puts a layout into the event, with all that it needs; gives its name there. A name that the event has already
    /// means the event's.
    public func freeze(_ layout: String) throws(DarkroomError) -> String {
        try Self.freeze(layout, into: record.folder, of: record.event, from: layoutLibrary)
    }

    /// The same for an event that has no record yet.
    public static func freeze(
        _ layout: String, into folder: EventFolder, of event: Event, from library: LayoutLibrary
    ) throws(DarkroomError) -> String {
        try developing { try Freezer(folder: folder, event: event, library: library).freeze(layout) }
    }

    /// A layout of the event made ready; one for any number of sessions.
    public func prepared(_ layout: String) throws(DarkroomError) -> PreparedLayout {
        try developing {
            let name = try freeze(layout)
            var rendering = Renderer.Options()
            (rendering.workers, rendering.acceptDamaged) = (options.workers, options.acceptDamaged)
            (rendering.force, rendering.forgives) = (true, options.forgives)
            let template = try Template(layouts.layout(record.folder.layouts + "/" + name))
            return try PreparedLayout(name: name, template: template, options: rendering)
        }
    }

    /// The FinalPhoto of a session and, if the layout has one, its animation. `effects` nil: those of the night.
    public func develop(
        _ id: String, with prepared: PreparedLayout, effects: [EffectCall]? = nil
    ) async throws(DarkroomError) -> [Developed] {
        var results: [Developed] = []
        let session = try await recording { () async throws(SessionsError) in try await record.session(id) }
        try requireCaptures(of: session, for: prepared)
        let plan = try await offPool { () throws(DarkroomError) in
            let calls = try effects.map { (calls) throws(DarkroomError) in try freeze(calls) }
            var plan = try developing {
                try Plan(
                    session: session, event: record.event, folder: record.folder, prepared: prepared, effects: calls,
                    emptyScreen: record.emptyScreen(of: session))
            }
            plan.trim = plan.clip == nil ? nil : options.trim
            if !options.dryRun { try plan.bringFonts(prepared, options) }
            return plan
        }
        guard options.finalPhoto || prepared.template.layout.animation != nil else {
            throw .render(.noAnimation(layout: prepared.name))
        }
        for kind in kinds(of: session, with: prepared) {
            guard kind == .final || plan.clip != nil || prepared.template.layout.animation?.from != .clip else {
                let error = DarkroomError.noClip(session: session.number ?? 0, layout: prepared.name)
                results.append(Developed(path: nil, kind: kind, state: .skipped, warnings: [error.shortly]))
                continue
            }
            if !options.force, let there = await offPool({ plan.unchanged(kind, record.folder, prepared) }) {
                results.append(Developed(path: there, kind: kind, state: .unchanged))
                continue
            }
            guard !options.dryRun else {
                results.append(Developed(path: nil, kind: kind, state: .due))
                continue
            }
            let lock = try await offPool { () throws(DarkroomError) in try Keeping(kind, of: record.folder) }
            let damaged = await offPool { record.folder.damaged(session.renditions.filter { $0.kind == kind }) }
            let (made, warnings) = try await made(kind, by: plan, prepared)
            let kept = try await recording { () async throws(SessionsError) -> Rendition in
                let kept = try await record.add(made[0], to: id)
                for beside in made.dropFirst() { _ = try await record.add(beside, to: id) }
                return kept
            }
            withExtendedLifetime(lock) {}
            results.append(
                Developed(
                    path: kept.path, kind: kind, state: .init(of: kept, among: session.renditions, damaged),
                    warnings: warnings))
        }
        return results
    }

    /// On a thread of its own; a film stops soon when the task is cancelled.
    private func made(
        _ kind: Rendition.Kind, by plan: Plan, _ prepared: PreparedLayout
    ) async throws(DarkroomError) -> ([Rendition], [String]) {
        let stop = StopFlag()
        let outcome = await withTaskCancellationHandler {
            await offPool { [record, options] in
                Result { () throws(DarkroomError) in
                    try plan.make(kind, record.folder, prepared, showStill: options.showStill) {
                        stop.isSet.load(ordering: .relaxed)
                    }
                }
            }
        } onCancel: {
            stop.isSet.store(true, ordering: .relaxed)
        }
        return try outcome.get()
    }

    private func kinds(of session: Session, with prepared: PreparedLayout) -> [Rendition.Kind] {
        // Of clips alone there is no FinalPhoto.
        let final: [Rendition.Kind] = options.finalPhoto && !session.hasOnlyClips ? [.final] : []
        return final + (options.animation ? prepared.animation.map { [$0] } ?? [] : [])
    }
}

extension Darkroom {
    /// A guest may have left early, or the layout be a larger one than that of the night.
    func requireCaptures(of session: Session, for prepared: PreparedLayout) throws(DarkroomError) {
        let layout = prepared.template.layout
        if let animation = layout.animation, options.animation, animation.from == .clip, session.clips.isEmpty {
            // Its FinalPhoto can be made all the same.
            guard options.finalPhoto else { throw .noClip(session: session.number ?? 0, layout: prepared.name) }
        }
        let isOfClip = layout.animation?.clip(of: session) != nil && (!options.finalPhoto || session.hasOnlyClips)
        let needed =
            isOfClip ? 0 : options.finalPhoto ? layout.capturesNeeded : layout.animation?.capturesNeeded ?? 0
        let given = session.selectedCaptures.count
        guard given < needed else { return }
        throw .tooFewCaptures(session: session.number ?? 0, layout: prepared.name, given, of: needed)
    }
}

private final class StopFlag: Sendable { let isSet = Atomic(false) }

/// A layout of an event, made ready.
public struct PreparedLayout: Sendable {
    public let name: String
    public let template: Template
    private let fallback: FallbackFonts
    let studio: FilmRenderer
    /// Says whether a file is what the other would write, and writes nothing.
    let scout: FilmRenderer

    var renderer: Renderer { studio.renderer }

    init(name: String, template: Template, options: Renderer.Options) throws(MotionError) {
        (self.name, self.template) = (name, template)
        fallback = FallbackFonts(layout: template.layout.folder)
        studio = try FilmRenderer(template: template, options: options)
        var looking = options
        (looking.force, looking.dryRun) = (false, true)
        scout = try FilmRenderer(template: template, options: looking)
    }

    /// What its animation is kept as; nil: it has none.
    public var animation: Rendition.Kind? {
        template.layout.animation.map { $0.format == .gif ? .gif : .video }
    }

    /// Fonts for what a session's texts ask for and the layout does not have, before they are drawn.
    func bringFonts(for composition: Composition) throws(DarkroomError) {
        try developing {
            if try fallback.add(for: composition) { template.forgetTexts() }
        }
    }
}

extension EventFolder {
    /// The paths of those whose file is gone, or is not the one that was kept. Reads the files.
    func damaged(_ renditions: [Rendition]) -> Set<String> {
        Set(renditions.filter { $0.state == .ready && !isWhole($0) }.compactMap(\.path))
    }

    /// Whether the file of a rendition is there, to the byte.
    func isWhole(_ rendition: Rendition) -> Bool {
        guard let file = rendition.path, let hash = try? ContentHash(contentsOf: path + "/" + file) else {
            return false
        }
        return hash.description == rendition.sha256
    }
}

extension Darkroom.State {
    /// What has become of a picture that was made just now. `former`: those that there were before; `damaged`: the paths whose
    /// files were not as they should be.
    init(of made: Rendition, among former: [Rendition], _ damaged: Set<String>) {
        let isNew = !former.contains { $0.path == made.path }
        self = isNew ? .added : damaged.contains(made.path ?? "") ? .restored : .unchanged
    }
}

func recording<Value>(_ body: () async throws(SessionsError) -> Value) async throws(DarkroomError) -> Value {
    do throws(SessionsError) { return try await body() } catch { throw .record(error) }
}

/// Held while a file of that kind gets its row.
final class Keeping: Sendable {
    private let lock: FolderLock

    /// Blocks while somebody has the folder alone.
    init(_ kind: Rendition.Kind, of folder: EventFolder) throws(DarkroomError) {
        do throws(SessionsError) { lock = try FolderLock(keepingInto: kind, of: folder) } catch { throw .record(error) }
    }
}
