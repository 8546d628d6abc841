import Sessions
import Synchronization
import Work

/// Pictures that found the disk full. They wait where they were staged until there is room, however their session goes on.
final class StrandedPictures: Sendable {
    private struct Picture: Sendable {
        let shot: ShotInHand
        let path: String
    }

    private let pictures = Mutex<[Picture]>([])
    private let changes = Broadcast<Void>()

    var isEmpty: Bool { pictures.withLock { $0.isEmpty } }

    func add(_ shot: ShotInHand, at path: String) { pictures.withLock { $0.append(Picture(shot: shot, path: path)) } }

    func contains(_ path: String) -> Bool { pictures.withLock { $0.contains { $0.path == path } } }

    /// Tries to store each once more. Gives whether none is left of those that there were.
    func retry() async -> Bool {
        let all = pictures.withLock { $0 }
        guard !all.isEmpty else { return false }
        for picture in all where (try? await picture.shot.keep(picture.path)) != nil {
            pictures.withLock { $0.removeAll { $0.path == picture.path } }
            changes.send(())
        }
        return isEmpty
    }

    /// Waits until the picture has been stored, `end` has come, or the task is cancelled. Gives whether it is stored.
    func stored(_ path: String, until end: TimeSource.Instant, _ time: TimeSource) async -> Bool {
        let changes = changes.join(newest: 1)
        _ = await time.within(end - time.now) {
            guard self.contains(path) else { return }
            for await _ in changes where !self.contains(path) { return }
        }
        return !contains(path)
    }
}
