internal import Foundation
internal import Sessions
internal import Work

extension WebBench {
    /// From the last shutter of a session to its FinalPhoto, with nobody and with 500 visitors who each open their page every ten
    /// seconds, in turn.
    func crowd() async throws -> [Line] {
        var (alone, beside, loads): ([Double], [Double], Int) = ([], [], 0)
        for round in 1...3 {
            progress("round \(round) of 3: sessions with nobody on the pages")
            alone += try await sessions(visitors: 0).times
            progress("round \(round) of 3: sessions with 500 visitors")
            let crowded = try await sessions(visitors: 500)
            (beside, loads) = (beside + crowded.times, loads + crowded.loads)
        }
        guard let with = Spread(beside), let without = Spread(alone) else { return [] }
        let more = (with.median / without.median - 1) * 100
        func words(_ spread: Spread) -> String {
            "\(spread.median.fixed(0)) ms (\(spread.min.fixed(0))…\(spread.max.fixed(0)))"
        }
        return [
            Line("shutter to FinalPhoto, \(alone.count) sessions, nobody on the pages", words(without)),
            Line(
                "  \(beside.count) sessions, 500 visitors open \(loads) pages with their pictures",
                words(with)),
            Line("  more", "\(more.fixed(0)) %", "≤ 20 %", more <= 20),
        ]
    }

    func sessions(visitors count: Int) async throws -> (times: [Double], loads: Int) {
        let first = try await EventRecord(EventFolder(party)).numbers().count + 1
        let served = try ServedProgram(booth(sessions: 6), in: folder)
        guard let place = served.guests else { return ([], 0) }
        let crowd = count > 0 ? Crowd(of: count, at: place, try await visit(at: place).all) : nil
        await offPool { served.waitForEnd() }
        let loads = crowd?.leave() ?? 0
        let record = try EventRecord(EventFolder(party))
        var times: [Double] = []
        // The first one warms up.
        for number in try await record.numbers() where number > first {
            let session = try await record.session(number: number)
            guard let taken = session.captures.map(\.taken).max(), let made = session.guestsPicture?.made
            else { continue }
            times.append((made - taken) / .milliseconds(1))
        }
        return (times, loads)
    }
}
