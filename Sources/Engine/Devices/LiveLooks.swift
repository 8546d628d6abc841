import Darkroom
import Effects
import Imaging
import Sessions
import Work

/// The live view as the session's effects show it, and as each of those would that a guest may choose. One frame is treated at a
/// time and each of them once, however many ask for it.
actor LiveLooks {
    /// How one picture of the live view differs from another.
    struct Look: Hashable {
        /// As the record has them.
        let effects: [String]
        /// One of several pictures beside each other.
        let isTile: Bool
    }

    private typealias Picture = Task<[UInt8]?, Never>

    /// The widest that one of several pictures is, px.
    private static let tile = 480
    private let darkroom: Darkroom
    private let time: TimeSource
    private var session: String?
    private var prepared: [Look: Task<LiveEffects?, Never>] = [:]
    private var pictures: [Look: (frame: Int, picture: Picture)] = [:]
    /// The newest frame, decoded once for all looks of one size.
    private var decoded: [Bool: (frame: Int, image: Task<Image?, Never>)] = [:]
    private var last: Task<Void, Never>?

    init(_ darkroom: Darkroom, _ time: TimeSource) { (self.darkroom, self.time) = (darkroom, time) }

    /// A JPEG of `frame` with the effects, or the frame itself where they cannot be shown on it.
    func picture(of frame: LiveFeed.Frame, _ effects: [EffectCall], isTile: Bool, in session: Session) async -> [UInt8]
    {
        guard isTile || !effects.isEmpty else { return frame.jpeg }
        if self.session != session.id {
            (self.session, prepared, pictures, decoded) = (session.id, [:], [:], [:])
        }
        let look = Look(effects: effects.map(\.canonical), isTile: isTile)
        if let known = pictures[look], known.frame >= frame.number { return await known.picture.value ?? frame.jpeg }
        let (treatment, source) = (live(look, effects, session), image(of: frame, isTile))
        let (former, time) = (last, time)
        let picture = Picture {
            await former?.value
            guard let image = await source.value else { return nil }
            let live = await treatment.value
            return await time.offPool {
                let shown = (try? live?.applied(to: image)) ?? image
                return try? shown.encoded(as: .jpeg, quality: 82, chroma: .half, metadata: Metadata())
            }
        }
        pictures[look] = (frame.number, picture)
        last = Task { _ = await picture.value }
        return await picture.value ?? frame.jpeg
    }

    /// nil in the end: the effects cannot be used.
    private func live(_ look: Look, _ effects: [EffectCall], _ session: Session) -> Task<LiveEffects?, Never> {
        if let known = prepared[look] { return known }
        let (darkroom, time) = (darkroom, time)
        let live = Task<LiveEffects?, Never> { await time.offPool { try? darkroom.live(effects, of: session) } }
        prepared[look] = live
        return live
    }

    private func image(of frame: LiveFeed.Frame, _ isTile: Bool) -> Task<Image?, Never> {
        if let known = decoded[isTile], known.frame == frame.number { return known.image }
        let time = time
        let image = Task<Image?, Never> {
            await time.offPool { try? Self.image(frame.jpeg, widest: isTile ? Self.tile : Int.max) }
        }
        decoded[isTile] = (frame.number, image)
        return image
    }

    private static func image(_ jpeg: [UInt8], widest: Int) throws(ImagingError) -> Image {
        let file = try PictureFile(bytes: jpeg, name: "live view")
        let scale = min(1, Double(widest) / Double(file.width))
        return try file.sampled(
            Region(x: 0, y: 0, width: Double(file.width), height: Double(file.height)),
            width: max(1, Int((Double(file.width) * scale).rounded())),
            height: max(1, Int((Double(file.height) * scale).rounded())), acceptDamaged: true)
    }
}

extension Engine {
    /// The next frame of the live view as the session's effects show it; nil: none came (`LiveFeed.next`).
    /// - Parameters:
    ///   - choice: of an effect step, from 1: as that one would show it, at most 480 px wide and half as often.
    /// - Throws: `Refusal` when there is no such choice now.
    public func liveFrame(after number: Int, choice: Int? = nil) async throws(Refusal) -> (number: Int, jpeg: [UInt8])?
    {
        if choice != nil, walk == nil { throw .noChoice }
        _ = try await walk?.effects(choice)
        guard let frame = await live.next(after: number, skipping: choice == nil ? 0 : 1), let walk else { return nil }
        let effects: [EffectCall]
        do throws(Refusal) { effects = try await walk.effects(choice) } catch { return nil }
        let session = await walk.session
        let jpeg = await context.looks.picture(of: frame, effects, isTile: choice != nil, in: session)
        // What took its time may be of a step that is over.
        return live.isShown(frame) ? (frame.number, jpeg) : nil
    }
}

extension Walk {
    /// Those of one choice of the step in hand, or else of the session.
    fileprivate func effects(_ choice: Int?) throws(Refusal) -> [EffectCall] {
        guard let choice else {
            return session.effects.compactMap { try? EffectCall(parsing: $0) }
        }
        guard case .effect(let choices) = context.script.steps[index].kind, choices.indices.contains(choice - 1) else {
            throw .noChoice
        }
        return choices[choice - 1].effect.map { [prepared.choices[$0.canonical] ?? $0] } ?? []
    }
}

extension Refusal {
    fileprivate static let noChoice = Refusal(.notNow, "no such effect can be chosen now")
}
