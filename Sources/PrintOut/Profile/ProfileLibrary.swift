import Faults
import Files
import Glibc
public import Imaging
import StrictJSON

/// Finds the profile of a queue, and keeps what an operator has set for one.
public struct ProfileLibrary: Sendable {
    /// Folders with `NAME.json`. In the first one an operator's own profiles are kept, by the names of their queues.
    public var folders: [String]

    public init(folders: [String]) { self.folders = folders }

    /// `$XDG_CONFIG_HOME/boothkit/printers` (by default below `~/.config`), then `./printers`, then
    /// `share/boothkit/printers` beside the installed program, whose path is `program`.
    public static func standard(program: String) -> ProfileLibrary {
        func variable(_ name: String) -> String? {
            getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        let config = variable("XDG_CONFIG_HOME") ?? (variable("HOME") ?? "") + "/.config"
        let shipped = SearchPath.standard("printers", program: program).folders
        return ProfileLibrary(folders: [config + "/boothkit/printers"] + shipped)
    }

    /// The profile named as the queue, or else the one whose model is the longest beginning of `model`.
    public func profile(queue: String, model: String) throws(PrintError) -> PrinterProfile {
        if !queue.contains("/"), let own = try profile(named: queue) { return own }
        var best: (profile: PrinterProfile, length: Int)?
        for name in names() {
            guard let profile = try profile(named: name), let length = profile.match(model),
                length > best?.length ?? 0
            else { continue }
            best = (profile, length)
        }
        guard let best else {
            // That of a folder goes by its model: a path is no name.
            let name = queue.contains("/") ? model : queue
            throw .noProfile(
                queue: queue, model: model, path: "\(folders[0])/\(name).json", searched: folders, known: names())
        }
        return best.profile
    }

    /// nil when no folder has it.
    public func profile(named name: String) throws(PrintError) -> PrinterProfile? {
        try printing {
            guard let (path, bytes) = try SearchPath(folders).read(name + ".json", limit: 1 << 20) else { return nil }
            return try PrinterProfile(JSONNode(parsing: bytes, document: path), name: name)
        }
    }

    public func names() -> [String] { SearchPath(folders).documents }

    /// Keeps `profile` as the one of `queue`, and returns its file.
    public func keep(_ profile: PrinterProfile, for queue: String) throws(PrintError) -> String {
        let path = "\(folders[0])/\(queue).json"
        try printing {
            try makeFolder(folders[0])
            try writeDurably(Array((profile.json.text(pretty: true) + "\n").utf8), to: path)
        }
        return path
    }

    /// The colours that pictures are converted to for this printer.
    public func colours(of profile: PrinterProfile) throws(PrintError) -> ColourProfile {
        guard let icc = profile.icc else { return .sRGB }
        if let bytes = try printing({ try SearchPath(folders).read(icc, limit: 16 << 20)?.bytes }) {
            return .icc(bytes: bytes)
        }
        throw .badProfile(
            .invalid(
                path: .key("icc", in: .document("printer profile \(profile.name)")),
                problem: "there is no file \(icc) beside it"))
    }
}
