import Foundation
import Glibc

/// What the processes of a program use, which are the descendants of one.
struct ProcessTree {
    let ids: [Int32]

    /// - Parameter name: a part of the path of their program.
    init(of parent: Int32, named name: String) {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { Int32($0) } ?? []
        let parents = Dictionary(uniqueKeysWithValues: all.map { ($0, Self.parent(of: $0)) })
        ids = all.filter { id in
            var (at, depth) = (parents[id] ?? 0, 0)
            while at != parent, at > 1, depth < 32 { (at, depth) = (parents[at] ?? 0, depth + 1) }
            let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/exe")
            return at == parent && path?.contains(name) == true && path?.contains("driver") == false
        }
    }

    init(_ ids: [Int32]) { self.ids = ids }

    /// Seconds of all processors so far.
    var processor: Double {
        let ticks = ids.reduce(0.0) { sum, id in
            let fields = Self.fields(of: id)
            return fields.count > 14 ? sum + (Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0) : sum
        }
        return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The share of memory that is the renderer's of the page, MB of 1,000,000 bytes: of several the largest one.
    var renderer: Double {
        ids.filter { Self.text("/proc/\($0)/cmdline").contains("--type=renderer") }.map(Self.share).max() ?? 0
    }

    private static func share(_ id: Int32) -> Double {
        let line = text("/proc/\(id)/smaps_rollup").split(separator: "\n").first { $0.hasPrefix("Pss:") }
        return (line.flatMap { Double($0.filter(\.isNumber)) } ?? 0) * 1_024 / 1e6
    }

    /// Of /proc/ID/stat what stands behind the program's name, beginning with its state.
    private static func fields(of id: Int32) -> [Substring] {
        text("/proc/\(id)/stat").split(separator: ") ").last?.split(separator: " ") ?? []
    }

    private static func parent(of id: Int32) -> Int32 {
        let fields = fields(of: id)
        return fields.count > 1 ? Int32(fields[1]) ?? 0 : 0
    }

    private static func text(_ path: String) -> String {
        (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
