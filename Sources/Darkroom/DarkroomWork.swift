import Compositor
public import Effects
import Sessions
import Work

/// What is done with each of many sessions.
public enum DarkroomWork: Sendable {
    /// Their pictures; `layout` nil: the one that each was held with; `effects` nil: those of the night.
    case pictures(layout: String?, effects: [EffectCall]?)
    /// Their captures with effects, in full size.
    case captures(effects: [EffectCall])

    /// With other effects in the place of those that are named.
    public func mapping(_ change: ([EffectCall]) throws -> [EffectCall]) rethrows -> DarkroomWork {
        switch self {
        case .pictures(let layout, let effects): .pictures(layout: layout, effects: try effects.map(change))
        case .captures(let effects): .captures(effects: try change(effects))
        }
    }
}

extension Darkroom {
    /// Many sessions, `jobs` at a time. One that fails does not stop the others, and one with too few captures is
    /// skipped; stopped half-way and run again, it goes on with what is missing. `report` is called once for each session
    /// as it ends.
    public func develop(
        _ numbers: [Int], _ work: DarkroomWork, jobs: Int, isStopped: @Sendable () -> Bool = { false },
        report: @escaping @Sendable (Int, Result<[Developed], DarkroomError>) -> Void
    ) async {
        let layouts = PreparedLayouts(darkroom: self)
        await withTaskGroup(of: Void.self) { group in
            for (index, number) in numbers.enumerated() where !isStopped() {
                if index >= jobs { await group.next() }
                group.addTask {
                    do throws(DarkroomError) {
                        report(
                            number, .success(try await one(number, work, layouts, isOneOfMany: numbers.count > 1)))
                    } catch { report(number, .failure(error)) }
                }
            }
        }
    }

    private func one(
        _ number: Int, _ work: DarkroomWork, _ layouts: PreparedLayouts, isOneOfMany: Bool
    ) async throws(DarkroomError) -> [Developed] {
        let session = try await recording { () async throws(SessionsError) in try await record.session(number: number) }
        let made = try await one(session, number, work, layouts, isOneOfMany)
        guard !options.dryRun else { return made }
        // Pages that were sent somewhere show the session as it is.
        try await recording { () async throws(SessionsError) in _ = try await record.queue(session.id, upTo: .pages) }
        return made
    }

    private func one(
        _ session: Session, _ number: Int, _ work: DarkroomWork, _ layouts: PreparedLayouts, _ isOneOfMany: Bool
    ) async throws(DarkroomError) -> [Developed] {
        switch work {
        case .captures(let effects): return try await treat(session.id, effects: effects)
        case .pictures(let layout, let effects):
            guard let name = layout ?? session.layout else { throw .noLayout(session: number) }
            let prepared = try await layouts.prepared(name)
            do throws(DarkroomError) { return try await develop(session.id, with: prepared, effects: effects) } catch {
                guard error.isOfFewCaptures, isOneOfMany else { throw error }
                return [
                    Developed(
                        path: nil, kind: options.finalPhoto ? .final : prepared.animation ?? .final, state: .skipped,
                        warnings: [error.shortly])
                ]
            }
        }
    }
}

/// Each layout is made ready once for all sessions that use it.
private actor PreparedLayouts {
    let darkroom: Darkroom
    private var kept: [String: Task<Result<PreparedLayout, DarkroomError>, Never>] = [:]

    init(darkroom: Darkroom) { self.darkroom = darkroom }

    func prepared(_ layout: String) async throws(DarkroomError) -> PreparedLayout {
        let darkroom = darkroom
        let made =
            kept[layout]
            ?? Task { await offPool { Result { () throws(DarkroomError) in try darkroom.prepared(layout) } } }
        kept[layout] = made
        return try await made.value.get()
    }
}
