import Files
import Foundation

/// What a power cut leaves of an event: of every file and folder either what was flushed or what had been written since,
/// and of a file also some pages of each. Which of it, the seed decides; seed 0 leaves nothing but what was flushed.
struct Remains {
    let event: String
    /// Kept by `faults_disk`.
    let disk: String
    let seed: Int

    func restore(to target: String) throws {
        try? FileManager.default.removeItem(atPath: target)
        try restore(folder: try inode(event), at: event, to: target, name: "")
    }

    private func restore(folder: Int, at path: String?, to target: String, name: String) throws {
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        let now = try path.map(names)
        let flushed = try? String(contentsOfFile: "\(disk)/d\(folder)", encoding: .utf8)
        let then = flushed.map { text in
            text.split(separator: "\n").map { line in
                let words = line.split(separator: " ", maxSplits: 1)
                return Name(isFolder: line.first == "d", inode: Int(words[0].dropFirst())!, name: String(words[1]))
            }
        }
        let names = (coin("folder \(name)") % 2 == 0 ? then : now) ?? then ?? []
        for one in names {
            let here = now?.first { $0.inode == one.inode }.map { path! + "/" + $0.name }
            if one.isFolder {
                try restore(folder: one.inode, at: here, to: target + "/" + one.name, name: one.name)
            } else {
                // The end of a hidden file's name is another one in each run.
                let stable = one.name.hasPrefix(".") ? String(one.name.dropLast(6)) : one.name
                let bytes = try content(of: one.inode, at: here, name: "\(name)/\(stable)")
                try Data(bytes).write(to: URL(filePath: target + "/" + one.name))
            }
        }
    }

    private func content(of inode: Int, at path: String?, name: String) throws -> [UInt8] {
        let then = (try? readAll("\(disk)/i\(inode)", limit: 1 << 30)) ?? []
        guard let path, let now = try? readAll(path, limit: 1 << 30), now != then else { return then }
        switch coin("file \(name)") % 3 {
        case 0: return then
        case 1: return now
        default:
            // Its length is another thing that was written or not. A page that was added may be there as zeros; one that
            // was cut off is there as it was, or not at all.
            var mixed = coin("length \(name)") % 2 == 0 ? then : now
            for start in stride(from: 0, to: mixed.count, by: 4_096) {
                let isOld = coin("page \(start) of \(name)") % 2 == 0
                for index in start..<min(start + 4_096, mixed.count) {
                    mixed[index] =
                        isOld || index >= now.count ? (index < then.count ? then[index] : 0) : now[index]
                }
            }
            return mixed
        }
    }

    /// 0 for seed 0.
    private func coin(_ place: String) -> Int {
        seed == 0 ? 0 : Int(ContentHash(of: Array("\(seed) \(place)".utf8)).bytes[0])
    }

    private struct Name {
        var isFolder: Bool
        var inode: Int
        var name: String
    }

    private func names(_ folder: String) throws -> [Name] {
        try entries(ofFolder: folder).map { name in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
            return Name(isFolder: isFolder.boolValue, inode: try inode(folder + "/" + name), name: name)
        }
    }

    private func inode(_ path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as! Int
    }
}
