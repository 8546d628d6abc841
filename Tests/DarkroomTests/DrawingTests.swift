import Compositor
import Foundation
import Imaging
import Sessions
import Testing

@testable import Darkroom

/// What a guest has drawn, in the event and in the pictures of the session.
@Suite struct DrawingTests {
    let scratch: Scratch
    init() throws {
        scratch = try Scratch()
        try scratch.put(
            """
            {"paper":"card","slots":[{"capture":1,"x":0,"y":0,"w":200,"h":150}],
             "drawings":[{"x":0,"y":200,"w":400,"h":100}]}
            """, at: "layouts/signed/layout.json")
    }

    private static func drawing(_ y: Double) -> Drawing {
        Drawing(
            aspect: 2,
            strokes: [
                .init(
                    colour: .black, width: 0.02,
                    points: [.init(x: 0, y: y), .init(x: 0.5, y: 1 - y, pressure: 1), .init(x: 1, y: y)])
            ])
    }

    @Test func `Strokes and picture are kept, and pictures that are made later show them`() async throws {
        let record = try scratch.record()
        let session = try await visit(record)
        let darkroom = Darkroom(record: record, library: scratch.library)
        let prepared = try darkroom.prepared("signed")
        let plain = try await darkroom.develop(session.id, with: prepared)
        let kept = try await darkroom.keep(Self.drawing(0.1), of: session.id)
        #expect(
            kept.kind == .drawing && kept.path?.hasSuffix(".png") == true && kept.parent?.hasSuffix(".json") == true)
        let picture = try PictureFile(path: record.folder.path + "/" + kept.path!)
        #expect(picture.hasAlpha && picture.width == 1_800 && picture.height == 900)
        let signed = try await darkroom.develop(session.id, with: prepared)
        #expect(signed.map(\.state) == [.added] && signed[0].path != plain[0].path)
        #expect(try await darkroom.develop(session.id, with: prepared).map(\.state) == [.unchanged])
        let first = try scratch.bytes(#require(signed[0].path))
        // Another drawing makes another picture, and the former one can be printed again as it was.
        _ = try await darkroom.keep(Self.drawing(0.9), of: session.id)
        let again = try await darkroom.develop(session.id, with: prepared)
        #expect(again.map(\.state) == [.added])
        let now = try await record.session(session.id)
        let (canvas, _) = try darkroom.canvas(of: signed[0].path!, in: now)
        #expect(
            try canvas.encoded(as: .jpeg, metadata: Metadata())
                != darkroom.canvas(of: again[0].path!, in: now).canvas.encoded(as: .jpeg, metadata: Metadata()))
        #expect(try scratch.bytes(signed[0].path!) == first)
        #expect(try await record.check(grace: .zero) == [])
    }

    @Test func `The same bytes come of a session whether it is composed as it goes or later`() async throws {
        let record = try scratch.record()
        let session = try await visit(record)
        let darkroom = Darkroom(record: record, library: scratch.library)
        let prepared = try darkroom.prepared("signed")
        _ = try await darkroom.keep(Self.drawing(0.3), of: session.id)
        let drawn = try await record.session(session.id)
        let composer = try darkroom.composer(prepared, effects: [])
        let made = try await composer.develop(composer.draw(drawn))
        #expect(made.parameters.contains(#""drawing":"Drawings/000001-drawing-"#))
        #expect(try await darkroom.develop(session.id, with: prepared).map(\.state) == [.unchanged])
    }

    @Test func `A layout without a place pays no heed to drawings`() async throws {
        let record = try scratch.record()
        let session = try await visit(record)
        let darkroom = Darkroom(record: record, library: scratch.library)
        let prepared = try darkroom.prepared("duo")
        _ = try await darkroom.develop(session.id, with: prepared)
        _ = try await darkroom.keep(Self.drawing(0.1), of: session.id)
        #expect(try await darkroom.develop(session.id, with: prepared).map(\.state) == [.unchanged, .unchanged])
    }

    @Test func `Strokes that were damaged are told, and no picture is made of them`() async throws {
        let record = try scratch.record()
        let session = try await visit(record)
        let darkroom = Darkroom(record: record, library: scratch.library)
        let kept = try await darkroom.keep(Self.drawing(0.1), of: session.id)
        try Data("{".utf8).write(to: URL(filePath: record.folder.path + "/" + kept.parent!))
        let error = await #expect(throws: DarkroomError.self) {
            try await darkroom.develop(session.id, with: darkroom.prepared("signed"))
        }
        #expect("\(error!)".contains(kept.parent!), "\(error!)")
        #expect(try await record.session(session.id).renditions.allSatisfy { $0.kind != .final || $0.state != .ready })
    }
}
