import Foundation
import Rigs
import Synchronization
import Testing

@testable import Capture

/// How many shots and faults; 0 but for `make soak`.
enum Soak {
    static let count = Int(ProcessInfo.processInfo.environment["BOOTHKIT_SOAK"] ?? "") ?? 0
}

/// Long runs.
@Suite(.serialized, .enabled(if: Soak.count > 0, "a long run; make soak")) struct SoakTests {
    @Test(.enabled(if: VirtualCamera.isThere, VirtualCamera.reason))
    func `Shots in a row leave a file each and nothing else`() async throws {
        let (scratch, kept) = (try Scratch(), try Scratch())
        let options = try VirtualCamera.options(scratch)
        var start: Resources?
        var times: [Duration] = []
        var done = 0
        while done < Soak.count {
            // It runs full at the 27th.
            try await with(TetheredCamera(options)) { camera in
                for _ in 0..<min(25, Soak.count - done) {
                    let shot = try await camera.capture(kept.request())
                    #expect(shot.files.count == 1)
                    times.append(shot.timings.total)
                    done += 1
                }
            }
            if done == 100 { start = try Resources() }
        }
        let end = try Resources()
        times.sort()
        print(
            "\(done) shots: median \(times[done / 2]), slowest \(times[done - 1]); before \(String(describing: start)), after \(end)"
        )
        #expect(kept.names().count == Soak.count)
        #expect(Set(kept.committed.map(\.path)).count == Soak.count)
        if let start {
            #expect(end.descriptors <= start.descriptors + 2 && end.children <= 1)
            #expect(end.memory < start.memory + 8_000_000)
        }
    }

    struct Resources: CustomStringConvertible {
        let descriptors: Int
        let children: Int
        /// Bytes resident.
        let memory: Int

        init() throws {
            descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
            let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
            let parent = "PPid:\t\(ProcessInfo.processInfo.processIdentifier)\n"
            children = processes.count {
                (try? String(contentsOfFile: "/proc/\($0)/status", encoding: .utf8))?.contains(parent) ?? false
            }
            let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")[1]
            memory = (Int(pages) ?? 0) * 4096
        }

        var description: String { "\(descriptors) descriptors, \(children) children, \(memory / 1_000_000) MB" }
    }

    @Test func `Random faults: every request is answered in time, nothing twice, and the camera comes back`()
        async throws
    {
        let tally = Tally()
        let bodies = 20
        await withTaskGroup(of: Void.self) { group in
            for seed in 0..<bodies {
                group.addTask { await Self.torment(seed, faults: Soak.count / bodies, tally) }
            }
        }
        let (answers, failures, slowest) = tally.sums.withLock { ($0.answers.sorted(), $0.failures, $0.slowestReturn) }
        let quick = answers.count { $0 <= .seconds(5) }
        print(
            "\(answers.count) faults: \(failures) shots failed, slowest answer \(answers.last ?? .zero), \(quick) within 5 s, back after at most \(slowest)"
        )
        #expect(answers.count == Soak.count / bodies * bodies)
        #expect(answers.allSatisfy { $0 <= .milliseconds(15_100) })
        #expect(quick > answers.count / 2)
        #expect(slowest <= .seconds(10))
    }

    private static func torment(
        _ seed: Int, faults: Int,
        _ tally: Tally
    ) async {
        let body = FakeBody()
        guard let scratch = try? Scratch() else { return }
        // As a booth has it.
        let camera = body.camera {
            ($0.patience, $0.keepAlive) = (.seconds(5), .seconds(2))
        }
        await camera.start()
        var successes = 0
        for number in 0..<faults {
            var dice = Dice(seed: UInt64(seed * 10_000 + number))
            let (press, fetch) = (dice.press(), dice.fetch())
            body.state.withLock { ($0.presses, $0.fetches, $0.events) = ([press], [fetch], []) }
            let began = ContinuousClock.now
            do { successes += try await camera.capture(scratch.request()).files.isEmpty ? 0 : 1 } catch {
                tally.sums.withLock { $0.failures += 1 }
            }
            let took = ContinuousClock.now - began
            body.state.withLock { ($0.presses, $0.fetches) = ([], []) }
            let mended = ContinuousClock.now
            if !body.state.withLock({ $0.isPlugged }) { body.plugIn() }
            do { try await camera.ready(within: .seconds(15)) } catch {
                Issue.record("seed \(seed), fault \(number): \(error)")
            }
            let back = ContinuousClock.now - mended
            tally.sums.withLock {
                $0.answers.append(took)
                $0.slowestReturn = max($0.slowestReturn, back)
            }
        }
        await camera.close()
        let names = scratch.committed.map(\.name)
        #expect(Set(names).count == names.count, "a picture was kept twice")
        #expect(names.count >= successes)
        #expect(scratch.names().count == names.count, "a file is missing, or left behind")
    }
}

private final class Tally: Sendable {
    let sums = Mutex<(answers: [Duration], failures: Int, slowestReturn: Duration)>(([], 0, .zero))
}

/// The same faults for the same seed.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func roll(_ sides: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state >> 33) % sides
    }

    mutating func press() -> FakeBody.Press {
        switch roll(12) {
        case 0: .refuse(-110, "")
        case 1: .refuse(-1, "Out of Focus")
        case 2: .refuse(-1, "PTP Store Full")
        case 3: .hang(files: [])
        case 4: .hang(files: ["IMG_#.JPG"])
        case 5: .silent(files: [])
        case 6: .silent(files: ["IMG_#.JPG"])
        case 7: .unplug(files: ["IMG_#.JPG"], back: .milliseconds(roll(2000)))
        case 8: .unplug(files: ["IMG_#.JPG"], back: nil)
        case 9: .twice("IMG_#.JPG", "capt_#.JPG")
        case 10: .refuse(-7, "")
        default: .files(["IMG_#.JPG"])
        }
    }

    mutating func fetch() -> FakeBody.Fetch {
        switch roll(9) {
        case 0: .truncated
        case 1: .empty
        case 2: .garbage
        case 3: .crash
        case 4: .hang
        case 5: .stall(.milliseconds(roll(800)))
        case 6: .unplug(back: .milliseconds(roll(1500)))
        default: .good
        }
    }
}
