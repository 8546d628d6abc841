import Foundation
import Rigs

/// What lies at a far side, looked at past the module that is tested.
struct FarFiles: Sendable {
    var read: @Sendable (_ path: String) -> [UInt8]?
    var put: @Sendable (_ bytes: [UInt8], _ path: String) throws -> Void
    /// Of files and folders, without those that are hidden by nature.
    var names: @Sendable () -> [String]

    /// In a folder of this machine.
    static func folder(_ path: String) -> FarFiles {
        FarFiles(
            read: { FileManager.default.contents(atPath: path + "/" + $0).map { Array($0) } },
            put: { try Data($0).write(to: URL(filePath: path + "/" + $1)) },
            names: {
                ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { $0 != ".keep" }.sorted()
            })
    }

    /// In a bucket that everybody may read and write.
    static func bucket(_ address: String, _ room: Scratch) -> FarFiles {
        @Sendable func curl(_ words: String...) -> Programs.Run {
            Programs.run("/usr/bin/curl", ["-sSf"] + words)
        }
        return FarFiles(
            read: { path in
                let file = room.path(UUID().uuidString)
                guard curl("-o", file, address + "/" + path).status == 0 else { return nil }
                return FileManager.default.contents(atPath: file).map { Array($0) }
            },
            put: { bytes, path in
                let file = try room.put(bytes, at: UUID().uuidString)
                _ = curl("-T", file, "-H", "x-amz-acl: public-read-write", address + "/" + path)
            },
            names: {
                let list = curl(address + "?list-type=2").out
                let keys = list.matches(of: /<Key>([^<]*)<\/Key>/).map { String($0.1.split(separator: "/")[0]) }
                return Set(keys).sorted()
            })
    }
}
