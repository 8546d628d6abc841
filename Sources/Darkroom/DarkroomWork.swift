import Compositor
public import Effects
import Faults
import Imaging
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
        do throws(DarkroomError) { return try await make(of: session, number, work, layouts) } catch {
            if error.isOfFewCaptures, isOneOfMany, case .pictures = work {
                let kind = await kind(of: work, session, layouts)
                return [Developed(path: nil, kind: kind, state: .skipped, warnings: [error.shortly])]
            }
            // What was made with a model stays good where there is none.
            guard error.lacksModel, !options.force else { throw error }
            let kind = await kind(of: work, session, layouts)
            guard let path = await former(kind, of: session, work) else { throw error }
            let line = error.description + "; the former picture is kept"
            return [Developed(path: path, kind: kind, state: .unchanged, warnings: [line])]
        }
    }

    private func make(
        of session: Session, _ number: Int, _ work: DarkroomWork, _ layouts: PreparedLayouts
    ) async throws(DarkroomError) -> [Developed] {
        switch work {
        case .captures(let effects): return try await treat(session.id, effects: effects)
        case .pictures(let layout, let effects):
            guard let name = layout ?? session.layout else { throw .noLayout(session: number) }
            return try await develop(session.id, with: layouts.prepared(name), effects: effects)
        }
    }

    private func kind(
        of work: DarkroomWork, _ session: Session, _ layouts: PreparedLayouts
    ) async -> Rendition.Kind {
        guard case .pictures(let layout, _) = work else { return .effect }
        guard !options.finalPhoto, let name = layout ?? session.layout else { return .final }
        let prepared = try? await layouts.prepared(name)
        return prepared?.animation ?? .final
    }

    /// The newest picture that was made of the session in this way, with its file as it was kept.
    private func former(_ kind: Rendition.Kind, of session: Session, _ work: DarkroomWork) async -> String? {
        await offPool {
            session.renditions.last { rendition in
                guard rendition.kind == kind, rendition.state == .ready, record.folder.isWhole(rendition) else {
                    return false
                }
                switch work {
                case .captures(let effects): return rendition.effect == effects.map(\.canonical).joined(separator: ",")
                case .pictures(let layout, _): return rendition.layout == layout ?? session.layout
                }
            }?.path
        }
    }
}

extension DarkroomError {
    /// Whether an effect asks for a model that is not installed.
    fileprivate var lacksModel: Bool {
        switch self {
        case .render(.effect(let error)): error.lacksModel
        case .render(.picture(let error)): error.lacksModel
        default: false
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
