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

/// What becomes of one item, and what it waits for.
@Suite struct OutboxTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

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
        let (record, sent) = try await scratch.item(kind)
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
        let (record, _) = try await scratch.item(kind)
        let now = Moment.now
        let claimed = try #require(try await record.claim(lease: .seconds(60), at: now))
        #expect(try await record.claim(lease: .seconds(60), at: now + .seconds(59)) == nil)
        _ = try await record.claim(lease: .seconds(60), at: now + .seconds(61))
        let state = try await record.outbox()[0].item.state
        #expect(kind.isIdempotent ? state != .unknown : state == .unknown)
        if !kind.isIdempotent { #expect(try await !record.settle(claimed, .done(remote: nil))) }
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
        let (record, first) = try await scratch.item()
        _ = try await record.end(.restart)
        let other = try await record.start(.init(workflow: .standard))
        var mail = NewItem(.email, subject: "a", destination: "relay")
        mail.after = first.id
        let foreign = mail
        await #expect(throws: SessionsError.self) { try await record.send(foreign, of: other.id) }
        #expect(try await record.session(other.id).outbox.isEmpty)
    }

    @Test func kindsDoNotWaitForOneAnother() async throws {
        let (record, _) = try await scratch.item(.print)
        let session = try #require(try await record.active())
        _ = try await record.send(.init(.email, subject: "b", destination: "relay"), of: session.id)
        #expect(try await record.claim([.email], lease: .seconds(60))?.kind == .email)
        #expect(try await record.claim([.ai], lease: .seconds(60)) == nil)
    }

    @Test func theSameWishIsOneItemAndASecondRequestAnother() async throws {
        let (record, first) = try await scratch.item()
        let session = try #require(try await record.active())
        #expect(try await record.send(.init(.media, subject: "a", destination: "d"), of: session.id) == first)
        let second = NewItem(.media, subject: "a", destination: "d", request: 2)
        #expect(try await record.send(second, of: session.id).key != first.key)
        #expect(!first.key.contains("a@"))
    }

    /// I4: an answer that comes after the end is for nobody, one that an operator asked for later is kept.
    @Test func lateAnswersOfAIJobsChangeNothing() async throws {
        let (record, _) = try await scratch.item(.ai)
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
        let (record, sent) = try await scratch.item(.email)
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
        let (record, sent) = try await scratch.item()
        try await record.saveHistory()
        try scratch.remove("event.db")
        #expect(try await scratch.reopened().outbox().map(\.item) == [sent])
    }
}

extension Scratch {
    /// A record with one item, of a session that is under way.
    func item(_ kind: OutboxItem.Kind = .media) async throws -> (EventRecord, OutboxItem) {
        let record = try record()
        let session = try await record.start(.init(workflow: .standard))
        _ = try await record.keep(.sample(1, size: 9), in: session.id)
        return (record, try await record.send(.init(kind, subject: "a", destination: "d"), of: session.id))
    }
}
