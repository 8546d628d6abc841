import Pages
import Sessions

/// Lets the guest choose which captures are shown, and where: "3,1,4", counted in the order in which they were taken, puts the
/// third into the first slot.
struct SelectStep: StepWork {
    /// nil: as many as the layout has slots.
    let count: Int?

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        let session = try await offered(in: walk)
        let shots = Array(Set(session.pictures.filter(\.selected).map(\.shot))).sorted()
        let wanted = count ?? max(session.slots, 1)
        guard shots.count > wanted else { return .done("all") }
        let text = try await walk.answer(
            step, showing: { ($0.pictures, $0.count) = (.shots, wanted) },
            asking: {
                let hint = walk.words["answer.select", ["wanted": "\(wanted)", "count": "\(shots.count)"]]
                return Question(choices: shots.indices.map { "\($0 + 1)" }) { text in
                    Self.chosen(text, wanted, of: shots) == nil ? hint : nil
                }
            })
        let picked = text.flatMap { Self.chosen($0, wanted, of: shots) } ?? Array(shots.prefix(wanted))
        let captures = session.captures.filter { $0.selected && ($0.isClip || picked.contains($0.shot)) }.map(\.id)
        try await walk.context.record.select(Set(captures), order: picked, in: walk.id)
        try await walk.refresh()
        return .done(text == nil ? "the first \(wanted)" : "done")
    }

    /// The session with all the captures selected that can be chosen: those that are selected now, and when a retake led back
    /// here, those that the guest left out the first time.
    private func offered(in walk: isolated Walk) async throws -> Session {
        let now = walk.session.captures.filter(\.selected)
        let before = walk.offered[walk.index] ?? []
        let all = Set(now.map(\.id)).union(
            walk.session.captures.filter { one in before.contains(one.id) && !now.contains { $0.shot == one.shot } }
                .map(\.id))
        walk.offered[walk.index] = all
        if all.count > now.count {
            try await walk.context.record.select(all, in: walk.id)
            try await walk.refresh()
        }
        return walk.session
    }

    /// The shots that `text` names; nil when it does not name `wanted` different ones.
    private static func chosen(_ text: String, _ wanted: Int, of shots: [Int]) -> [Int]? {
        let numbers = text.split(separator: ",").map { Int($0.trimmed) ?? 0 }
        guard numbers.count == wanted, Set(numbers).count == wanted,
            numbers.allSatisfy({ (1...shots.count).contains($0) })
        else { return nil }
        return numbers.map { shots[$0 - 1] }
    }
}
