public import Darkroom
import Effects
public import Sessions
public import StrictJSON
import Synchronization
import Work

/// How the pictures of sessions are made once more; what `rerender` and `rerun` have in common.
public struct DarkroomChoices: Sendable, Hashable {
    /// Render everything, unchanged or not.
    public var force = false
    /// Say what would be made, and make nothing.
    public var dryRun = false
    /// Render whatever can be decoded of a damaged capture.
    public var acceptDamaged = false
    /// Only the animation of the layout.
    public var animation = false
    /// Seconds of the clip that it shows, whatever the layout says.
    public var trim: ClosedRange<Double>?

    public init() {}
}

/// `booth sessions rerender`: the pictures of sessions once more, with the same or another layout.
public struct Rerender: Sendable, Hashable {
    /// nil: the one that each session was held with.
    public var layout: String?
    public var choices = DarkroomChoices()

    public init() {}

    /// Blocks.
    public func redevelopment(
        on numbers: [Int], of record: EventRecord, in installation: Installation
    ) throws -> Redevelopment {
        try Redevelopment(.pictures(layout: layout, effects: nil), choices, numbers, record, installation)
    }
}

/// `booth sessions rerun`: an effect on the same captures, each by itself or in a layout; or what moves, made of them.
public struct Rerun: Sendable, Hashable {
    /// `NAME[:KEY=VALUE,…]` each; several are applied in turn. None is needed for an animation.
    public var effect: [String] = []
    /// The FinalPhoto of the night's layout with the effect, not each capture by itself.
    public var composed = false
    public var layout: String?
    public var choices = DarkroomChoices()

    public init() {}

    /// Blocks.
    public func redevelopment(
        on numbers: [Int], of record: EventRecord, in installation: Installation
    ) throws -> Redevelopment {
        let calls = try effect.map { try EffectCall(parsing: $0) }
        guard !calls.isEmpty || choices.animation else { throw ActionError.noEffect }
        let isComposed = layout != nil || composed || choices.animation
        return try Redevelopment(
            isComposed ? .pictures(layout: layout, effects: calls.isEmpty ? nil : calls) : .captures(effects: calls),
            choices, numbers,
            record, installation)
    }
}

/// Pictures of sessions that are to be made, with all that was asked for checked.
public struct Redevelopment: Sendable {
    public let darkroom: Darkroom
    public let work: DarkroomWork
    public let numbers: [Int]
    /// Sessions at a time.
    public let jobs: Int

    init(
        _ work: DarkroomWork, _ choices: DarkroomChoices, _ numbers: [Int], _ record: EventRecord,
        _ installation: Installation
    ) throws {
        var options = Darkroom.Options()
        (options.force, options.dryRun) = (choices.force, choices.dryRun)
        (options.acceptDamaged, options.finalPhoto) = (choices.acceptDamaged, !choices.animation)
        options.trim = choices.trim
        options.workers = numbers.count == 1 ? installation.workers : 1
        let darkroom = Darkroom(record: record, library: installation.layouts, options: options)
        // A background that is missing is missing for all.
        self.work = try work.mapping { try darkroom.freeze($0) }
        (self.darkroom, self.numbers, jobs) = (darkroom, numbers, installation.workers)
    }

    /// Makes them. What fails is told, and the others go on; only a session that stands alone fails as a whole.
    public func run(
        following progress: ActionProgress = ActionProgress()
    ) async throws -> ActionOutcome<Redeveloped> {
        let results = Mutex<[Int: Result<[Darkroom.Developed], DarkroomError>]>([:])
        await darkroom.develop(numbers, work, jobs: jobs, isStopped: progress.isStopped) { number, result in
            results.withLock { $0[number] = result }
            if case .failure(let error) = result { progress.ended(number, error) } else { progress.ended(number, nil) }
        }
        var outcome = ActionOutcome<Redeveloped>()
        for number in numbers {
            switch results.withLock({ $0[number] }) {
            case .success(let made)?: outcome.done.append(Redeveloped(number: number, pictures: made))
            case .failure(let error)?:
                guard numbers.count > 1 else { throw error }
                outcome.failed.append(ActionFailure(number: number, error: error))
            case nil: break
            }
        }
        if !darkroom.options.dryRun { try await darkroom.record.saveHistory() }
        return outcome
    }
}

/// What became of the pictures of one session.
public struct Redeveloped: Sendable {
    public let number: Int
    public let pictures: [Darkroom.Developed]

    /// A row for each picture.
    public var json: [JSONValue] { pictures.map { $0.row(of: number) } }
}
