import Rigs
import Testing

@testable import Sessions

/// The rules once more, written down from the words of the guide rather than from the code.
private struct Model {
    var active = false
    var step = 0
    var steps = 0
    var last: Session.EndReason?
    var launched = true

    mutating func expect(_ event: Lifecycle.Event) -> Lifecycle.Action? {
        switch event {
        case .launch:
            let wasActive = active
            self = Model()
            return wasActive ? .close(.recovered) : .nothing
        case .start(let count):
            if active || count == 0 { return nil }
            let reason: Session.StartReason = last == .completed ? .loop : last == .restart ? .restart : .firstLaunch
            self = Model(active: true, step: 0, steps: count, last: nil, launched: false)
            return .open(reason)
        case .advance:
            if !active || step == steps - 1 { return nil }
            step += 1
            return .enter(step: step)
        case .goBack(let target):
            if !active || target < 0 || target >= step { return nil }
            step = target
            return .enter(step: step)
        case .end(.recovered): return nil
        case .end(let reason):
            if !active {
                if reason == .stop { (last, launched) = (.stop, false) }
                return reason == .stop ? .nothing : nil
            }
            if reason == .completed && step != steps - 1 { return nil }
            (active, last) = (false, reason)
            return .close(reason)
        }
    }
}

private func randomEvent(using generator: inout Seeded) -> Lifecycle.Event {
    switch Int.random(in: 0..<15, using: &generator) {
    case 0: .launch
    case 1...5: .start(steps: Int.random(in: 0...4, using: &generator))
    case 6...9: .advance
    case 10: .goBack(to: Int.random(in: -1...3, using: &generator))
    default: .end(Session.EndReason.allCases.randomElement(using: &generator)!)
    }
}

@Suite struct LifecycleTests {
    @Test func aHundredThousandSequencesGoAsTheModelSays() {
        for seed in 0..<100_000 {
            var generator = Seeded(seed)
            var lifecycle = Lifecycle(phase: .waiting(.firstLaunch))
            var model = Model()
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                let event = randomEvent(using: &generator)
                let before = lifecycle
                let action = try? lifecycle.apply(event)
                guard action == model.expect(event) else {
                    Issue.record("seed \(seed): \(event) in \(before.phase) gave \(String(describing: action))")
                    return
                }
                if action == nil, lifecycle != before {
                    Issue.record("seed \(seed): \(event) was refused and changed \(before.phase)")
                    return
                }
            }
        }
    }

    /// The record carries the answers out; it may be closed and opened at any point.
    @Test func theRecordDoesWhatTheLifecycleSays() async throws {
        let scratch = try Scratch()
        var record = try scratch.record()
        var workflow = Workflow.standard
        var generator = Seeded(11)
        var model = Model()
        var ids: [String] = []
        for turn in 0..<250 {
            let event = randomEvent(using: &generator)
            let expected = model.expect(event)
            let active = try await record.active()
            switch event {
            case .launch:
                record = try scratch.reopened()
                let recovered = try await record.launch()
                #expect((recovered?.endReason == .recovered) == (expected == .close(.recovered)))
            case .start(let steps):
                workflow.steps = (0..<steps).map { .init(name: "step \($0)") }
                let session = try? await record.start(.init(workflow: workflow))
                #expect(session.map { .open($0.startReason) } == expected)
                if let session {
                    ids.append(session.id)
                    _ = try await record.send(.init(.ai, subject: "x", destination: "ai"), of: session.id)
                }
            case .advance:
                #expect((try? await record.advance())?.currentStep.map { .enter(step: $0) } == expected)
            case .goBack(let step):
                let back = try? await record.goBack(to: step, deselecting: Set(active?.captures.map(\.id) ?? []))
                #expect(back?.currentStep.map { .enter(step: $0) } == expected)
                if let back { #expect(back.selectedCaptures.isEmpty && back.captures.count == active?.captures.count) }
            case .end(let reason):
                let ended = (try? await record.end(reason)).flatMap { $0 }
                if case .close = expected {
                    #expect(ended?.id == active?.id && ended != nil)
                } else {
                    #expect(ended == nil)
                }
            }
            if turn.isMultiple(of: 3), let active = try await record.active() {
                // Keeping something changes no phase, and gives a number once.
                _ = try await record.keep(.sample(turn, size: 9), in: active.id)
                let last = try await record.numbers().last
                #expect(try await record.session(active.id).number == active.number ?? last)
            }
            #expect(try await (record.active() != nil) == model.active)
        }
        #expect(ids.count > 20)
        #expect(try await record.check() == [])
        for id in ids.dropLast() {
            let session = try await record.session(id)
            // I1, I3, I4.
            #expect(session.state == .finished && session.ended != nil && session.endReason != nil)
            #expect(session.shareState != .placeholder && !session.renditions.contains { $0.state == .placeholder })
            #expect(session.outbox.allSatisfy { $0.state == .cancelled })
            #expect(session.steps.allSatisfy { ($0.entered == nil) == ($0.left == nil) })
        }
    }

    @Test func aCrashedSessionIsRecoveredWithItsCaptures() async throws {
        let scratch = try Scratch()
        let before = try scratch.record()
        let session = try await before.start(.init(workflow: .standard))
        let capture = try await before.keep(.sample(1), in: session.id)
        try scratch.put([1], at: "Captures/.000001-2-12345678.jpg.abcdef")
        try scratch.put([0xFF, 0xD8, 0xFF, 0xE0], at: "Captures/.capture-0123456789ab.part")
        let after = try scratch.reopened()
        let recovered = try #require(try await after.launch())
        #expect(recovered.id == session.id && recovered.endReason == .recovered && recovered.captures == [capture])
        #expect(try await after.launch() == nil)
        // Where a file manager shows them, by names that say what they are.
        #expect(try scratch.files().contains("Quarantine/Captures/000001-2-12345678.jpg.abcdef"))
        #expect(try scratch.files().contains("Quarantine/Captures/capture-0123456789ab.jpg"))
        #expect(try await after.start(.init(workflow: .standard)).startReason == .firstLaunch)
    }

    /// Whatever else is done, two sessions of one booth are not active: the table itself refuses it.
    @Test func theTableRefusesASecondActiveSession() async throws {
        let scratch = try Scratch()
        let record = try scratch.record()
        _ = try await record.start(.init(workflow: .standard))
        await #expect(throws: SessionsError.self) { try await record.forceSecondActiveSession() }
    }

    @Test(arguments: [(2, "cancelled"), (3, "failed")])
    func whatWasNotMadeIsSaidSo(captures: Int, state: String) async throws {
        let scratch = try Scratch()
        let record = try scratch.record()
        var plan = SessionPlan(workflow: .standard)
        (plan.slots, plan.layout) = (3, "strip")
        let session = try await record.start(plan)
        for seed in 0..<captures { _ = try await record.keep(.sample(seed), in: session.id) }
        let ended = try #require(try await record.end(.stop))
        #expect(ended.renditions.map(\.state.rawValue) == [state])
        #expect(try await record.phase() == .stopped)
    }
}

extension EventRecord {
    fileprivate func forceSecondActiveSession() throws {
        try database.transaction { () throws(SessionsError) in
            var session = Session(
                id: "x", number: nil, booth: event.booth, mode: .standard, workflow: "", layout: nil, slots: 0,
                effects: [], startReason: .loop, started: .now, utcOffset: 0, shareState: .none)
            session.state = .active
            try rows.insert(session)
        }
    }
}
