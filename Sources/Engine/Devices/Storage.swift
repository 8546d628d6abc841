import Files
import Sessions
import Synchronization
import Work

/// Whether the event's folder is still the one in which the booth was opened. A drive that is pulled, or a share that is unmounted,
/// takes it away. What comes back as another file system, the open record does not reach: then the booth ends, and
/// whoever started it starts it anew.
final class Storage: Sendable {
    private struct State {
        var isAway = false
        /// Since when the record cannot be read although the folder is there.
        var failsSince: TimeSource.Instant?
        /// When a look that is under way should have ended; a share that hangs answers never.
        var overdue: TimeSource.Instant?
        var isLost = false
    }

    private let folder: EventFolder
    private let time: TimeSource
    private let opened: [FileIdentity?]
    private let state = Mutex(State())
    private let (stream, source) = AsyncStream.makeStream(of: Void.self)
    /// Longer than a drive that is asleep takes to answer.
    private static let patience = Duration.seconds(10)

    /// The folder is there now. Blocks as long as it takes to look at two files.
    init(_ folder: EventFolder, time: TimeSource) {
        (self.folder, self.time, opened) = (folder, time, Self.identities(folder))
    }

    var isWell: Bool {
        let now = time.now
        return state.withLock {
            !$0.isAway && !$0.isLost && $0.failsSince == nil && $0.overdue.map { now < $0 } ?? true
        }
    }

    var isAway: Bool { state.withLock { $0.isAway || $0.isLost } }

    /// Returns when what was opened will not come back; never when the task is cancelled before.
    func lost() async -> Bool {
        for await _ in stream { return true }
        return false
    }

    enum Look { case isThere, isAway, hasReturned, isLost }

    /// `probe` reads from the record.
    func look(_ probe: @Sendable () async throws(SessionsError) -> Void) async -> Look {
        let start = time.now
        state.withLock { $0.overdue = start + Self.patience }
        let folder = folder
        let found = await time.offPool { Self.identities(folder) }
        var isReadable = false
        if found == opened { isReadable = (try? await probe()) != nil }
        let now = time.now
        let look = state.withLock { state -> Look in
            state.overdue = nil
            guard !found.contains(nil) else {
                state.isAway = true
                return .isAway
            }
            guard isReadable else {
                // Somebody else may hold the record for a moment.
                let since = state.failsSince ?? now
                state.failsSince = since
                guard found != opened || now - since >= Self.patience else { return state.isAway ? .isAway : .isThere }
                state.isLost = true
                return .isLost
            }
            defer { (state.isAway, state.failsSince) = (false, nil) }
            return state.isAway ? .hasReturned : .isThere
        }
        if look == .isLost { source.yield() }
        return look
    }

    private static func identities(_ folder: EventFolder) -> [FileIdentity?] {
        [folder.path, folder.database].map { FileIdentity($0) }
    }
}
