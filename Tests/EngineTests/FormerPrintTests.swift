import Darkroom
import Foundation
import PrintOut
import Rigs
import Sessions
import Testing

@testable import Capture
@testable import Engine

/// Prints of a night before, as the booth finds them when it is opened again.
@Suite(.ahead) struct FormerPrintTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    /// Attempts lie further and further apart; but somebody who has switched the printer on again stands before it.
    @Test func `What waits for a printer is printed as soon as it is there again`() async throws {
        let engine = try rig.engine()
        let item = try await claimed(by: engine)
        try await engine.record.settle(item, .busy("the printer is away", after: .seconds(3600)))
        try FileManager.default.removeItem(atPath: rig.printed)
        try await rig.open(engine) { engine in
            try await engine.until("the trouble") { $0.troubles.contains { $0.about == .printer } }
            #expect(engine.view.now.figures.printed == 0)
            try FileManager.default.createDirectory(atPath: rig.printed, withIntermediateDirectories: true)
            try await rig.tick(engine, until: "the print") { $0.figures.printed == 1 }
        }
        #expect(rig.names("printed").count == 1)
    }

    /// Cut off between the ledger, which knows that it failed, and the outbox, which does not.
    @Test func `What had failed when the booth died is reported, and printed when somebody asks for it`() async throws {
        let engine = try rig.engine()
        let item = try await claimed(by: engine)
        var failed = PrintRecord(id: try PrintID(item.key), queue: item.destination, media: "300x400", at: time(nil))
        failed.state = .failed("paper jam")
        try PrintLedger.folder(engine.record.folder.prints).put(failed, nil)
        let second = try rig.engine()
        try await rig.open(second) { engine in try await settled(item, as: .dead, in: engine) }
        #expect(rig.names("printed").isEmpty)
        let reason = try await second.record.outbox().first?.item.reason
        #expect(reason?.contains("the print failed (paper jam)") == true)
        _ = try await second.record.retry(item.id)
        try await rig.open(rig.engine()) { engine in try await settled(item, as: .done, in: engine) }
        #expect(rig.names("printed").count == 1)
    }

    /// What became of a print is shown after the record has it.
    private func settled(_ item: OutboxItem, as state: OutboxItem.State, in engine: Engine) async throws {
        try await rig.tick(engine, until: "the outcome") { view in
            state == .done ? view.figures.printed == 1 : view.troubles.contains { $0.about == .print }
        }
        #expect(try await engine.record.outbox().first { $0.item.id == item.id }?.item.state == state)
    }

    /// A print that a booth has begun to see through.
    private func claimed(by engine: Engine) async throws -> OutboxItem {
        let record = engine.record
        let prepared = try engine.context.darkroom.prepared("duo")
        var plan = SessionPlan(workflow: engine.script.workflow)
        (plan.layout, plan.slots) = ("duo", 2)
        _ = try await record.launch()
        let session = try await record.start(plan)
        for picture in TestPictures.all.prefix(2) {
            let new = NewCapture(bytes: try picture.contents(), fileExtension: "jpg", source: picture.name)
            _ = try await record.keep(new, in: session.id)
        }
        let made = try await engine.context.darkroom.develop(session.id, with: prepared)
        _ = try await record.end(.restart)
        _ = try await record.reprint(
            session.id, path: made.first?.path, destination: try #require(engine.context.prints).destination,
            at: .now + .seconds(-10))
        return try #require(try await record.claim([.print], lease: .seconds(900)))
    }
}
