internal import Foundation
internal import Glibc

/// Many renders in one process: memory and descriptors must stay flat once everything has been touched.
struct Soak {
    /// Percent by which the resident set may grow.
    static let tolerance = 5.0

    /// At least 20.
    var renders: Int
    /// Renders that may still grow: caches fill, the allocator finds its size.
    var settling: Int { max(1, min(100, renders / 10)) }

    /// Runs `work` again and again; throws when the resident set after settling grew by more than the tolerance,
    /// or when a descriptor was left open.
    /// Medians of a tenth of the samples at each end stand for the ends, as one sample may catch a passing buffer.
    func run(progress: (String) -> Void, _ work: (Int) throws -> Void) throws -> String {
        var samples: [Double] = []
        var descriptors = 0
        for index in 0..<renders {
            try work(index)
            if index >= settling { samples.append(Self.residentMB()) }
            if index == settling { descriptors = Self.descriptors() }
            if index % 50 == 0 { progress("render \(index) of \(renders): \(Self.residentMB().fixed(1)) MB") }
        }
        let tenth = max(1, samples.count / 10)
        guard let all = Spread(samples), let first = Spread(Array(samples.prefix(tenth)))?.median,
            let last = Spread(Array(samples.suffix(tenth)))?.median
        else { preconditionFailure("a soak of no renders") }
        guard last <= first * (1 + Self.tolerance / 100) else { throw BenchError.grew(from: first, to: last) }
        let open = Self.descriptors()
        guard open <= descriptors else { throw BenchError.leftOpen(open - descriptors) }
        return "\(renders) renders: \(first.fixed(1)) MB after \(settling), \(last.fixed(1)) MB at the end, "
            + "\(all.min.fixed(1))…\(all.max.fixed(1)) MB between"
    }

    /// Open files, sockets and the like of this process.
    private static func descriptors() -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }

    /// Resident set of this process, MB of 1,000,000 bytes: the second number of statm, in pages.
    static func residentMB() -> Double {
        let statm = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = statm.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
        return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1e6
    }
}
