internal import Foundation
internal import Synchronization

/// The most memory that a child of this process has of its own while it runs: without the libraries' files, which all programs share.
/// What the kernel tells at its end is with them, and of the child or of one of its own, whichever had more.
final class MemoryWatch: Sendable {
    private let name: String
    private let found = Mutex((most: 0.0, isOver: false))

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

    /// MB of 1,000,000 bytes; watching is over.
    func most() -> Double {
        found.withLock {
            $0.isOver = true
            return $0.most
        }
    }

    private func look() {
        let own = ProcessInfo.processInfo.processIdentifier
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(own)/task")) ?? []
        for thread in threads {
            for child in text("/proc/\(own)/task/\(thread)/children").split(separator: " ") {
                let lines = text("/proc/\(child)/status").split(separator: "\n")
                guard lines.first?.hasSuffix("\t" + name) == true,
                    let now = lines.first(where: { $0.hasPrefix("RssAnon:") })
                else { continue }
                let kilobytes = now.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) } ?? 0
                found.withLock { $0.most = max($0.most, kilobytes * 1_024 / 1e6) }
            }
        }
    }

    private func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
}
