import Files
import Foundation
import Rigs
import Testing

@testable import Sessions

@Suite struct HistoryTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func filled() async throws -> Data {
        let record = try scratch.record()
        _ = try await record.launch()
        for seed in 1...4 { try await record.visit(seed, email: "guest\(seed)@example.org") }
        let open = try await record.start(.init(workflow: .standard))
        _ = try await record.keep(.sample(77), in: open.id)
        try await record.saveHistory()
        return try scratch.bytes("sessions.json")
    }

    @Test func exportImportExportGivesTheSameBytes() async throws {
        let before = try await filled()
        try scratch.remove("event.db")
        let record = try scratch.reopened()
        try scratch.remove("sessions.json")
        try await record.saveHistory()
        #expect(try scratch.bytes("sessions.json") == before)
        #expect(try await record.check() == [])
    }

    @Test func theHistoryIsAFunctionOfTheRecord() async throws {
        let before = try await filled()
        let record = try scratch.reopened()
        try scratch.remove("sessions.json")
        try await record.saveHistory()
        #expect(try scratch.bytes("sessions.json") == before)
        _ = try await record.advance()
        try await record.saveHistory()
        #expect(try scratch.bytes("sessions.json") != before)
    }

    @Test func theFileIsOneJSONDocumentWithASessionALine() async throws {
        let bytes = try await filled()
        let document = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
        #expect((document["sessions"] as? [Any])?.count == 5)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("{\"number\":") }.count == 5)
    }

    @Test func everyKeyIsDocumented() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let guide = try String(contentsOf: root.appending(path: "docs/SESSIONS.md"), encoding: .utf8)
        let sources = ["Session+JSON", "History"].map { root.appending(path: "Sources/Sessions/\($0).swift") }
        let code = try sources.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
        let keys = Set(code.matches(of: #/[(\[ ]"([a-zA-Z0-9]+)"[,:] /#).map { String($0.1) })
        #expect(keys.count > 40)
        #expect(keys.filter { !guide.contains("`\($0)`") && !guide.contains("\"\($0)\"") } == [])
    }

    @Test func anEmptyEventHasAHistoryToo() async throws {
        let record = try scratch.record()
        try await record.saveHistory()
        let document = try JSONSerialization.jsonObject(with: scratch.bytes("sessions.json")) as? [String: Any]
        #expect((document?["sessions"] as? [Any])?.isEmpty == true)
        #expect(try History(reading: scratch.folder.history).sessions.isEmpty)
    }

    @Test func capturesNewerThanTheHistoryAreFoundByTheirNames() async throws {
        let before = try await filled()
        let record = try scratch.reopened()
        let active = try #require(try await record.active())
        let late = try await record.keep(.sample(78), in: active.id)
        _ = try await record.end(.restart)
        let own = try await record.visit(79)
        try scratch.put(before, at: "sessions.json")
        try scratch.remove("event.db")
        // Not whole, and not of a session: neither is believed.
        try scratch.put([1, 2, 3], at: "Captures/000009-1-00000000.jpg")
        try scratch.put([1, 2, 3], at: "Captures/holiday.jpg")
        let rebuilt = try scratch.reopened()
        #expect(try await rebuilt.session(number: 5).captures.map(\.path).contains(late.path))
        let found = try await rebuilt.session(number: 6)
        #expect(found.captures.map(\.path) == own.captures.map(\.path))
        #expect(found.endReason == .recovered)
        await #expect(throws: SessionsError.noSession("#9")) { try await rebuilt.session(number: 9) }
        #expect(try await rebuilt.launch()?.number == 5)
        // A file shows that there was a session 9.
        #expect(try await rebuilt.visit(80).number == 10)
    }

    @Test func anOlderRecordIsNotWrittenOverANewerHistory() async throws {
        _ = try await filled()
        let old = try scratch.bytes("event.db")
        let record = try scratch.reopened()
        _ = try await record.end(.stop)
        try await record.saveHistory()
        let newer = try scratch.bytes("sessions.json")
        try scratch.put(old, at: "event.db")
        let restored = try scratch.reopened()
        await #expect(throws: SessionsError.self) { _ = try await restored.launch() }
        await #expect(throws: SessionsError.self) { try await restored.saveHistory() }
        #expect(try scratch.bytes("sessions.json") == newer)
    }

    /// The file is whole, so it is the record that lies: nothing is overwritten, and an import puts it right.
    @Test func aRecordThatContradictsAWholeHistoryIsRefused() async throws {
        let record = try scratch.record()
        try await record.visit(1)
        try await record.saveHistory()
        let good = try scratch.bytes("sessions.json")
        let database = try Database(path: scratch.folder.database, create: false)
        try database.execute("UPDATE session SET line = replace(line, 'standard', 'standarb')")
        await #expect(throws: SessionsError.self) { _ = try await scratch.reopened().launch() }
        #expect(try scratch.bytes("sessions.json") == good)
        #expect(try scratch.files().allSatisfy { !$0.hasPrefix("Quarantine/") })
        _ = try EventRecord.rebuild(scratch.folder, force: false)
        _ = try await scratch.reopened().launch()
        #expect(try scratch.bytes("sessions.json") == good)
    }

    @Test func aRecordThatHasLostSessionsDoesNotShortenTheHistory() async throws {
        let record = try scratch.record()
        for seed in 1...3 { try await record.visit(seed) }
        try await record.saveHistory()
        let good = try scratch.bytes("sessions.json")
        let database = try Database(path: scratch.folder.database, create: false)
        try database.execute("DELETE FROM session WHERE number = 2; UPDATE meta SET value = 99 WHERE key = 'revision'")
        await #expect(throws: SessionsError.self) { try await scratch.reopened().saveHistory() }
        await #expect(throws: SessionsError.self) { _ = try await scratch.reopened().launch() }
        #expect(try scratch.bytes("sessions.json") == good)
    }

    /// 1,000 ways to damage the file: the engine starts, the damaged one is in Quarantine/, the new one is the old one to
    /// the byte. Without event.db it is refused, and nothing is made of what is left.
    @Test func damagedHistoriesAreNeverBelieved() async throws {
        let record = try scratch.record()
        for seed in 1...3 { try await record.visit(seed, captures: 1) }
        _ = try await record.launch()
        try await record.saveHistory()
        let good = try scratch.bytes("sessions.json")
        var generator = Seeded(4)
        for round in 0..<1_000 {
            let bad = Damage(rawValue: round % Damage.allCases.count)!.applied(to: good, using: &generator)
            guard bad != good else { continue }
            try scratch.put(bad, at: "sessions.json")
            #expect(throws: SessionsError.self) { try History(reading: scratch.folder.history) }
            guard round % 20 < Damage.allCases.count else { continue }
            #expect(throws: SessionsError.self) { try Rebuild(folder: scratch.folder, event: record.event).run() }
            _ = try await record.launch()
            #expect(try scratch.bytes("sessions.json") == good, "round \(round)")
        }
        #expect(try scratch.files().contains { $0.hasPrefix("Quarantine/") })
    }

    /// 200 damaged records: sound to the last row, or refused.
    @Test func damagedRecordsAreNeverShortened() async throws {
        _ = try await filled()
        let good = try scratch.bytes("event.db")
        let before = try History(reading: scratch.folder.history)
        var generator = Seeded(5)
        var refused = 0
        for round in 0..<200 {
            let damage: [Damage] = [.cut, .bits, .zeros, .empty]
            try scratch.put(damage[round % 4].applied(to: good, using: &generator), at: "event.db")
            do {
                let record = try scratch.reopened()
                guard try await record.check(grace: .seconds(600)).filter({ $0.place != "sessions.json" }).isEmpty
                else {
                    refused += 1
                    continue
                }
                for session in before.sessions { #expect(try await record.session(number: session.number!) == session) }
            } catch { refused += 1 }
        }
        #expect(refused > 100)
        // And each of them can be replaced by what sessions.json says.
        _ = try Rebuild.replace(scratch.folder, force: true)
        #expect(try await scratch.reopened().session(number: 4) == before.sessions[3])
    }
}

enum Damage: Int, CaseIterable {
    case cut, bits, empty, zeros, twice, deep

    func applied(to good: Data, using generator: inout Seeded) -> Data {
        var bad = good
        let place = Int.random(in: 0..<good.count, using: &generator)
        switch self {
        case .cut: bad = good.prefix(place)
        case .bits:
            for _ in 0..<Int.random(in: 1...20, using: &generator) {
                bad[Int.random(in: 0..<good.count, using: &generator)] ^=
                    1 << UInt8.random(in: 0...7, using: &generator)
            }
        case .empty: bad = Data()
        case .zeros:
            let end = min(good.count, place + 4096)
            bad.replaceSubrange(place..<end, with: Data(count: end - place))
        case .twice: bad = good + good.suffix(place)
        case .deep: bad = Data(String(repeating: "[", count: 100_000).utf8)
        }
        return bad
    }
}
