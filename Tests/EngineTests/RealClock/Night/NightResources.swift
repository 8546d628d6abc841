import Foundation

/// What a process holds, as /proc tells.
struct Resources: Sendable {
    /// Of which run of the booth, and after how many sessions of the night.
    var life = 0
    var sessions = 0
    /// kB.
    var resident = 0
    var descriptors = 0
    var threads = 0
    var children = 0
    /// Children that have ended and are not cleared away.
    var zombies: Set<pid_t> = []

    /// nil when it is gone.
    init?(of process: pid_t) {
        guard process > 0, let status = Self.status(process),
            let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd")
        else { return nil }
        (resident, threads, descriptors) = (status["VmRSS"] ?? 0, status["Threads"] ?? 0, open.count)
        let all = Self.children(of: process)
        (children, zombies) = (all.count { !$0.isDead }, Set(all.filter(\.isDead).map(\.process)))
    }

    struct Child: Sendable {
        let process: pid_t
        let name: String
        private let state: Character

        var isHung: Bool { state == "T" }
        var isDead: Bool { state == "Z" || state == "X" }
        /// The process of a camera.
        var isWorker: Bool {
            (try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8))?.contains("camera-worker")
                ?? false
        }

        init?(_ process: pid_t) {
            // "12 (name) S 1 …"; the name may hold anything.
            guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
                let start = text.firstIndex(of: "("), let end = text.lastIndex(of: ")")
            else { return nil }
            let rest = text[text.index(after: end)...].split(separator: " ")
            guard let letter = rest.first?.first else { return nil }
            (self.process, state) = (process, letter)
            name = String(text[text.index(after: start)..<end])
        }
    }

    static func children(of process: pid_t) -> [Child] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return threads.flatMap { thread in
            let list = try? String(contentsOfFile: "/proc/\(process)/task/\(thread)/children", encoding: .utf8)
            return (list ?? "").split(separator: " ").compactMap { pid_t($0) }.compactMap(Child.init)
        }
    }

    private static func status(_ process: pid_t) -> [String: Int]? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) else { return nil }
        var values: [String: Int] = [:]
        for line in text.split(separator: "\n") {
            let sides = line.split(separator: ":", maxSplits: 1)
            guard sides.count == 2 else { continue }
            values[String(sides[0])] = Int(sides[1].drop { !$0.isNumber }.prefix { $0.isNumber })
        }
        return values
    }
}
