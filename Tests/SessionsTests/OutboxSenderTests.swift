import Foundation
import Rigs
import Synchronization
import Testing
import Work

@testable import Sessions

/// A destination that does as it is told: it answers what `answers` says, or lets those who ask wait.
final class ObedientDestination: Sendable {
    private struct State {
        var sent: [String] = []
        var underWay = 0
        var most = 0
        var answers: [String: [SendOutcome]] = [:]
        var isHolding = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())

    var sent: [String] { state.withLock { $0.sent } }
    var underWay: Int { state.withLock { $0.underWay } }
    var most: Int { state.withLock { $0.most } }

    /// What the next attempts to send `subject` come to; after these it arrives.
    func answer(_ subject: String, _ outcomes: SendOutcome...) { state.withLock { $0.answers[subject] = outcomes } }
    func hold() { state.withLock { $0.isHolding = true } }

    func letGo() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            state.isHolding = false
            return state.waiting
        }
        for one in waiting { one.resume() }
    }

    func receive(_ item: OutboxItem) async -> SendOutcome {
        await withCheckedContinuation { continuation in
            let isHeld = state.withLock { state in
                state.underWay += 1
                state.most = max(state.most, state.underWay)
                if state.isHolding { state.waiting.append(continuation) }
                return state.isHolding
            }
            if !isHeld { continuation.resume() }
        }
        return state.withLock { state in
            state.underWay -= 1
            state.sent.append(item.subject)
            guard let next = state.answers[item.subject]?.first else { return .done(remote: item.key) }
            state.answers[item.subject]?.removeFirst()
            return next
        }
    }
}

/// Until `condition` holds; what never does fails the test.
func until(_ comment: Comment, _ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(30)
    while try await !condition() {
        guard ContinuousClock.now < end else {
            Issue.record(comment)
            throw CancellationError()
        }
        await Task.yield()
    }
}

@Suite struct OutboxSenderTests {
    let scratch: Scratch
    let time = ManualTime()
    let far = ObedientDestination()
    init() throws { scratch = try Scratch() }

    private var now: Moment { Moment(milliseconds: time.wall) }

    /// The record with one open session.
    private func open() async throws -> (EventRecord, String) {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard), at: now)
        _ = try await record.keep(.survey, value: "x", in: session.id, at: now)
        return (record, session.id)
    }

    private func route(_ kinds: Set<OutboxItem.Kind> = [.media], guest: Int = 4) -> OutboxRoute {
        let far = far
        var route = OutboxRoute(kinds) { await far.receive($0) }
        route.parallel = [.guest: guest]
        return route
    }

    /// While `body` runs, a sender does.
    private func sending(
        _ record: EventRecord, _ routes: [OutboxRoute], report: @escaping @Sendable (SessionsError?) -> Void = { _ in },
        _ body: () async throws -> Void
    ) async throws {
        let sender = OutboxSender(record: record, routes: routes, time: time.source, report: report)
        let task = Task { try await sender.run() }
        do { try await body() } catch {
            far.letGo()
            task.cancel()
            _ = await task.result
            throw error
        }
        task.cancel()
        try await task.value
    }

    private func add(
        _ subject: String, _ kind: OutboxItem.Kind = .media, to record: EventRecord, _ session: String,
        _ change: (inout NewItem) -> Void = { _ in }
    ) async throws -> OutboxItem {
        var item = NewItem(kind, subject: subject, destination: "d")
        change(&item)
        let made = item
        return try await record.send(made, of: session, at: now)
    }

    /// The clock stands still all the while: nobody polls for it.
    @Test func anItemIsSentAsSoonAsItIsAdded() async throws {
        let (record, session) = try await open()
        try await sending(record, [route()]) {
            for number in 1...3 {
                _ = try await add("\(number)", to: record, session)
                try await until("item \(number) is sent") { try await record.outboxCount(states: [.done]) == number }
            }
        }
        #expect(far.sent == ["1", "2", "3"])
    }

    @Test func aDestinationIsNotToBlameForWhatTheEndOfSendingCutOff() async throws {
        let (record, session) = try await open()
        _ = try await add("1", to: record, session)
        // As a transport does that is cancelled.
        let cut = OutboxRoute([.media]) { _ in
            while !Task.isCancelled { await Task.yield() }
            return .unreachable("sending was ended")
        }
        try await sending(record, [cut]) {
            try await until("it is under way") { try await record.outboxCount(states: [.sending]) == 1 }
        }
        let item = try #require(try await record.outbox(limit: 1).first?.item)
        #expect(item.state == .pending && item.reason == "sending was ended")
        let destination = try #require(try await record.destination("d"))
        #expect(destination.failures == 0 && destination.since == nil && destination.reason == nil)
    }

    @Test func whatAnotherProcessAddsIsNoticedWithinASecond() async throws {
        let (record, session) = try await open()
        let other = try scratch.reopened()
        try await sending(record, [route()]) {
            _ = try await add("1", to: record, session)
            try await until("the first is sent") { try await record.outboxCount(states: [.done]) == 1 }
            // The sender looks around by now.
            try await until("it looks around") { time.sleepers == 1 }
            _ = try await add("2", to: other, session)
            time.advance(by: .seconds(1))
            try await until("the second is sent") { try await record.outboxCount(states: [.done]) == 2 }
        }
    }

    @Test func noMoreAreUnderWayThanALaneAllows() async throws {
        let (record, session) = try await open()
        for number in 1...12 {
            _ = try await add("\(number)", to: record, session) { $0.lane = number > 6 ? .raw : .guest }
        }
        far.hold()
        try await sending(record, [route(guest: 3)]) {
            // A lane that has no limit of its own has one place.
            try await until("three and one are under way") { far.underWay == 4 }
            far.letGo()
            try await until("all are sent") { try await record.outboxCount(states: [.done]) == 12 }
        }
        #expect(far.most == 4)
    }

    @Test func aFailureIsTriedAgainWithinASecond() async throws {
        let (record, session) = try await open()
        far.answer("1", .unreachable("cable out"), .busy("503", after: nil), .unknown("no answer"))
        _ = try await add("1", to: record, session)
        try await sending(record, [route()]) {
            for attempt in 1...3 {
                try await until("attempt \(attempt) is settled") {
                    let item = try await record.outbox()[0].item
                    return item.attempts == attempt && item.state == .pending
                }
                time.advance(by: .seconds(1))
            }
            try await until("it is sent") { try await record.outboxCount(states: [.done]) == 1 }
        }
        #expect(far.sent.count == 4)
    }

    @Test func thereIsOneSenderAnEvent() async throws {
        let (record, session) = try await open()
        _ = try await add("1", to: record, session)
        try await sending(record, [route()]) {
            try await until("the first one sends") { try await record.outboxCount(states: [.done]) == 1 }
            let second = OutboxSender(record: try scratch.reopened(), routes: [route()])
            await #expect(throws: SessionsError.anotherSends(path: scratch.folder.path)) { try await second.run() }
        }
        // It has let go.
        try await sending(record, [route()]) {}
    }

    @Test func whatIsUnderWayWhenSendingEndsIsSettled() async throws {
        let (record, session) = try await open()
        _ = try await add("1", to: record, session)
        far.hold()
        let sender = OutboxSender(record: record, routes: [route()], time: time.source)
        let task = Task { try await sender.run() }
        try await until("it is under way") { far.underWay == 1 }
        task.cancel()
        far.letGo()
        try await task.value
        #expect(try await record.outbox()[0].item.state == .done)
    }

    @Test(arguments: [
        (OutboxItem.Kind.media, false, OutboxItem.State.done), (.email, false, .unknown), (.print, true, .done),
    ])
    func aStartTakesBackWhatADeadSenderHeld(kind: OutboxItem.Kind, resumes: Bool, state: OutboxItem.State) async throws
    {
        let (record, session) = try await open()
        let item = try await add("1", kind, to: record, session)
        _ = try await record.claim([kind], lease: .seconds(86_400), at: now)
        var route = route([kind])
        route.resumes = resumes
        let wanted = route
        try await sending(try scratch.reopened(), [wanted]) {
            try await until("it is \(state)") { try await record.outbox()[0].item.state == state }
        }
        #expect(try await record.outbox()[0].item.due == item.due || state == .done)
        #expect(far.sent.count == (state == .done ? 1 : 0))
    }

    /// A record that cannot be written is said once, and forgotten when it can be again; nothing is lost or sent twice.
    @Test func whatCannotBeWrittenDownIsATroubleAndSendingGoesOn() async throws {
        let (record, session) = try await open()
        let troubles = Mutex<[SessionsError?]>([])
        far.hold()
        _ = try await add("1", to: record, session)
        let database = try Database(path: scratch.folder.database, create: false)
        let report: @Sendable (SessionsError?) -> Void = { trouble in troubles.withLock { $0.append(trouble) } }
        try await sending(record, [route()], report: report) {
            try await until("it is under way") { far.underWay == 1 }
            try database.execute(
                "CREATE TRIGGER full BEFORE UPDATE ON item BEGIN SELECT RAISE(ABORT, 'no room'); END")
            far.letGo()
            try await until("it is told") { troubles.withLock { $0.count } == 1 }
            #expect(try await record.outbox()[0].item.state == .sending)
            try database.execute("DROP TRIGGER full")
            try await until("it waits") { time.sleepers == 2 }
            time.advance(by: .seconds(1))
            try await until("it is settled") { try await record.outbox()[0].item.state == .done }
        }
        #expect(troubles.withLock { $0 } == [.conflict("no room"), nil])
        #expect(far.sent == ["1"])
    }

    @Test func anItemWaitsForAnother() async throws {
        let (record, session) = try await open()
        let media = try await add("media", to: record, session)
        let mail = try await add("mail", .email, to: record, session) { $0.after = media.id }
        #expect(mail.after == media.id)
        far.hold()
        try await sending(record, [route([.media, .email])]) {
            try await until("the media are under way") { far.underWay == 1 }
            far.letGo()
            try await until("both are sent") { try await record.outboxCount(states: [.done]) == 2 }
        }
        #expect(far.sent == ["media", "mail"])
    }

    @Test(arguments: [SendOutcome.refused("too large"), .done(remote: nil)])
    func whatWasWaitedForMayEndInAnyWay(outcome: SendOutcome) async throws {
        let (record, session) = try await open()
        let media = try await add("media", to: record, session)
        far.answer("media", outcome)
        _ = try await add("mail", .email, to: record, session) { $0.after = media.id }
        try await sending(record, [route([.media, .email])]) {
            try await until("the mail is sent") { far.sent == ["media", "mail"] }
        }
    }

    @Test func nobodyWaitsForLongerThanIsSaid() async throws {
        let (record, session) = try await open()
        let media = try await add("media", to: record, session)
        far.answer("media", .unreachable("cable out"), .unreachable("cable out"))
        _ = try await add("mail", .email, to: record, session) {
            ($0.after, $0.waitAtMost) = (media.id, .seconds(600))
        }
        #expect(try await record.claim([.email], lease: .seconds(60), at: now + .seconds(599)) == nil)
        #expect(try await record.claim([.email], lease: .seconds(60), at: now + .seconds(600))?.subject == "mail")
    }
}
