import Compositor
import Effects
import Foundation
import Imaging
import Sessions
import Testing

@testable import Darkroom

/// Pictures that are made while the guest is still there.
@Suite struct FinalPhotoComposerTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test(arguments: [[], ["sepia"]])
    func whatWasPlacedAsItLandedIsToTheByteWhatIsDevelopedLater(effects: [String]) async throws {
        let record = try scratch.record()
        let darkroom = Darkroom(record: record, library: scratch.library)
        let prepared = try darkroom.prepared("duo")
        let session = try await visit(record, effects: effects)
        let composer = try darkroom.composer(prepared, effects: effects.map { try EffectCall(parsing: $0) })
        for (index, capture) in session.selectedCaptures.enumerated() {
            try composer.place(record.folder.path + "/" + capture.path, as: index + 1)
            composer.kept(index + 1, sha256: capture.sha256)
        }
        let kept = try await composer.develop(composer.draw(session))
        let later = try await darkroom.develop(session.id, with: prepared)
        #expect(later.first { $0.kind == .final }?.state == .unchanged)
        #expect(later.first { $0.kind == .final }?.path == kept.path)
        let again = try darkroom.canvas(of: #require(kept.path), in: await record.session(session.id))
        let first = try composer.draw(session).canvas
        #expect(try again.canvas.withPixels(Array.init) == first.withPixels(Array.init))
        #expect(again.layout.name == prepared.template.layout.name)
    }

    /// The fonts come before the preview, too.
    @Test func aNameInAnotherScriptLooksTheSameLater() async throws {
        let record = try scratch.record()
        let darkroom = Darkroom(record: record, library: scratch.library)
        let prepared = try darkroom.prepared("duo")
        let session = try await visit(record, table: "שלום")
        let composer = try darkroom.composer(prepared, effects: [])
        let kept = try await composer.develop(composer.draw(session))
        let later = try await darkroom.develop(session.id, with: darkroom.prepared("duo"))
        #expect(later.first { $0.kind == .final }?.path == kept.path)
    }

    /// A guest who picks others than those that were placed gets what was picked.
    @Test func whatIsNotSelectedAnyMoreIsReplaced() async throws {
        let record = try scratch.record()
        let darkroom = Darkroom(record: record, library: scratch.library)
        let prepared = try darkroom.prepared("duo")
        var session = try await visit(record, captures: 3)
        let composer = try darkroom.composer(prepared, effects: [])
        for (index, capture) in session.captures.prefix(2).enumerated() {
            try composer.place(record.folder.path + "/" + capture.path, as: index + 1)
            composer.kept(index + 1, sha256: capture.sha256)
        }
        try await record.select([session.captures[0].id, session.captures[2].id], in: session.id)
        session = try await record.session(session.id)
        let kept = try await composer.develop(composer.draw(session))
        let later = try await darkroom.develop(session.id, with: prepared)
        #expect(later.first { $0.kind == .final }?.path == kept.path)
    }

    @Test func halfAPictureIsNoCapture() async throws {
        let record = try scratch.record()
        let darkroom = Darkroom(record: record, library: scratch.library)
        let composer = try darkroom.composer(try darkroom.prepared("duo"), effects: [])
        let whole = try picture(1).bytes
        for (number, share) in [(1, 0.5), (1, 0.97), (9, 0.97)] {
            let path = scratch.path + "/half.jpg"
            try Data(whole.prefix(Int(Double(whole.count) * share))).write(to: URL(filePath: path))
            #expect(throws: DarkroomError.self) { try composer.place(path, as: number) }
        }
    }

    @Test func onlyAFinalPhotoCanBeComposedAgain() async throws {
        let record = try scratch.record()
        let session = try await visit(record)
        let darkroom = Darkroom(record: record, library: scratch.library)
        #expect(throws: DarkroomError.self) { try darkroom.canvas(of: session.captures[0].path, in: session) }
    }
}
