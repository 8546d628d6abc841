import Foundation
import Testing

@testable import Sessions

/// The places of what a workflow will make, from a guest's arrival to the end of each.
@Suite struct PlaceholderTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func start(_ record: EventRecord) async throws -> Session {
        var plan = SessionPlan(workflow: .standard)
        (plan.slots, plan.layout, plan.renditions) = (1, "strip", [.final, .gif, .video, .drawing])
        let session = try await record.start(plan)
        _ = try await record.keep(.sample(1), in: session.id)
        return session
    }

    private func made(_ kind: Rendition.Kind) throws -> Rendition {
        let path = "\(kind.folder)/000001-4bf5122f.jpg"
        try scratch.put([1], at: path)
        return Rendition(
            kind, at: path, sha256: "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a", bytes: 1,
            parameters: "{}")
    }

    private func states(_ session: Session) -> [Rendition.State] { session.renditions.map(\.state) }

    @Test func whateverAWorkflowWillMakeHasAPlaceFromTheStart() async throws {
        let record = try scratch.record()
        let session = try await start(record)
        #expect(session.renditions.map(\.kind) == [.final, .gif, .video, .drawing])
        #expect(Set(states(session)) == [.placeholder] && session.shareState == .placeholder && session.token != nil)
    }

    @Test func whatIsStillMadeWhenASessionEndsKeepsItsPlace() async throws {
        let record = try scratch.record()
        let session = try await start(record)
        _ = try await record.add(made(.final), to: session.id)
        let ended = try #require(try await record.end(.restart, stillMade: [.gif, .video]))
        #expect(states(ended) == [.ready, .placeholder, .placeholder, .failed] && ended.shareState == .ready)
        // Whoever checks the event while its booth runs finds nothing wrong with that.
        do {
            let lock = try EventLock(scratch.folder)
            #expect(try await record.check() == [])
            withExtendedLifetime(lock) {}
        }
        #expect(try await record.check().count == 1)
        _ = try await record.add(made(.gif), to: session.id)
        try await record.giveUp(.video, of: session.id, reason: "the disk was full")
        let after = try await record.session(session.id)
        #expect(states(after) == [.ready, .ready, .failed, .failed])
        #expect(
            after.renditions.map(\.kind) == [.final, .gif, .video, .drawing]
                && after.renditions[2].reason == "the disk was full")
        #expect(try await record.check() == [])
    }

    @Test func whatABoothWasMakingWhenItDiedHasFailed() async throws {
        let record = try scratch.record()
        let session = try await start(record)
        _ = try await record.end(.restart, stillMade: [.gif])
        _ = try await scratch.reopened().launch()
        let after = try await record.session(session.id)
        #expect(after.renditions[1].state == .failed)
        #expect(after.renditions[1].reason == "the booth stopped before it was made")
        #expect(try await record.check() == [])
    }

    @Test func aPlaceThatNobodyTriedToFillIsCancelled() async throws {
        let record = try scratch.record()
        let session = try await start(record)
        try await record.giveUp(.gif, of: session.id, as: .cancelled, reason: "the guest wanted none")
        #expect(try await record.end(.restart)?.renditions.map(\.state) == [.failed, .cancelled, .failed, .failed])
    }
}
