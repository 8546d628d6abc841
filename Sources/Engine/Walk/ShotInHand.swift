import Capture
import Darkroom
import Sessions
import Synchronization
import Work

/// One press of the shutter on its way into the record. The decode that prepares its slot verifies it, and it is kept in the
/// session that was there at the shutter, also when the picture arrives after its end.
final class ShotInHand: Sendable {
    let composer: FinalPhotoComposer?
    private let record: EventRecord
    private let session: String
    /// Among the presses of the shutter, and among the captures that are shown; both from 1.
    private let shot: Int
    private let number: Int
    /// Taken anew, it does not stand in the FinalPhoto until the former one is exchanged for it.
    private let isSelected: Bool
    private let took: @Sendable (Sessions.Capture, [String]) async -> Void
    private let files = Mutex(InHand())

    private struct InHand {
        /// The one whose pixels stand in the slots.
        var placed: String?
        /// What an operator should know of it.
        var notes: [String] = []
        /// Those that were to be kept, by where they are staged.
        var staged: [String: StagedCapture] = [:]
        /// From the look at the picture until it is kept.
        var announcement: CaptureAnnouncement?
        /// The captures that have come of it.
        var kept: Set<Int> = []
    }

    var kept: Set<Int> { files.withLock { $0.kept } }

    init(
        _ session: Session, anew picture: RetakenPicture? = nil, record: EventRecord, composer: FinalPhotoComposer?,
        took: @escaping @Sendable (Sessions.Capture, [String]) async -> Void
    ) {
        (self.session, self.record, self.composer, self.took) = (session.id, record, composer, took)
        shot = picture?.shot ?? (session.captures.map(\.shot).max() ?? 0) + 1
        number = picture?.number ?? session.selectedCaptures.count + 1
        isSelected = picture == nil
    }

    /// Blocks.
    func verify(_ path: String) throws {
        files.withLock { $0.announcement = record.announceCapture() }
        do {
            let notes = try composer?.place(path, as: number) ?? []
            files.withLock { ($0.placed, $0.notes) = (path, notes) }
        } catch {
            files.withLock { $0.announcement = nil }
            throw error
        }
    }

    func commit(_ file: CapturedFile) async throws {
        var new = StagedCapture(at: file.path, fileExtension: file.fileExtension, source: file.name)
        (new.shot, new.isSelected) = (shot, isSelected)
        let staged = new
        files.withLock { $0.staged[file.path] = staged }
        try await keep(file.path)
    }

    /// Keeps what is staged at `path`; also a second time, when the first one failed.
    func keep(_ path: String) async throws {
        guard let new = files.withLock({ $0.staged[path] }) else { return }
        defer { files.withLock { $0.announcement = nil } }
        let capture = try await record.keep(file: new, in: session)
        let notes: [String]? = files.withLock { files in
            files.staged[path] = nil
            files.kept.insert(capture.id)
            return files.placed == path ? files.notes : nil
        }
        if notes != nil { composer?.kept(number, sha256: capture.sha256) }
        await took(capture, notes ?? [])
    }
}
