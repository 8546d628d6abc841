import Foundation
import Glibc
import Rigs
import Sessions
import StrictJSON
import Synchronization
import Testing

/// `booth outbox send` is killed again and again while the far side loses what it can. `make soak` sends 2,000.
@Suite struct SendingKillTests {
    let desk: Desk
    private let count = ProcessInfo.processInfo.environment["BOOTHKIT_SENDING"].flatMap(Int.init) ?? 120
    init() throws { desk = try Desk() }

    /// The program that sends now, for whoever kills it.
    private final class Victim: Sendable {
        let process = Mutex<pid_t>(0)
        let kills = Mutex(0)

        func kill() {
            process.withLock { id in
                guard id > 0, Glibc.kill(id, SIGKILL) == 0 else { return }
                id = 0
                kills.withLock { $0 += 1 }
            }
        }
    }

    /// Answers of so many guests, ten each.
    private func fill(_ kind: OutboxItem.Kind, _ destination: String) async throws {
        let record = try EventRecord(desk.event)
        let workflow = try Workflow(in: desk.event)
        for visit in 0..<(count / 10) {
            let session = try await record.start(.init(workflow: workflow))
            for number in 0..<10 {
                let subject = kind == .sms ? "+4917155\(100_000 + visit * 10 + number)" : "question \(number)"
                let item = NewItem(kind, subject: subject, destination: destination, payload: #"{"answer":"yes"}"#)
                _ = try await record.keep(
                    .survey, name: "question \(number)", value: "yes", in: session.id, items: [item])
            }
            _ = try await record.end(.restart)
        }
    }

    /// Runs the program until it ends by itself. Blocks.
    private static func send(_ desk: Desk, _ victim: Victim) -> Int32 {
        for _ in 0..<200 {
            let process = Process()
            process.executableURL = URL(filePath: Programs.folder + "/booth")
            process.arguments = ["outbox", "send", "party", "--until-empty", "--quiet"]
            process.currentDirectoryURL = URL(filePath: desk.path)
            process.environment = ProcessInfo.processInfo.environment.merging(desk.environment) { $1 }
            (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
            do { try process.start() } catch { return -1 }
            victim.process.withLock { $0 = process.processIdentifier }
            process.waitUntilExit()
            victim.process.withLock { $0 = 0 }
            if process.terminationReason == .exit { return process.terminationStatus }
        }
        return -2
    }

    private func far(_ victim: Victim, every kill: Int) throws -> FarSide {
        try FarSide { _, number in
            if number % kill == kill - 1 { victim.kill() }
            // A fixed order that looks like none.
            return switch (number &* 2_654_435_761) >> 9 % 10 {
            case 0, 1: .lostBefore
            case 2, 3: .status(503)
            case 4, 5: .lostAfter
            default: .ok
            }
        }
    }

    private func found(_ destination: String) async throws {
        try await desk.found()
        try desk.put(#"{"destinations":[\#(destination)]}"#, at: "party/destinations.json")
        await desk.booth("event", "set", "party", "linkBase", "https://photos.example/s/")
    }

    @Test(.timeLimit(.minutes(10)))
    func `Of a far side that knows keys each item takes effect once, whatever is lost and killed`() async throws {
        let victim = Victim()
        let far = try far(victim, every: 60)
        try await found(
            #"{"name":"hook","kind":"recipe","recipe":"survey-json","base":"\#(far.base)","lan":true,"parallel":8}"#)
        try await fill(.survey, "hook")
        let start = ContinuousClock.now
        let status = await Programs.blocking { [desk] in Self.send(desk, victim) }
        let taken = ContinuousClock.now - start
        #expect(status == 0)
        let items = try await EventRecord(desk.event).outbox(limit: 10_000).map(\.item)
        #expect(items.count == count && items.allSatisfy { $0.state == .done })
        #expect(Set(far.effects.keys) == Set(items.map(\.key)), "no key is missing, and none has changed")
        #expect(victim.kills.withLock { $0 } > 0)
        let kills = victim.kills.withLock { $0 }
        print("sending: \(count) keyed items, \(far.requests.count) requests, \(kills) kills, \(taken)")
    }

    @Test(.timeLimit(.minutes(10)))
    func `Where no key is known nothing is doubled, and what may have arrived is told`() async throws {
        let victim = Victim()
        let far = try far(victim, every: 60)
        try await found(
            #"{"name":"text","kind":"recipe","recipe":"sms-form","base":"\#(far.base)","lan":true,"values":{"from":"Party"}}"#
        )
        try await fill(.sms, "text")
        let start = ContinuousClock.now
        let status = await Programs.blocking { [desk] in Self.send(desk, victim) }
        let taken = ContinuousClock.now - start
        #expect(status == 1 || status == 0)
        let items = try await EventRecord(desk.event).outbox(limit: 10_000).map(\.item)
        #expect(far.effects.values.allSatisfy { $0 == 1 }, "nothing is doubled")
        #expect(items.allSatisfy { $0.state == .done || $0.state == .unknown })
        let arrived = Set(far.effects.keys)
        for item in items where item.state == .done {
            #expect(arrived.contains { $0.contains("To=%2B\(item.subject.dropFirst())") }, "\(item.subject)")
        }
        let unknown = items.filter { $0.state == .unknown }
        #expect(!unknown.isEmpty && unknown.allSatisfy { $0.reason?.isEmpty == false })
        let first = try #require(unknown.first)
        #expect(await desk.booth("outbox", "resolve", "party", "\(first.id)", "sent").status == 0)
        let kills = victim.kills.withLock { $0 }
        print("sending: \(count) items without keys, \(unknown.count) unknown, \(kills) kills, \(taken)")
    }
}
