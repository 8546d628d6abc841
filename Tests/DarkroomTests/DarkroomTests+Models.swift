import Compositor
import Effects
import Faults
import Files
import Foundation
import Imaging
import Rigs
import Sessions
import Synchronization
import Testing

@testable import Darkroom

// Effects that go by a model, which may come and go.
extension DarkroomTests {
    private static let hasRuntime =
        (try? EffectCall(parsing: "cut-out:model=\(TinyModel().write(to: NSTemporaryDirectory() + "tiny"))").models())
        != nil

    @Test(.enabled(if: hasRuntime, "there is no onnxruntime here; scripts/models installs it"))
    func whatWasMadeWithAModelIsKeptWhereThereIsNone() async throws {
        let record = try scratch.record()
        let session = try await visit(record)
        let model = try TinyModel().write(to: scratch.path + "/models")
        let call = try EffectCall(parsing: "cut-out:model=\(model)")
        func run(_ work: DarkroomWork, force: Bool = false) async -> Result<[Darkroom.Developed], DarkroomError>? {
            var options = Darkroom.Options()
            options.force = force
            let darkroom = Darkroom(record: record, library: scratch.library, options: options)
            let outcome = Mutex<Result<[Darkroom.Developed], DarkroomError>?>(nil)
            await darkroom.develop([1], work, jobs: 1) { _, result in outcome.withLock { $0 = result } }
            return outcome.withLock { $0 }
        }
        for work in [DarkroomWork.pictures(layout: nil, effects: [call]), .captures(effects: [call])] {
            let made = try #require(try await run(work)?.get())
            #expect(made.allSatisfy { $0.state == .added })
            #expect(try await run(work)?.get().map(\.state) == made.map { _ in .unchanged })
            let count = try await record.session(session.id).renditions.count
            try FileManager.default.moveItem(atPath: model, toPath: model + ".away")
            let kept = try #require(try await run(work)?.get())
            #expect(kept.map(\.state) == [.unchanged])
            #expect(made.map(\.path).contains(kept[0].path))
            #expect(kept[0].warnings.first?.hasSuffix("; the former picture is kept") == true)
            #expect(try await record.session(session.id).renditions.count == count)
            // Who asks for it to be made anew is told that it cannot be.
            let forced = await run(work, force: true)
            let refused = #expect(throws: DarkroomError.self) { _ = try forced?.get() }
            #expect(refused?.status == .configuration)
            try FileManager.default.moveItem(atPath: model + ".away", toPath: model)
        }
    }

    @Test(.enabled(if: hasRuntime, "there is no onnxruntime here; scripts/models installs it"))
    func aPictureFollowsTheModelThatItsLayoutNames() async throws {
        let record = try scratch.record()
        let session = try await visit(record)
        var model = TinyModel()
        let path = try model.write(to: scratch.path + "/models")
        try scratch.put(
            """
            {"paper":"card","slots":[
              {"capture":1,"x":0,"y":0,"w":200,"h":150,"effects":[{"name":"cut-out","model":"\(path)"}]},
              {"capture":2,"x":200,"y":0,"w":200,"h":150}]}
            """, at: "layouts/cut/layout.json")
        func states(forgiving: Bool = false) async throws -> [Darkroom.State] {
            var options = Darkroom.Options()
            options.forgives = forgiving
            let darkroom = Darkroom(record: record, library: scratch.library, options: options)
            return try await darkroom.develop(session.id, with: darkroom.prepared("cut")).map(\.state)
        }
        // A guest waits, and there is no model: the picture is made without, and made anew as soon as there is one.
        try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
        #expect(try await states(forgiving: true) == [.added])
        let untreated = try #require(try await record.session(session.id).renditions.last?.path)
        let refused = await #expect(throws: DarkroomError.self) { try await states() }
        #expect(refused?.status == .configuration)
        try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
        #expect(try await states() == [.added])
        #expect(try await states() == [.unchanged])
        #expect(try scratch.bytes(untreated).isEmpty == false, "what the guest got stays")
        model.side = 64
        _ = try model.write(to: scratch.path + "/models")
        #expect(try await states() == [.added], "another model is another picture")
    }
}
