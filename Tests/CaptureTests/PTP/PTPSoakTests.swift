import Foundation
import Rigs
import Synchronization
import Testing

@testable import Capture

/// Random faults of Canon and Nikon bodies through libgphoto2, with a booth's own deadlines; by `make soak`.
@Suite(
    .enabled(if: Soak.count > 0, "a long run; make soak"),
    .enabled(if: VirtualCamera.isThere, VirtualCamera.reason)
) struct PTPSoakTests {
    private struct Sums {
        var answers: [Duration] = []
        var slowestReturn = Duration.zero
        var failed = 0
    }

    private final class Tally: Sendable { let sums = Mutex(Sums()) }

    @Test func `Bodies with random faults are answered in time, come back, and lose and double nothing`() async throws {
        let tally = Tally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seed in 0..<8 {
                let vendor: PTPBody.Vendor = seed % 2 == 0 ? .canon : .nikon
                group.addTask { try await Self.torment(vendor, seed, faults: Soak.count / 8, tally) }
            }
            try await group.waitForAll()
        }
        let end = tally.sums.withLock { $0 }
        let quick = end.answers.count { $0 <= .seconds(5) }
        print(
            "\(end.answers.count) faults over libgphoto2: \(end.failed) shots failed,",
            "slowest answer \(end.answers.max() ?? .zero), \(quick) within 5 s, back after at most \(end.slowestReturn)"
        )
        #expect(end.answers.allSatisfy { $0 <= .milliseconds(15_200) })
        #expect(end.slowestReturn <= .seconds(10))
    }

    private static func torment(
        _ vendor: PTPBody.Vendor, _ seed: Int, faults: Int, _ tally: Tally
    ) async throws {
        let plugged = try PluggedBody(vendor)
        let (body, scratch) = (plugged.body, try Scratch())
        let camera = TetheredCamera(plugged.options)
        await camera.start()
        try await camera.ready(within: .seconds(30))
        var successes = 0
        for number in 0..<faults {
            var dice = Dice(seed: UInt64(seed * 100_000 + number))
            let (shot, transfer) = (dice.fault(), dice.transfer())
            body.state.withLock { ($0.shots, $0.transfers) = ([shot], [transfer]) }
            let began = ContinuousClock.now
            do { successes += try await camera.capture(scratch.request()).files.isEmpty ? 0 : 1 } catch {
                tally.sums.withLock { $0.failed += 1 }
            }
            let took = ContinuousClock.now - began
            body.state.withLock { ($0.shots, $0.transfers) = ([], []) }
            body.thaw()
            if !body.state.withLock({ $0.isPlugged }) { body.plugIn() }
            let mended = ContinuousClock.now
            do { try await camera.ready(within: .seconds(20)) } catch {
                Issue.record("\(vendor), seed \(seed), fault \(number), \(shot), \(transfer): \(error)")
                return
            }
            let back = ContinuousClock.now - mended
            if took > .seconds(15.1) || back > .seconds(10) {
                Issue.record("\(vendor), \(shot), \(transfer): answered after \(took), back after \(back)")
            }
            tally.sums.withLock {
                $0.answers.append(took)
                $0.slowestReturn = max($0.slowestReturn, back)
            }
        }
        // What is owed comes with the connection.
        try await Task.sleep(for: .seconds(2))
        await camera.close()
        // Pictures in memory have names that begin anew with each connection.
        let names = scratch.committed.map(\.name).filter { !$0.hasPrefix("capt") }
        #expect(Set(names).count == names.count, "a picture was kept twice")
        #expect(scratch.committed.count >= successes)
        #expect(scratch.names().count == scratch.committed.count, "a file is missing, or left behind")
    }
}

extension Dice {
    mutating func fault() -> PTPBody.Fault {
        switch roll(14) {
        case 0: .busy(1 + roll(6))
        case 1: .outOfFocus
        case 2: .cardFull
        case 3: .silent(isOnCard: true)
        case 4: .silent(isOnCard: false)
        case 5: .freeze(isOnCard: roll(2) == 0)
        case 6: .unplug(back: .milliseconds(roll(2500)))
        case 7: .twice
        case 8: .chatter(roll(600))
        case 9: .cutOff
        case 10: .noJPEG
        case 11: .empty
        default: .none
        }
    }

    mutating func transfer() -> PTPBody.Transfer {
        switch roll(10) {
        case 0: .stall(.milliseconds(roll(6000)))
        case 1: .stall(.seconds(60))
        case 2: .unplug(back: .milliseconds(roll(2000)))
        case 3: .short
        case 4: .cutOff
        default: .whole
        }
    }
}
