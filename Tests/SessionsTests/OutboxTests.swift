import Foundation
import Rigs
import Synchronization
import Testing

@testable import Sessions

/// A destination that knows keys: it loses requests before and answers after the effect, and is busy at times.
private final class FaultyDestination: Sendable {
    private struct State {
        var effects: [String: Int] = [:]
        var repeats = 0
        var generator = Seeded(1)
    }
    private let state = Mutex(State())

    func receive(_ item: OutboxItem) -> SendOutcome {
        state.withLock { state in
            let roll = Int.random(in: 0..<100, using: &state.generator)
            if roll < 20 { return .unreachable("connection refused") }
            if roll < 40 { return .busy("503", after: nil) }
            if state.effects[item.key] != nil { state.repeats += 1 } else { state.effects[item.key] = 1 }
            return roll < 60 ? .unknown("no answer") : .done(remote: item.key)
        }
    }

    var effects: [String: Int] { state.withLock { $0.effects } }
    var repeats: Int { state.withLock { $0.repeats } }
}

@Suite struct OutboxTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func item(_ kind: OutboxItem.Kind = .media) async throws -> (EventRecord, OutboxItem) {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        _ = try await record.keep(.sample(1, size: 9), in: session.id)
        return (record, try await record.send(.init(kind, subject: "a", destination: "d"), of: session.id))
    }

    /// The clock is moved by hand. A worker that is killed leaves its lease behind; the next one opens the record anew.
    @Test func everyKeyHasExactlyOneEffectBehindAFaultyDestination() async throws {
        let count = 2_000
        var record = try scratch.record()
        let destination = FaultyDestination()
        var now = Moment.now
        for visit in 0..<100 {
            let session = try await record.start(.init(workflow: .standard))
            for number in 0..<(count / 100) {
                let item = NewItem(.media, subject: "\(visit), \(number)", destination: "d\(number % 3)")
                _ = try await record.keep(
                    .survey, name: "\(number)", value: "x", in: session.id, items: [item], at: now)
            }
            _ = try await record.end(.restart)
        }
        var kills = 0
        var generator = Seeded(3)
        while try await !record.outbox(states: [.pending, .sending]).isEmpty {
            now = now + .seconds(30)
            while let item = try await record.claim(lease: .seconds(60), at: now) {
                let outcome = destination.receive(item)
                if Int.random(in: 0..<10, using: &generator) == 0 {
                    kills += 1
                    record = try scratch.reopened()
                } else {
                    try await record.settle(item, outcome, at: now)
                }
            }
        }
        let items = try await record.outbox(limit: 10_000)
        #expect(items.allSatisfy { $0.item.state == .done } && items.count == count)
        #expect(destination.effects == Dictionary(uniqueKeysWithValues: items.map { ($0.item.key, 1) }))
        print("outbox: \(count) items, \(kills) kills, \(destination.repeats) repeats taken as one")
    }

    /// The same with real processes and real kills; `make soak` sends 2,000. Email knows no keys: what may have arrived is
    /// not sent again.
    @Test(arguments: ["media", "email"]) func aWorkerThatIsKilledAllTheTimeSendsEverythingOnce(kind: String) throws {
        let (status, output) = try figures("deliver", scratch.folder.absolute("delivery"), "100", kind)
        print("outbox: \(output)")
        #expect(status == 0, "\(output)")
    }

    @Test(arguments: [
        (SendOutcome.done(remote: "7"), OutboxItem.Kind.email, OutboxItem.State.done),
        (.refused("550 no such mailbox"), .email, .dead), (.unreachable("no route"), .email, .pending),
        (.busy("451 later", after: nil), .email, .pending), (.unknown("lost after DATA"), .email, .unknown),
        (.unknown("lost"), .print, .unknown), (.unknown("lost"), .sms, .unknown), (.unknown("lost"), .media, .pending),
        (.unknown("lost"), .survey, .pending), (.unknown("lost"), .ai, .pending),
    ]) func anOutcomeLeadsToAState(outcome: SendOutcome, kind: OutboxItem.Kind, state: OutboxItem.State) async throws {
        let (record, sent) = try await item(kind)
        let claimed = try #require(try await record.claim(lease: .seconds(60)))
        #expect(claimed.key == sent.key && claimed.state == .sending && claimed.attempts == 1)
        #expect(try await record.settle(claimed, outcome))
        let after = try await record.outbox()[0].item
        #expect(after.state == state && after.key == sent.key)
        #expect((after.reason == nil) == (state == .done))
        #expect(try await !record.settle(claimed, .done(remote: nil)), "an item is settled once")
        #expect(try await record.check() == [])
    }

    @Test(arguments: OutboxItem.Kind.allCases) func aLeaseThatRanOutIsNotBlindlyRepeated(kind: OutboxItem.Kind)
        async throws
    {
        let (record, _) = try await item(kind)
        let now = Moment.now
        let claimed = try #require(try await record.claim(lease: .seconds(60), at: now))
        #expect(try await record.claim(lease: .seconds(60), at: now + .seconds(59)) == nil)
        _ = try await record.claim(lease: .seconds(60), at: now + .seconds(61))
        let state = try await record.outbox()[0].item.state
        #expect(kind.isIdempotent ? state != .unknown : state == .unknown)
        if !kind.isIdempotent { #expect(try await !record.settle(claimed, .done(remote: nil))) }
    }

    /// One attempt, and what it came to.
    private func attempt(_ record: EventRecord, _ outcome: SendOutcome, at now: Moment) async throws -> OutboxItem {
        let claimed = try #require(try await record.claim(lease: .seconds(60), at: now))
        try await record.settle(claimed, outcome, at: now)
        return try #require(try await record.outbox().first { $0.item.id == claimed.id }).item
    }

    @Test func aDestinationThatSaysNotNowIsGivenUpAfterADay() async throws {
        let (record, _) = try await item()
        let start = Moment.now
        for minute in stride(from: 1, through: 24 * 60, by: 30) {
            let item = try await attempt(record, .busy("503", after: nil), at: start + .seconds(minute * 60))
            #expect(item.state == .pending)
        }
        let last = try await attempt(record, .busy("503", after: nil), at: start + .seconds(86_400 + 120))
        #expect(last.state == .dead && last.reason == "tried for a day: 503")
        // Whoever asks for it once more gives it another day.
        let later = start + .seconds(200_000)
        try await record.retry(last.id, at: later)
        #expect(try await attempt(record, .busy("503", after: nil), at: later).state == .pending)
    }

    @Test func timeInWhichADestinationWasAwayIsNotHeldAgainstAnItem() async throws {
        let (record, _) = try await item()
        let start = Moment.now
        _ = try await attempt(record, .busy("503", after: nil), at: start)
        for hour in 1...40 {
            _ = try await attempt(record, .unreachable("cable out"), at: start + .seconds(hour * 3600))
        }
        #expect(try await attempt(record, .busy("503", after: nil), at: start + .seconds(41 * 3600)).state == .pending)
    }

    /// The booth was off for a week, or its clock was set: nobody has asked all that time.
    @Test(arguments: [7 * 86_400, -7 * 86_400]) func aClockThatIsSetTakesNoPatience(seconds: Int) async throws {
        let (record, _) = try await item()
        let start = Moment.now
        _ = try await attempt(record, .busy("503", after: nil), at: start)
        let then = start + .seconds(seconds)
        #expect(try await attempt(record, .busy("503", after: nil), at: then).state == .pending)
        for hour in 1...22 {
            let item = try await attempt(record, .busy("503", after: nil), at: then + .seconds(hour * 3_600))
            #expect(item.state == .pending)
        }
        for hour in 23...25 {
            _ =
                try await record.outbox(states: [.pending]).isEmpty
                ? nil : attempt(record, .busy("503", after: nil), at: then + .seconds(hour * 3_600))
        }
        #expect(try await record.outbox()[0].item.state == .dead)
    }

    @Test(arguments: [1, 3_600, 10 * 86_400]) func aClockThatIsSetBackStallsNothing(seconds: Int) async throws {
        let (record, _) = try await item()
        let now = Moment.now
        _ = try await attempt(record, .busy("503", after: .seconds(3_000)), at: now)
        for _ in 1...6 { try await breakDown(record, at: now) }
        let earlier = now + .seconds(-seconds)
        #expect(try await record.claim(lease: .seconds(60), at: now) == nil)
        #expect(try await record.claim(lease: .seconds(60), at: earlier) != nil)
    }

    /// One more failure of destination d.
    private func breakDown(_ record: EventRecord, at now: Moment) async throws {
        let session = try #require(try await record.active())
        let number = session.outbox.count
        _ = try await record.send(.init(.media, subject: "\(number)", destination: "d"), of: session.id, at: now)
        guard let claimed = try await record.claim(lease: .seconds(60), at: now) else { return }
        try await record.settle(claimed, .unreachable("cable out"), at: now)
    }

    @Test func aDestinationThatFailsIsAskedOneAtATimeAndOthersGoOn() async throws {
        let (record, first) = try await item()
        let session = try #require(try await record.active())
        for number in 0..<20 {
            _ = try await record.send(.init(.media, subject: "\(number)", destination: "d"), of: session.id)
        }
        let now = Moment.now + .seconds(1)
        var attempts = 0
        while let claimed = try await record.claim(lease: .seconds(600), at: now), attempts < 100 {
            attempts += 1
            try await record.settle(claimed, .unreachable("cable out"), at: now)
        }
        #expect((5...12).contains(attempts), "\(attempts) attempts")
        _ = try await record.send(.init(.media, subject: "x", destination: "other"), of: session.id, at: now)
        #expect(try await record.claim(lease: .seconds(600), at: now)?.destination == "other")
        // Later, one probe is out; while it is, nobody else asks.
        let later = now + .seconds(400)
        #expect(try await record.claim(lease: .seconds(60), at: later)?.destination == "d")
        #expect(try await record.claim(lease: .seconds(60), at: later) == nil)
        // The operator's word opens it.
        try await record.retry(try #require(try await record.outbox(states: [.pending]).first).item.id, at: later)
        #expect(try await record.claim(lease: .seconds(60), at: later) != nil)
        #expect(first.attempts == 0)
    }

    /// All others come back at that moment, too.
    @Test func aDestinationThatComesBackIsSentToSlowlyAtFirst() async throws {
        let (record, _) = try await item()
        let session = try #require(try await record.active())
        var now = Moment.now + .seconds(1)
        for _ in 0..<12 { try await breakDown(record, at: now) }
        for number in 0..<200 {
            _ = try await record.send(.init(.media, subject: "b\(number)", destination: "d"), of: session.id, at: now)
        }
        now = now + .seconds(400)
        let probe = try #require(try await record.claim(lease: .seconds(60), at: now))
        try await record.settle(probe, .done(remote: nil), at: now)
        func sentWithin(_ seconds: Int, _ outcome: SendOutcome = .done(remote: nil)) async throws -> Int {
            var count = 0
            for _ in 0..<(seconds * 100) {
                while let item = try await record.claim(lease: .seconds(60), at: now) {
                    try await record.settle(item, outcome, at: now)
                    count += 1
                }
                now = now + .milliseconds(10)
            }
            return count
        }
        #expect(try await sentWithin(1) == 2)
        let next = try await sentWithin(4)
        #expect((10...20).contains(next), "\(next)")
        _ = try await sentWithin(1, .busy("503", after: nil))
        let slower = try await sentWithin(1)
        #expect((1...3).contains(slower), "\(slower)")
        // A clock that is set back keeps nothing waiting.
        now = now + .seconds(-86_400)
        #expect(try await sentWithin(1) >= 1)
    }

    @Test func aPaceThatLimitsNothingIsOver() {
        let start = Moment.now
        var pace = OutboxPace(at: start)
        var seconds = 0
        while pace.note(.done(remote: nil), at: start + .seconds(seconds)), seconds < 100 { seconds += 1 }
        #expect(seconds == OutboxPace.most - 1)
        for _ in 0..<10 { _ = pace.note(.unreachable("away"), at: start) }
        #expect(pace.perSecond == 1)
    }

    @Test func aDestinationThatIsAwayIsAskedAtMostOnceAMinute() {
        var generator = Seeded(9)
        for failures in [6, 9, 60] {
            for _ in 0..<500 {
                let pause = Backoff.pause(failures: failures, using: &generator)
                #expect(pause >= .seconds(60) && pause <= .seconds(90))
            }
        }
        let early = (0..<500).map { _ in Backoff.pause(failures: 0, using: &generator) }
        #expect(early.allSatisfy { $0 <= .seconds(1) })
    }

    /// A mail that waits for a picture goes when the picture is deleted, too; and it says no time of which nobody knows.
    @Test func whatWaitsForSomethingThatIsDeletedGoes() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        let path = try await record.keep(.sample(1), in: session.id).path
        let media = try await record.send(.init(.media, subject: path, destination: "d"), of: session.id)
        var mail = NewItem(.email, subject: "a", destination: "relay")
        mail.after = media.id
        _ = try await record.send(mail, of: session.id)
        #expect(try await record.outbox().last?.next == nil)
        #expect(try await record.claim([.email], lease: .seconds(60)) == nil)
        _ = try await record.delete(items: [path], of: session.id)
        #expect(try await record.claim([.email], lease: .seconds(60))?.subject == "a")
    }

    @Test func anItemWaitsForOneOfItsOwnSessionOnly() async throws {
        let (record, first) = try await item()
        _ = try await record.end(.restart)
        let other = try await record.start(.init(workflow: .standard))
        var mail = NewItem(.email, subject: "a", destination: "relay")
        mail.after = first.id
        let foreign = mail
        await #expect(throws: SessionsError.self) { try await record.send(foreign, of: other.id) }
        #expect(try await record.session(other.id).outbox.isEmpty)
    }

    @Test func kindsDoNotWaitForOneAnother() async throws {
        let (record, _) = try await item(.print)
        let session = try #require(try await record.active())
        _ = try await record.send(.init(.email, subject: "b", destination: "relay"), of: session.id)
        #expect(try await record.claim([.email], lease: .seconds(60))?.kind == .email)
        #expect(try await record.claim([.ai], lease: .seconds(60)) == nil)
    }

    @Test func theSameWishIsOneItemAndASecondRequestAnother() async throws {
        let (record, first) = try await item()
        let session = try #require(try await record.active())
        #expect(try await record.send(.init(.media, subject: "a", destination: "d"), of: session.id) == first)
        let second = NewItem(.media, subject: "a", destination: "d", request: 2)
        #expect(try await record.send(second, of: session.id).key != first.key)
        #expect(!first.key.contains("a@"))
    }

    /// I4: an answer that comes after the end is for nobody, one that an operator asked for later is kept.
    @Test func lateAnswersOfAIJobsChangeNothing() async throws {
        let (record, _) = try await item(.ai)
        let claimed = try #require(try await record.claim([.ai], lease: .seconds(600)))
        let ended = try #require(try await record.end(.restart))
        let next = try await record.start(.init(workflow: .standard))
        #expect(try await !record.settle(claimed, .done(remote: "answer")))
        #expect(try await record.session(ended.id) == ended)
        #expect(try await record.session(next.id) == next)
        let again = try await record.send(.init(.ai, subject: "a", destination: "d", request: 2), of: ended.id)
        #expect(again.rerun)
        let rerun = try #require(try await record.claim([.ai], lease: .seconds(600)))
        #expect(try await record.settle(rerun, .done(remote: "answer")))
    }

    @Test func theOperatorRetriesAndRemoves() async throws {
        let (record, sent) = try await item(.email)
        let claimed = try #require(try await record.claim(lease: .seconds(60)))
        await #expect(throws: SessionsError.self) { try await record.retry(sent.id) }
        try await record.settle(claimed, .refused("550"))
        #expect(try await record.retry(sent.id).state == .pending)
        #expect(try await record.remove(item: sent.id).state == .cancelled)
        #expect(try await record.claim(lease: .seconds(60)) == nil)
        await #expect(throws: SessionsError.noItem(99)) { try await record.retry(99) }
        await #expect(throws: SessionsError.noItem(99)) { try await record.remove(item: 99) }
    }

    /// I5.
    @Test func keysOutliveARebuild() async throws {
        let (record, sent) = try await item()
        try await record.saveHistory()
        try scratch.remove("event.db")
        #expect(try await scratch.reopened().outbox().map(\.item) == [sent])
    }

    @Test func waitsAreSpreadOverAllThatIsAllowed() {
        var generator = Seeded(9)
        for failures in [0, 1, 4, 8, 9, 60] {
            let most = min(60_000, 1_000 << min(failures, 20))
            let waits = (0..<2_000).map { _ in Backoff.wait(failures: failures, using: &generator) / .milliseconds(1) }
            #expect(
                waits.max()! <= Double(most) && waits.max()! > 0.98 * Double(most) && waits.min()! < 0.02 * Double(most)
            )
        }
    }
}
