import Darkroom
import Sessions
import Work

/// A picture of the session that is taken anew, alone. The former one stays in its place until the new one is kept.
struct RetakenPicture: Sendable, Equatable {
    /// Which of the pictures that are shown it is, from 1, and how many those are.
    let number: Int
    let count: Int
    /// What both count as among the presses of the shutter, so that the new picture stands where the former one stood.
    let shot: Int
    /// The former one's files.
    let former: Set<Int>

    /// - Parameter number: of one of the session's captures in the order in which they were taken, from 1.
    /// - Returns: nil when there is none, or when it is not shown.
    init?(_ number: Int, of session: Session) {
        let pictures = session.pictures
        guard pictures.indices.contains(number - 1), pictures[number - 1].selected else { return nil }
        let (shot, shown) = (pictures[number - 1].shot, session.selectedCaptures)
        guard let place = shown.firstIndex(where: { $0.shot == shot }) else { return nil }
        (self.number, count, self.shot) = (place + 1, shown.count, shot)
        former = Set(session.captures.filter { $0.selected && $0.shot == shot }.map(\.id))
    }
}

extension Walk {
    /// The picture of the session that `text` names; nil: none.
    func picture(_ text: String) -> RetakenPicture? {
        Int(Substring(text).trimmed).flatMap { RetakenPicture($0, of: session) }
    }

    /// Whether a retake that goes back to the step `target` takes pictures at all, of which one alone could be meant.
    func takesPictures(from target: Int) -> Bool { context.script.steps[target..<index].contains { $0.isCapture } }

    /// Takes one picture anew, with a countdown before it, as the workflow takes it; then the walk stands where it stood. When none
    /// comes, or the session ends meanwhile, the former one stays.
    func retake(_ picture: RetakenPicture) async throws {
        let offering = index
        let source = taken.last { picture.former.contains($0.capture) }?.step
        let before = context.script.steps[..<offering]
        guard let place = source ?? before.lastIndex(where: \.isCapture), case .capture(let shots) = before[place].kind
        else { return }
        retaken = picture
        defer { (retaken, index) = (nil, offering) }
        do {
            try await countDownAnew(before: place, shots)
            try await CaptureStep(shots: shots).retake(picture, in: self, as: context.script.steps[place])
            leave()
        } catch {
            // What arrives from now on must not be drawn in the place of the former one.
            try await renewComposer()
            guard let early = error as? EarlyEnd else { throw error }
            // The session has all its pictures, so that it goes on with them.
            context.say("session \(label(session)): the former picture stays: \(early.why ?? "no other came")")
            if context.stranded.isEmpty { context.troubles.withdraw(.picture) }
            leave()
        }
    }

    /// By the countdown that stands before the capture step, or as the step itself counts between two pictures.
    private func countDownAnew(before place: Int, _ shots: ScriptStep.Shots) async throws {
        let steps = context.script.steps
        let first = steps[..<place].lastIndex(where: \.isCapture).map { $0 + 1 } ?? 0
        for step in steps.indices[first..<place].reversed() {
            guard case .countdown(let seconds, let mayShorten) = steps[step].kind else { continue }
            index = step
            enter(steps[step])
            try await countDown(seconds, mayShorten: mayShorten)
            leave()
            index = place
            return enter(steps[place])
        }
        index = place
        enter(steps[place])
        try await countDown(shots.interval, mayShorten: shots.mayShorten)
    }

    /// What was taken takes the place of the former picture.
    func exchange(_ picture: RetakenPicture, for kept: Set<Int>) async throws {
        guard !kept.isEmpty else { return }
        let selected = Set(session.captures.filter(\.selected).map(\.id))
        try await context.record.select(
            selected.subtracting(picture.former).union(kept), order: session.selectedCaptures.map(\.shot), in: id)
        try await refresh()
    }
}

extension ScriptStep {
    var isCapture: Bool { if case .capture = kind { true } else { false } }
}
