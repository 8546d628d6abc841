import Foundation
import Testing

@testable import Sessions

@Suite struct RetentionTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// An event with these settings.
    private func record(_ change: (inout Event) -> Void) throws -> EventRecord {
        var event = Event(name: "Emma & Noah", date: "")
        event.reserve = 0
        change(&event)
        return try EventRecord.create(event, workflow: .standard, in: scratch.folder)
    }

    @Test func settingsOfRetentionAndConsentReadBackTheSame() throws {
        let record = try record { event in
            (event.keepDays, event.contactsKeepDays, event.linkDays) = (90, 30, 14)
            event.consents = [.email: "mail", .gallery: "public"]
        }
        #expect(try Event(in: scratch.folder) == record.event)
    }

    @Test(arguments: [#""keepDays": -1"#, #""linkDays": "14""#, #""consents": {"mail": "x"}"#, #""keepDays": 1.5"#])
    func settingsThatMeanNothingAreRefused(member: String) throws {
        _ = try record { _ in }
        let text = try String(contentsOfFile: scratch.folder.settings, encoding: .utf8)
        try text.replacing("{\n", with: "{\n  \(member),\n", maxReplacements: 1).write(
            toFile: scratch.folder.settings, atomically: false, encoding: .utf8)
        #expect(throws: SessionsError.self) { try Event(in: scratch.folder) }
    }

    @Test func everyKeyOfAnEventIsDocumented() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let guide = try String(contentsOf: root.appending(path: "docs/EVENT.md"), encoding: .utf8)
        let code = try String(contentsOf: root.appending(path: "Sources/Sessions/Event+JSON.swift"), encoding: .utf8)
        let keys = Set(code.matches(of: #/keys\.(?:required|optional)\("([a-zA-Z]+)"\)/#).map { String($0.1) })
        #expect(keys.count >= 16)
        let words = keys.union(ConsentPurpose.allCases.map(\.rawValue)).union(OutboxItem.Kind.named.map(\.rawValue))
            .subtracting(["alert"])
        #expect(words.filter { !guide.contains("`\($0)`") } == [])
    }

    @Test func nothingIsPurgedUnlessTheEventSaysSo() async throws {
        let record = try record { _ in }
        try await record.visit(1, email: "emma@example.org")
        try await record.age(1, days: 10_000)
        #expect(try await record.purge().isEmpty)
    }

    @Test func oldSessionsAreDeletedAsByHand() async throws {
        let record = try record { $0.keepDays = 30 }
        for seed in 1...3 { try await record.visit(seed, email: "g\(seed)@example.org") }
        try await record.age(1, days: 31)
        try await record.age(3, days: 29)
        let captures = try await record.session(number: 1).captures.map(\.path)
        #expect(try await record.purge(dryRun: true).sessions == [1])
        #expect(try await record.numbers() == [1, 2, 3])
        let purged = try await record.purge()
        #expect(purged.sessions == [1] && !purged.isPartial)
        #expect(try await record.numbers() == [2, 3])
        #expect(try scratch.files().filter(captures.contains).isEmpty)
        try await record.saveHistory()
        let history = try History(reading: scratch.folder.history)
        #expect(history.deleted.map(\.number) == [1] && history.sessions.count == 2)
        #expect(try await record.purge().isEmpty)
    }

    @Test func whatIsManyGoesBitByBit() async throws {
        let record = try record { $0.keepDays = 1 }
        for seed in 1...5 {
            try await record.visit(seed, captures: 1)
            try await record.age(seed, days: 2)
        }
        var sizes: [Int] = []
        var purged: Purged
        repeat {
            purged = try await record.purge(limit: 2)
            sizes.append(purged.sessions.count)
        } while purged.isPartial
        #expect(sizes == [2, 2, 1])
    }

    @Test func contactsGoAndPicturesStay() async throws {
        let record = try record { $0.contactsKeepDays = 7 }
        let session = try await record.visit(1, email: "emma@example.org")
        _ = try await record.keep(.phone, value: "+43123456789", in: session.id)
        _ = try await record.send(.init(.email, subject: "emma@example.org", destination: "relay"), of: session.id)
        try await record.saveHistory()
        try scratch.put(scratch.bytes("sessions.json"), at: "Quarantine/2-sessions.json")
        try await record.age(1, days: 8)
        #expect(try await record.purge().contacts == [1])
        let after = try await record.session(number: 1)
        #expect(after.inputs.isEmpty && after.outbox.allSatisfy { $0.kind == .media } && after.captures.count == 3)
        for file in try scratch.files() {
            for text in ["emma@example.org", "+43123456789"] {
                #expect(try scratch.bytes(file).range(of: Data(text.utf8)) == nil, "\(text) in \(file)")
            }
        }
        #expect(try await record.check() == [])
    }

    @Test func oldLinksLeadNowhere() async throws {
        let record = try record { $0.linkDays = 7 }
        let session = try await record.visit(1)
        try await record.age(1, days: 8)
        let fresh = try await record.share(session.id).token
        #expect(try await record.purge().links == [1])
        #expect(try await record.session(token: session.shares[0].token) == nil)
        #expect(try await record.session(token: fresh)?.number == 1)
        #expect(try await record.purge().isEmpty)
    }

    @Test func whatNeedsAYesIsNotAddedWithoutOne() async throws {
        let record = try record { $0.consents = [.email: "mail", .ai: "magic"] }
        let session = try await record.start(.init(workflow: .standard))
        let mail = NewItem(.email, subject: "emma@example.org", destination: "relay")
        _ = try await record.keep(.consent, name: "magic", value: "yes", in: session.id)
        let refusal = SessionsError.noConsent(session: "#1", kind: .email, key: "mail")
        await #expect(throws: refusal) { try await record.send(mail, of: session.id) }
        _ = try await record.keep(.consent, name: "mail", value: "no", in: session.id)
        await #expect(throws: refusal) { try await record.send(mail, of: session.id) }
        // Nothing of a refused change comes about, not even the address.
        await #expect(throws: refusal) {
            try await record.keep(.email, value: "emma@example.org", in: session.id, items: [mail])
        }
        #expect(try await record.session(session.id).inputs.map(\.kind) == [.consent, .consent])
        #expect(try await !record.session(session.id).allows(.email, in: record.event))
        _ = try await record.keep(.consent, name: "mail", value: "yes", in: session.id)
        #expect(try await record.send(mail, of: session.id).state == .pending)
        #expect(try await record.send(.init(.ai, subject: "a", destination: "d"), of: session.id).state == .pending)
        // What is not named needs no yes.
        #expect(try await record.send(.init(.sms, subject: "a", destination: "d"), of: session.id).state == .pending)
        #expect(try await record.session(session.id).allows(.gallery, in: record.event))
    }
}
