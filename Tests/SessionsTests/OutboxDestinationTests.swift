import Rigs
import Testing

@testable import Sessions

/// Destinations that are away, busy or slow: how long items wait for them, and who goes first.
@Suite struct OutboxDestinationTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// One attempt, and what it came to.
    private func attempt(_ record: EventRecord, _ outcome: SendOutcome, at now: Moment) async throws -> OutboxItem {
        let claimed = try #require(try await record.claim(lease: .seconds(60), at: now))
        try await record.settle(claimed, outcome, at: now)
        return try #require(try await record.outbox().first { $0.item.id == claimed.id }).item
    }

    @Test func aDestinationThatSaysNotNowIsGivenUpAfterADay() async throws {
        let (record, _) = try await scratch.item()
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
        let (record, _) = try await scratch.item()
        let start = Moment.now
        _ = try await attempt(record, .busy("503", after: nil), at: start)
        for hour in 1...40 {
            _ = try await attempt(record, .unreachable("cable out"), at: start + .seconds(hour * 3600))
        }
        #expect(try await attempt(record, .busy("503", after: nil), at: start + .seconds(41 * 3600)).state == .pending)
    }

    /// The booth was off for a week, or its clock was set: nobody has asked all that time.
    @Test(arguments: [7 * 86_400, -7 * 86_400]) func aClockThatIsSetTakesNoPatience(seconds: Int) async throws {
        let (record, _) = try await scratch.item()
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
        let (record, _) = try await scratch.item()
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
        let (record, first) = try await scratch.item()
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
        let (record, _) = try await scratch.item()
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
