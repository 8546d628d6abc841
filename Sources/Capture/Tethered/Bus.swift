internal import Synchronization
internal import Work

/// What the cameras of a process share: detection, opening and closing go one after the other, and a port has one owner.
final class Bus: Sendable {
    static let shared = Bus(.system)

    private let time: TimeSource
    private let turn: Turn
    private let owned = Mutex<Set<String>>([])

    init(_ time: TimeSource) { (self.time, turn) = (time, Turn(time)) }

    func isFree(_ port: String) -> Bool { owned.withLock { !$0.contains(port) } }
    func own(_ port: String) { _ = owned.withLock { $0.insert(port) } }
    func release(_ port: String?) { if let port { _ = owned.withLock { $0.remove(port) } } }

    /// The bus for oneself until the hold is ended, or for three seconds: a body that does not answer is no reason to keep the
    /// others away.
    func hold(within deadline: Duration) async throws(CameraError) -> Hold {
        try await turn.take(within: deadline)
        let hold = Hold(turn)
        time.after(.seconds(3)) { hold.end() }
        return hold
    }

    final class Hold: Sendable {
        private let turn: Turn
        private let isOver = Mutex(false)

        init(_ turn: Turn) { self.turn = turn }

        func end() {
            let isFirst = isOver.withLock { isOver in
                defer { isOver = true }
                return !isOver
            }
            if isFirst { turn.give() }
        }
    }
}
