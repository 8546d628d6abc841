import Faults
import Foundation
import Testing

@testable import Sessions

/// Machines without a battery for their clock, time servers that are late, hands that set a clock.
@Suite struct ClockJumpTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private let tonight = Moment(milliseconds: 1_781_460_900_000)
    private let nineteenSeventy = Moment(milliseconds: 60_000)

    /// No paper for ten minutes, and meanwhile a time server answers for the first time.
    @Test func `A clock that is set while a print waits for paper does not use up its patience`() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard), at: nineteenSeventy)
        let item = try await record.send(
            NewItem(.print, subject: "FinalPhoto/a.jpg", destination: "rx1"), of: session.id, at: nineteenSeventy)
        var now = nineteenSeventy
        for _ in 0..<2 {
            let claimed = try #require(try await record.claim([.print], lease: .seconds(900), at: now))
            #expect(try await record.settle(claimed, .busy("no paper", after: .zero), at: now + .seconds(600)))
            now = now + .seconds(700)
        }
        let claimed = try #require(try await record.claim([.print], lease: .seconds(900), at: now))
        #expect(try await record.settle(claimed, .busy("no paper", after: .zero), at: tonight))
        #expect(try await record.outbox().first?.item.state == .pending)
        // A day without paper is one all the same.
        for hour in 1...30 {
            let now = tonight + .seconds(3_600 * hour)
            guard let claimed = try await record.claim([.print], lease: .seconds(900), at: now) else { break }
            try await record.settle(claimed, .busy("no paper", after: .zero), at: now + .seconds(600))
        }
        #expect(try await record.outbox().first?.item.state == .dead && item.id == 1)
    }

    @Test func `Links keep their order when the clock is set back between them`() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard), at: tonight)
        let printed = session.token
        _ = try await record.share(session.id, at: tonight + .seconds(-7_200))
        let third = try await record.share(session.id, at: tonight + .seconds(-7_200))
        let shares = try await record.session(session.id).shares
        #expect(shares.count == 3 && shares.first?.token == printed && shares.last == third)
        #expect(try await record.session(session.id).token == printed, "that of the printed code")
    }

    /// They would be 56 years old as soon as the clock is right.
    @Test func `What a clock dated that did not know the year is not purged for its age`() async throws {
        var event = Event(name: "Emma & Noah", date: "")
        (event.reserve, event.keepDays, event.linkDays, event.contactsKeepDays) = (0, 30, 30, 30)
        let record = try EventRecord.create(event, workflow: .standard, in: scratch.folder)
        let session = try await record.start(.init(workflow: .standard), at: nineteenSeventy)
        _ = try await record.keep(.email, value: "emma@example.org", in: session.id, at: nineteenSeventy)
        _ = try await record.end(.restart, at: nineteenSeventy + .seconds(60))
        #expect(try await record.purge(at: tonight).isEmpty)
        #expect(try await record.sessions().first?.inputs.count == 1)
    }

    @Test(arguments: [EWOULDBLOCK, EINTR, ENOLCK, EOPNOTSUPP, ENOSYS])
    func `A file system without locks is not taken for another booth`(number: Int32) {
        let isOther = [EWOULDBLOCK, EINTR].contains(number)
        let failure = SessionsError.lockFailure(number, path: "/mnt/party")
        #expect((failure == nil) == isOther)
        #expect(isOther || failure?.description.contains("files cannot be locked there") == true)
    }
}
