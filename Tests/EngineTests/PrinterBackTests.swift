import Darkroom
import Foundation
import Sessions
import Testing

@testable import Capture
@testable import Engine

@Suite struct PrinterBackTests {
    /// Attempts lie further and further apart; but somebody who has switched the printer on again stands before it.
    @Test func `What waits for a printer is printed as soon as it is there again`() async throws {
        let rig = try Rig()
        let engine = try rig.engine()
        let record = engine.record
        let press = try engine.darkroom.press("duo")
        var plan = SessionPlan(workflow: engine.script.workflow)
        (plan.layout, plan.slots) = ("duo", 2)
        _ = try await record.launch()
        let session = try await record.start(plan)
        for picture in TestPictures.all.prefix(2) {
            let new = NewCapture(bytes: try picture.contents(), fileExtension: "jpg", source: picture.name)
            _ = try await record.keep(new, in: session.id)
        }
        let made = try await engine.darkroom.develop(session.id, with: press)
        _ = try await record.end(.restart)
        _ = try await record.reprint(
            session.id, path: made.first?.path, destination: try #require(engine.prints).destination)
        let item = try #require(try await record.claim([.print], lease: .seconds(60)))
        try await record.settle(item, .busy("the printer is away", after: .seconds(3600)))
        try FileManager.default.removeItem(atPath: rig.printed)
        try await rig.open(engine) { engine in
            try await engine.until("the trouble") { $0.troubles.contains { $0.about == .printer } }
            #expect(await engine.state.figures.printed == 0)
            try FileManager.default.createDirectory(atPath: rig.printed, withIntermediateDirectories: true)
            try await engine.until("the print") { $0.figures.printed == 1 }
        }
        #expect(rig.names("printed").count == 1)
    }
}
