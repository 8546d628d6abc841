import Foundation
import Rigs
import Testing

@testable import Sessions

/// What holds for the outbox whatever happens: any order of claims, outcomes, crashes and jumps of the clock.
@Suite struct OutboxRulesTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// A far side that remembers what took effect there, and how far each item of several steps has come.
    private struct FarSide {
        var effects: [String: Int] = [:]
        var steps: [String: Int] = [:]
        var paid = 0
    }

    private func routes(_ budget: Int) -> [OutboxRoute] {
        let never: Transport = { _ in .refused("not sent here") }
        var ai = OutboxRoute([.ai], to: "artist", transport: never)
        (ai.budget, ai.parallel) = (budget, [.guest: 8])
        var media = OutboxRoute([.media, .survey], transport: never)
        media.parallel = [.guest: 3, .raw: 1]
        return [ai, media]
    }

    @Test(arguments: 1...6) func theRulesHoldInAnyOrder(seed: Int) async throws {
        var generator = Seeded(seed)
        var record = try scratch.record()
        var now = Moment(milliseconds: 1_781_460_900_000)
        let (budget, cost) = (200, 10)
        let routes = routes(budget)
        var waits: [Int: Int] = [:]
        for visit in 0..<12 {
            let session = try await record.start(.init(workflow: .standard), at: now)
            for number in 0..<6 {
                var item = NewItem(.media, subject: "\(visit), \(number)", destination: "d\(number % 2)")
                item.lane = number == 5 ? .raw : .guest
                let first = try await record.send(item, of: session.id, at: now)
                if number == 0 {
                    var follower = NewItem(.survey, subject: "after \(visit)", destination: "d0")
                    (follower.after, follower.waitAtMost) = (first.id, visit % 2 == 0 ? nil : .seconds(600))
                    waits[try await record.send(follower, of: session.id, at: now).id] = first.id
                }
            }
            _ = try await record.end(.restart, at: now)
            for number in 0..<2 {
                var picture = NewItem(.ai, subject: "\(visit), \(number)", destination: "artist")
                picture.cost = cost
                _ = try await record.send(picture, of: session.id, at: now)
            }
        }
        var far = FarSide()
        var underWay: [OutboxItem] = []
        var turns = 0
        while turns < 4_000 {
            turns += 1
            now = now + .milliseconds(Int.random(in: 0...400, using: &generator))
            if turns % 700 == 0 { now = now + .seconds(-7_200) }
            var ended: [EndedAttempt] = []
            while let item = underWay.indices.randomElement(using: &generator).map({ underWay.remove(at: $0) }) {
                ended.append(.init(item: item, outcome: try await outcome(of: item, &far, record, &generator)))
                if Bool.random(using: &generator) { break }
            }
            if Int.random(in: 0..<15, using: &generator) == 0 {
                // Killed: what had come of these is written down by nobody.
                underWay = []
                record = try scratch.reopened()
                try await record.releaseHeld(routes, at: now)
                continue
            }
            let turn = try await record.turn(settling: ended, claiming: routes, at: now)
            for item in turn.claimed {
                #expect(item.step == far.steps[item.key] ?? 0, "it goes on where it was")
                guard let first = waits[item.id], item.attempts == 1 else { continue }
                let isOver = try await record.item(first)?.state.isFinal ?? true
                #expect(isOver || now - item.created >= .seconds(600) || now < item.created, "it waits for another")
            }
            underWay += turn.claimed
            try await check(record, far, budget)
            if try await isOver(record, budget, cost) { break }
        }
        let items = try await record.outbox(limit: 10_000).map(\.item)
        #expect(far.effects.values.allSatisfy { $0 == 1 } && far.paid <= budget)
        #expect(items.filter { $0.kind != .ai }.allSatisfy { $0.state == .done }, "after \(turns) turns")
        let pictures = items.filter { $0.kind == .ai && $0.state == .done }
        let refused = items.filter { $0.state == .dead }
        #expect(refused.allSatisfy { $0.reserved == 0 && far.effects[$0.key] == nil })
        #expect(pictures.count == min(budget / cost, 24 - refused.count), "all of the budget is used")
        #expect(try await record.check() == [])
    }

    /// 60 % of the attempts fail in some way; an item for the artist takes two steps, and the first is what is paid for.
    private func outcome(
        of item: OutboxItem, _ far: inout FarSide, _ record: EventRecord, _ generator: inout Seeded
    ) async throws -> SendOutcome {
        let roll = Int.random(in: 0..<100, using: &generator)
        if roll < 20 { return .unreachable("connection refused") }
        if roll < 40 { return .busy("503", after: nil) }
        if item.kind == .ai, item.step == 0 {
            // Who knows the key and has done it does not refuse it afterwards.
            if roll < 43, far.effects[item.key] == nil { return .refused("no such style") }
            if far.effects[item.key] == nil { far.paid += item.cost }
            far.effects[item.key] = 1
            guard roll > 50 else { return .unknown("no answer") }
            #expect(try await record.resume(item, at: 1, taken: #"{"ref":"\#(item.key)"}"#))
            far.steps[item.key] = 1
        }
        if item.kind == .ai { #expect(try await record.item(item.id)?.taken?.contains(item.key) == true) }
        far.effects[item.key] = 1
        return roll < 60 ? .unknown("no answer") : .done(remote: item.key)
    }

    private func check(_ record: EventRecord, _ far: FarSide, _ budget: Int) async throws {
        let sending = try await record.outbox(states: [.sending], limit: 1_000).map(\.item)
        for destination in ["d0", "d1"] {
            let there = sending.filter { $0.destination == destination }
            #expect(there.count { $0.lane == .guest } <= 3 && there.count { $0.lane == .raw } <= 1)
        }
        let artist = try await record.destination("artist")
        #expect(far.paid <= budget && artist?.reserved ?? 0 <= budget)
    }

    /// Nothing moves by itself any more: what is left of the pictures exceeds the budget.
    private func isOver(_ record: EventRecord, _ budget: Int, _ cost: Int) async throws -> Bool {
        guard try await record.outboxCount(kinds: [.media, .survey], states: [.pending, .sending]) == 0 else {
            return false
        }
        let left = try await record.outbox(kinds: [.ai], states: [.pending, .sending], limit: 1_000).map(\.item)
        let reserved = try await record.destination("artist")?.reserved ?? 0
        return left.allSatisfy { $0.state == .pending && $0.reserved == 0 }
            && (left.isEmpty || reserved + cost > budget)
    }

    /// Eight claim at once, each of a connection of its own, and die all the time.
    @Test func eightWorkersNeverExceedABudget() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        _ = try await record.keep(.survey, value: "x", in: session.id)
        _ = try await record.end(.restart)
        for number in 0..<60 {
            var item = NewItem(.ai, subject: "\(number)", destination: "artist")
            item.cost = 7
            _ = try await record.send(item, of: session.id)
        }
        let (folder, budget) = (scratch.folder, 100)
        let claimed = try await withThrowingTaskGroup(of: [Int].self) { group in
            for worker in 0..<8 {
                group.addTask {
                    var route = OutboxRoute([.ai], to: "artist") { _ in .refused("not sent here") }
                    (route.budget, route.parallel) = (budget, [.guest: .max])
                    var mine: [Int] = []
                    var own = try EventRecord(folder)
                    for turn in 0..<12 {
                        let claimed = try await own.turn(settling: [], claiming: [route], at: .now).claimed
                        mine += claimed.map(\.id)
                        let isLost = (turn + worker).isMultiple(of: 3)
                        let ended = isLost ? [] : claimed.map { EndedAttempt(item: $0, outcome: .unknown("killed")) }
                        _ = try await own.turn(settling: ended, claiming: [], at: .now)
                        if isLost { own = try EventRecord(folder) }
                    }
                    return mine
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        // 14 · 7 = 98.
        #expect(Set(claimed).count == 14)
        #expect(try await record.destination("artist")?.reserved == 98)
        let items = try await record.outbox(limit: 100).map(\.item)
        #expect(items.map(\.reserved).reduce(0, +) == 98)
    }

    @Test func aRefusalGivesItsShareBackAndADoubtDoesNot() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        var route = OutboxRoute([.ai], to: "artist") { _ in .refused("not sent here") }
        route.budget = 10
        let budgeted = route
        for number in 0..<3 {
            var item = NewItem(.ai, subject: "\(number)", destination: "artist")
            item.cost = 10
            _ = try await record.send(item, of: session.id)
        }
        let now = Moment.now + .seconds(1)
        for outcome in [
            SendOutcome.unreachable("away"), .busy("503", after: nil), .unknown("no answer"), .refused("nsfw"),
        ] {
            let claimed = try await record.turn(settling: [], claiming: [budgeted], at: now + .seconds(2)).claimed
            #expect(claimed.map(\.subject) == ["0"], "the others wait for what it holds")
            _ = try await record.turn(
                settling: claimed.map { EndedAttempt(item: $0, outcome: outcome) }, claiming: [], at: now)
        }
        #expect(try await record.turn(settling: [], claiming: [budgeted], at: now).claimed.map(\.subject) == ["1"])
    }

    /// 1,002 waiting once showed as 1,000.
    @Test func nothingIsTooManyToBeCounted() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        let items = (0..<1_002).map {
            NewItem($0 % 2 == 0 ? .print : .media, subject: "\($0)", destination: "d\($0 % 3)")
        }
        _ = try await record.keep(.survey, value: "x", in: session.id, items: items)
        #expect(try await record.outboxCount(states: [.pending, .sending]) == 1_002)
        #expect(try await record.outboxCount(kinds: [.print], states: [.pending]) == 501)
        #expect(try await record.outboxCount(kinds: [.print], states: [.pending], destination: "d0") == 167)
        #expect(try await record.outbox(kinds: [.print], states: [.pending], limit: .max).count == 501)
    }
}
