import Foundation
import Sessions

/// Booths that were cut off from one server for eight hours and come back together, in simulated time, by the rules of the outbox as
/// they are: how often each asks meanwhile, how long it takes until all has arrived, and what the server sees at most.
struct Outage {
    let room: String
    let booths: Int

    private static let items = 500
    private static let cut = Duration.seconds(8 * 3_600)
    /// What the server takes in a second; all else it answers with 503.
    private static let capacity = 100
    /// What a booth sends at once, and how long an answer takes, and the want of one.
    private static let (parallel, answer, timeout) = (4, Duration.milliseconds(50), Duration.seconds(3))
    private static let step = Duration.milliseconds(50)

    /// One booth with what it has under way.
    private struct Booth {
        let record: EventRecord
        var underWay: [(item: OutboxItem, end: Moment, outcome: SendOutcome)] = []
        /// Nothing can be claimed before.
        var asleep: Moment
        var left = Outage.items
    }

    func run() async throws {
        let start = Moment(milliseconds: 1_781_460_900_000)
        let back = start + Self.cut
        var fleet: [Booth] = []
        for number in 0..<booths { fleet.append(try await booth(number, at: start)) }
        var (now, probes, requests, peak) = (start, 0, 0, 0)
        var second = (number: 0, all: 0, taken: 0)
        while fleet.contains(where: { $0.left > 0 }) {
            for index in fleet.indices {
                for one in fleet[index].underWay where one.end <= now {
                    try await fleet[index].record.settle(one.item, one.outcome, at: now)
                    if case .done = one.outcome { fleet[index].left -= 1 }
                    fleet[index].asleep = now
                }
                fleet[index].underWay.removeAll { $0.end <= now }
                while fleet[index].asleep <= now, fleet[index].underWay.count < Self.parallel, fleet[index].left > 0 {
                    guard let item = try await fleet[index].record.claim([.media], lease: .seconds(600), at: now) else {
                        fleet[index].asleep = try await pause(of: fleet[index], at: now)
                        break
                    }
                    guard now >= back else {
                        probes += 1
                        fleet[index].underWay.append((item, now + Self.timeout, .unreachable("no answer")))
                        continue
                    }
                    let number = (now - back) / .seconds(1)
                    if Int(number) != second.number { second = (Int(number), 0, 0) }
                    requests += 1
                    second.all += 1
                    peak = max(peak, second.all)
                    let isTaken = second.taken < Self.capacity
                    if isTaken { second.taken += 1 }
                    fleet[index].underWay.append(
                        (item, now + Self.answer, isTaken ? .done(remote: nil) : .busy("503", after: nil)))
                }
            }
            now = next(fleet, after: now)
        }
        let floor = Double(booths * Self.items) / Double(Self.capacity)
        let took = (now - back) / .seconds(1)
        let minutes = Self.cut / .seconds(60) * Double(booths)
        print(
            "outage of 8 h, \(booths) booths of \(Self.items) items: \(rounded(Double(probes) / minutes)) attempts a minute and booth meanwhile; "
                + "afterwards all there in \(rounded(took)) s, \(rounded(took / floor)) of the \(rounded(floor)) s that the server needs; "
                + "\(requests) requests, at most \(peak) in a second, \(rounded(Double(peak) / Double(Self.capacity))) of what it takes"
        )
    }

    private func booth(_ number: Int, at start: Moment) async throws -> Booth {
        let folder = EventFolder("\(room)/\(number)")
        let record = try EventRecord.create(settings(), workflow: .standard, in: folder)
        for visit in 0..<Self.items / 10 {
            let session = try await record.start(.init(workflow: .standard), at: start)
            let items = (0..<10).map { NewItem(.media, subject: "\(visit), \($0)", destination: "cloud") }
            _ = try await record.keep(.survey, value: "x", in: session.id, items: items, at: start)
            _ = try await record.end(.restart, at: start)
        }
        return Booth(record: record, asleep: start)
    }

    /// Until when nothing more can go: while the destination is given up it is known, else it is asked soon.
    private func pause(of booth: Booth, at now: Moment) async throws -> Moment {
        let destination = try await booth.record.destinations().first
        if let next = destination?.next, next > now { return next }
        return now + .milliseconds(100)
    }

    private func next(_ fleet: [Booth], after now: Moment) -> Moment {
        let times = fleet.filter { $0.left > 0 }.map { booth in
            let end = booth.underWay.map(\.end).min()
            return booth.underWay.count < Self.parallel ? min(end ?? booth.asleep, booth.asleep) : end ?? booth.asleep
        }
        return max(times.min() ?? now, now + Self.step)
    }

    private func rounded(_ value: Double) -> String { String(format: "%.2f", value) }
}
