internal import Foundation
internal import Glibc
internal import Synchronization

/// Visitors who have their page open and ask for it anew every ten seconds, with all that a browser fetches along; each on a thread
/// and a connection of its own.
final class Crowd: Sendable {
    private let state: Mutex<(isOver: Bool, loads: Int, present: Int)>

    init(of count: Int, at place: Visitor.Place, _ paths: [String]) {
        state = Mutex((false, 0, count))
        for number in 0..<count {
            // They come one after the other.
            let pause = UInt32(number * 10_000_000 / count)
            Thread.detachNewThread { [self] in
                usleep(pause)
                if let visitor = try? Visitor(place) {
                    while !isOver, see(paths, by: visitor) {
                        for _ in 0..<100 where !isOver { usleep(100_000) }
                    }
                }
                state.withLock { $0.present -= 1 }
            }
        }
    }

    private var isOver: Bool { state.withLock { $0.isOver } }

    private func see(_ paths: [String], by visitor: Visitor) -> Bool {
        for path in paths { guard (try? visitor.get(path)) != nil else { return false } }
        state.withLock { $0.loads += 1 }
        return true
    }

    /// Sends all of them home; how many pages they have seen.
    func leave() -> Int {
        state.withLock { $0.isOver = true }
        while state.withLock({ $0.present }) > 0 { usleep(20_000) }
        return state.withLock { $0.loads }
    }
}

/// So many turns for whoever comes first.
final class Turns: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) { left = Mutex(count) }

    func takes() -> Bool {
        left.withLock { left in
            left -= 1
            return left >= 0
        }
    }
}
