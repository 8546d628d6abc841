internal import Compositor
internal import Darkroom
internal import Foundation
internal import Sessions

/// An event as a booth holds it: captures are kept in the record and placed as they land.
struct HeldEvent {
    private let record: EventRecord
    private let darkroom: Darkroom
    private let prepared: PreparedLayout

    /// A new one in `folder`; `layout` is a folder.
    init(layout: String, in folder: String) async throws {
        let (place, name) = (
            URL(filePath: layout).deletingLastPathComponent().path, (layout as NSString).lastPathComponent
        )
        var event = Event(name: "Bench", date: "")
        (event.layouts, event.reserve) = ([name], 0)
        record = try EventRecord.create(event, workflow: .standard, in: EventFolder(folder))
        darkroom = Darkroom(record: record, library: LayoutLibrary(folders: [place]))
        prepared = try darkroom.prepared(name)
    }

    /// A session in which all captures but the last have landed.
    func allButLast(_ captures: [String]) async throws -> Rest {
        var plan = SessionPlan(workflow: .standard)
        (plan.layout, plan.slots, plan.renditions) = (prepared.name, captures.count, [.final])
        let session = try await record.start(plan)
        let composer = try darkroom.composer(prepared, effects: [])
        // Where a camera's process leaves them.
        let staged = try captures.enumerated().map { number, capture in
            let path = "\(record.folder.path)/Captures/.capture-\(session.id)-\(number).part"
            try FileManager.default.copyItem(atPath: capture, toPath: path)
            return path
        }
        let rest = Rest(
            record: record, composer: composer, session: session.id, capture: staged[captures.count - 1],
            number: captures.count)
        for (index, capture) in staged.dropLast().enumerated() { try await rest.land(capture, as: index + 1) }
        return rest
    }

    struct Rest {
        fileprivate let record: EventRecord
        fileprivate let composer: FinalPhotoComposer
        fileprivate let session: String
        fileprivate let capture: String
        fileprivate let number: Int

        /// Verified by the decode that fills its slots, then kept.
        fileprivate func land(_ path: String, as number: Int) async throws {
            try composer.place(path, as: number)
            let kept = try await record.keep(
                file: StagedCapture(at: path, fileExtension: "jpg", source: path), in: session)
            composer.kept(number, sha256: kept.sha256)
        }

        /// From the file that lands to the FinalPhoto in the record.
        func finish() async throws {
            try await land(capture, as: number)
            _ = try await composer.develop(composer.draw(record.session(session)))
        }

        func end() async throws { _ = try await record.end(.restart) }
    }
}
