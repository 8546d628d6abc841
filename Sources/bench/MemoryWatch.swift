internal import Foundation
internal import Synchronization

/// The most memory that a child of this process has while it runs, and the greatest of its own children. What the kernel tells at a
/// child's end is no measure: a child that is spawned begins with its parent's mark.
final class MemoryWatch: Sendable {
    /// MB of 1,000,000 bytes.
    struct Most {
        /// Of the child, without the libraries' files, which all programs share.
        var own = 0.0
        /// Of the greatest of its children, with them.
        var child = 0.0
    }

    private let name: String
    private let found = Mutex((most: Most(), isOver: false))

    /// Of the child of that name, from now on.
    init(_ name: String) {
        self.name = name
        Thread.detachNewThread { [self] in
            while !found.withLock({ $0.isOver }) {
                look()
                usleep(5_000)
            }
        }
    }

    /// Watching is over.
    func most() -> Most {
        found.withLock {
            $0.isOver = true
            return $0.most
        }
    }

    private func look() {
        for child in children(of: ProcessInfo.processInfo.processIdentifier) {
            let status = lines("/proc/\(child)/status")
            guard status.first?.hasSuffix("\t" + name) == true else { continue }
            let own = megabytes("RssAnon:", in: status)
            let greatest = children(of: child).map { megabytes("VmHWM:", in: lines("/proc/\($0)/status")) }.max() ?? 0
            found.withLock { found in
                found.most.own = max(found.most.own, own)
                found.most.child = max(found.most.child, greatest)
            }
        }
    }

    private func children(of process: Int32) -> [Int32] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return threads.flatMap { lines("/proc/\(process)/task/\($0)/children") }
            .flatMap { $0.split(separator: " ").compactMap { Int32($0) } }
    }

    private func megabytes(_ key: String, in status: [Substring]) -> Double {
        let line = status.first { $0.hasPrefix(key) }
        return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) } ?? 0) * 1_024 / 1e6
    }

    private func lines(_ path: String) -> [Substring] {
        ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
    }
}
