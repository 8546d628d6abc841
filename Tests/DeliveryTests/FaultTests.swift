import Rigs
import Synchronization
import Testing
import Work

@testable import Delivery

/// Two thousand items to a far side of which three answers in five go wrong.
@Suite struct FaultTests {
    /// Of five requests one is lost before it has an effect, one after it, and one is told to come later. By the request's
    /// number, so that every run is the same.
    private static func answer(_ number: Int) -> FarSide.Answer {
        switch number * 3 % 5 {
        case 0: .lostBefore
        case 1: .lostAfter
        case 2: .status(503)
        default: .ok
        }
    }

    private struct Outcome {
        var unknown = 0
        var delivered = 0
    }

    /// Sends until nothing more is to be sent, eight at a time.
    private func drain(_ rig: Rig, _ items: [Item]) async -> Outcome {
        await withTaskGroup(of: Outcome.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    var outcome = Outcome()
                    for index in stride(from: worker, to: items.count, by: 8) {
                        await send(items[index], rig, &outcome)
                    }
                    return outcome
                }
            }
            return await group.reduce(into: Outcome()) { all, one in
                (all.unknown, all.delivered) = (all.unknown + one.unknown, all.delivered + one.delivered)
            }
        }
    }

    private func send(_ item: Item, _ rig: Rig, _ outcome: inout Outcome) async {
        while true {
            switch await rig.service.send(item, to: "far") {
            case .delivered:
                outcome.delivered += 1
                return
            case .unknown:
                outcome.unknown += 1
                return
            case .refused(let reason), .optedOut(let reason), .blocked(let reason):
                Issue.record("\(reason)")
                return
            case .unreachable, .busy: continue
            }
        }
    }

    private static let count = 2000

    @Test func `With keys each of two thousand takes effect, whatever gets lost`() async throws {
        let far = try FarSide { _, number in Self.answer(number) }
        let rig = try Rig(Rig.hook(far))
        let items = (0..<Self.count).map { Rig.item(key: "survey-\($0)") }
        let start = ContinuousClock.now
        let outcome = await drain(rig, items)
        let taken = ContinuousClock.now - start
        #expect(outcome.delivered == Self.count && outcome.unknown == 0)
        #expect(Set(far.effects.keys) == Set(items.map(\.key)))
        print(
            "delivery: \(Self.count) keyed items, 3 of 5 answers at fault: \(far.requests.count) requests, \(far.effects.count) effects, \(taken)"
        )
    }

    @Test(arguments: [false, true])
    func `Without keys nothing arrives twice, unless that was allowed`(mayTwice: Bool) async throws {
        let recipe =
            #"{"kinds":["sms"],"maySendTwice":\#(mayTwice),"steps":[{"post":"{base}","form":{"n":"{subject}"}}]}"#
        let lost = Mutex(0)
        let far = try FarSide { _, number in
            let answer = Self.answer(number)
            switch answer {
            case .lostBefore, .lostAfter: lost.withLock { $0 += 1 }
            default: break
            }
            return answer
        }
        let rig = try Rig(Rig.hook(far, "own"), recipes: ["own": recipe])
        let items = (0..<Self.count).map { number in
            var item = Rig.mail(.sms)
            item.subject = "\(number)"
            return item
        }
        let start = ContinuousClock.now
        let outcome = await drain(rig, items)
        let taken = ContinuousClock.now - start
        let doubles = far.effects.values.reduce(0) { $0 + $1 - 1 }
        let losses = lost.withLock { $0 }
        #expect(outcome.delivered + outcome.unknown == Self.count)
        if mayTwice {
            #expect(outcome.unknown == 0 && far.effects.count == Self.count && doubles > 0 && doubles <= losses)
        } else {
            #expect(doubles == 0 && outcome.unknown == losses)
        }
        print(
            "delivery: \(Self.count) items without keys, twice \(mayTwice ? "allowed" : "not allowed"): \(losses) answers lost, \(outcome.unknown) unknown, \(doubles) doubles, \(taken)"
        )
    }
}
