public import Compositor
public import Effects
import Files
public import Imaging
public import Sessions
import Synchronization
import Work

/// A session's FinalPhoto in the making: each capture is decoded, treated and scaled as it lands, and only drawing and
/// encoding are left for the end. What comes out is to the byte what `Darkroom.develop` makes of the same session.
public final class FinalPhotoComposer: Sendable {
    private struct State {
        var composition: Composition
        var effects: [EffectCall]
        /// Hash of the capture that stands at each number, once it is known.
        var placed: [Int: String] = [:]
        /// What was drawn last; a preview that pleased is not drawn again.
        var drawn: DrawnFinalPhoto?
    }

    public let prepared: PreparedLayout
    private let darkroom: Darkroom
    private let state: Mutex<State>

    init(prepared: PreparedLayout, darkroom: Darkroom, effects: [EffectCall]) throws(DarkroomError) {
        (self.prepared, self.darkroom) = (prepared, darkroom)
        let composition = try Self.composition(prepared, effects, of: darkroom.record, at: .now)
        state = Mutex(State(composition: composition, effects: effects))
    }

    private static func composition(
        _ prepared: PreparedLayout, _ effects: [EffectCall], of record: EventRecord, at start: Moment
    ) throws(DarkroomError) -> Composition {
        try developing {
            try Composition(
                template: prepared.template, captures: prepared.template.layout.capturesNeeded, values: Values(),
                effects: Plan.located(effects, in: record.folder), emptyScreen: record.emptyScreen(at: start),
                forgives: true)
        }
    }

    /// Another effect on all of the session, whose green screens go by the empty screen at its start; captures that were
    /// placed are decoded again when they are needed. Blocks.
    public func choose(_ effects: [EffectCall], of session: Session) throws(DarkroomError) {
        let composition = try Self.composition(prepared, effects, of: darkroom.record, at: session.started)
        state.withLock { $0 = State(composition: composition, effects: effects) }
    }

    /// Decodes the file at `path` as capture `number`, counted from 1, for all slots that show it. Throws when the picture
    /// is not whole, so that this is its verification, too. Of a number that no slot shows the file is decoded all the
    /// same. Gives what an operator should know of the picture. Blocks.
    @discardableResult
    public func place(_ path: String, as number: Int) throws(DarkroomError) -> [String] {
        let composition = state.withLock { state in
            (state.placed[number], state.drawn) = (nil, nil)
            return state.composition
        }
        return try developing {
            let picture = try PictureFile(path: path)
            guard composition.captures.contains(number) else {
                let scale = min(1, 512 / Double(max(picture.width, picture.height)))
                _ = try picture.sampled(
                    Region(x: 0, y: 0, width: Double(picture.width), height: Double(picture.height)),
                    width: max(1, Int(Double(picture.width) * scale)),
                    height: max(1, Int(Double(picture.height) * scale)))
                return picture.notes
            }
            let said = composition.notes.all.count
            try composition.place(picture, as: number)
            return picture.notes + composition.notes.all.dropFirst(said)
        }
    }

    /// The capture that was placed as `number` has been kept under this hash.
    public func kept(_ number: Int, sha256: String) { state.withLock { $0.placed[number] = sha256 } }

    /// The canvas of the session's FinalPhoto, bleed included, and what it was made of. Decodes what was not placed.
    /// Blocks.
    public func draw(_ session: Session) throws(DarkroomError) -> DrawnFinalPhoto {
        try draw(session, captures: nil, drawing: nil)
    }

    /// - Parameter drawing: the path of its strokes; nil: the newest.
    func draw(_ session: Session, captures: [Capture]?, drawing: String??) throws(DarkroomError) -> DrawnFinalPhoto {
        let (composition, effects, placed) = state.withLock { ($0.composition, $0.effects, $0.placed) }
        return try developing {
            let plan = try Plan(
                session: session, event: darkroom.record.event, folder: darkroom.record.folder, prepared: prepared,
                captures: captures, effects: effects, drawing: drawing)
            for number in composition.captures where number <= plan.captures.count {
                let capture = plan.captures[number - 1]
                guard placed[number] != capture.sha256 else { continue }
                try place(darkroom.record.folder.path + "/" + capture.path, as: number)
                kept(number, sha256: capture.sha256)
            }
            if let drawn = state.withLock({ $0.drawn }), drawn.plan.parameters == plan.parameters { return drawn }
            let filled = try composition.showing(plan.values, drawing: plan.drawing?.drawing)
            try prepared.bringFonts(for: filled)
            let drawn = DrawnFinalPhoto(plan: plan, composition: filled, canvas: try filled.canvas())
            state.withLock { $0.drawn = drawn }
            return drawn
        }
    }

    /// Encodes what was drawn, writes it and adds it to the session, which has no FinalPhoto of these inputs yet.
    public func develop(_ drawn: DrawnFinalPhoto) async throws(DarkroomError) -> Rendition {
        let (prepared, folder) = (prepared, darkroom.record.folder)
        let lock = try await offPool { () throws(DarkroomError) in try Keeping(.final, of: folder) }
        defer { withExtendedLifetime(lock) {} }
        let rendition = try await offPool { () throws(DarkroomError) in
            try developing {
                let hashes = drawn.plan.captures.map { ContentHash(hexadecimal: $0.sha256)! }
                let bytes = try prepared.renderer.finalPhoto(
                    drawn.canvas, of: drawn.composition, captures: hashes,
                    effects: Plan.located(drawn.plan.effects, in: folder))
                return try drawn.plan.keep(bytes, folder)
            }
        }
        return try await recording { () async throws(SessionsError) in
            try await darkroom.record.add(rendition, to: drawn.plan.session.id)
        }
    }
}

/// A FinalPhoto that has been drawn, and not yet been encoded.
public struct DrawnFinalPhoto: Sendable {
    let plan: Plan
    let composition: Composition
    /// Trim and bleed: what prints are cut from.
    public let canvas: Image

    /// The FinalPhoto as a JPEG for a screen, in its own size. Kept nowhere.
    public func preview() throws(DarkroomError) -> [UInt8] {
        try developing {
            try composition.template.trimmed(canvas)
                .encoded(as: .jpeg, quality: 80, chroma: .half, metadata: Metadata())
        }
    }
}

extension Darkroom {
    /// For a session that is being held with the layout of `prepared`. Blocks.
    public func composer(_ prepared: PreparedLayout, effects: [EffectCall]) throws(DarkroomError) -> FinalPhotoComposer
    {
        try FinalPhotoComposer(prepared: prepared, darkroom: self, effects: effects)
    }

    /// The canvas that a FinalPhoto was cut from, composed again from its captures: what a re-print prints. Throws
    /// `notAFinalPhoto` for any other file. Blocks.
    public func canvas(of path: String, in session: Session) throws(DarkroomError) -> (canvas: Image, layout: Layout) {
        guard let rendition = session.renditions.first(where: { $0.path == path && $0.kind == .final }),
            let layout = rendition.layout
        else { throw .notAFinalPhoto(path: path) }
        let prepared = try self.prepared(layout)
        let (captures, effects, drawing) = try developing { try Plan.ingredients(of: rendition, in: session) }
        let drawn = try composer(prepared, effects: effects).draw(session, captures: captures, drawing: .some(drawing))
        return (drawn.canvas, prepared.template.layout)
    }
}
