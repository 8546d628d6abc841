public import Effects
import Files
import Imaging
public import Sessions

extension Darkroom {
    /// The calls with their files, backgrounds and tables, copied into the event: `Assets/HASH8-NAME`. So an effect of the
    /// night can be run again when the files of the night are gone, and a file that changed makes another effect.
    public func freeze(_ effects: [EffectCall]) throws(DarkroomError) -> [EffectCall] {
        try developing { try effects.map { try $0.locating(keep) } }
    }

    /// For an event that is to have the effects of another.
    public static func copyAssets(from source: EventFolder, to target: EventFolder) throws(DarkroomError) {
        let (from, to) = (source.path + "/" + EventFolder.assets, target.path + "/" + EventFolder.assets)
        guard FileIdentity(from) != nil else { return }
        try developing {
            try makeFolder(to)
            for name in try entries(ofFolder: from) where !name.hasPrefix(".") {
                try writeDurably(readAll(from + name, limit: Freezer.limit), to: to + name)
            }
        }
    }

    private func keep(_ file: String) throws -> String {
        // One that is in the event already, as the record names it.
        if file.hasPrefix(EventFolder.assets), FileIdentity(asSpelled(record.folder.path + "/" + file)) != nil {
            return file
        }
        // Whatever else is called a picture has no business in the event.
        if !file.hasSuffix(".cube") { _ = try PictureFile(path: file) }
        let bytes = try readAll(file, limit: Freezer.limit)
        let name = file.split(separator: "/").last.map(String.init) ?? "file"
        let path = EventFolder.assets + ContentHash(of: bytes).prefix8 + "-" + name
        guard !options.dryRun, FileIdentity(asSpelled(record.folder.path + "/" + path)) == nil else { return path }
        try makeFolder(record.folder.path + "/" + EventFolder.assets)
        try writeDurably(bytes, to: record.folder.path + "/" + path)
        return path
    }
}

extension EventFolder {
    static let assets = "Assets/"
}

extension Event {
    /// Its effects, parsed.
    public func calls() throws(DarkroomError) -> [EffectCall] {
        try developing { try effects.map { try EffectCall(parsing: $0) } }
    }
}
