import Files
import Glibc
import Imaging

/// The captures of a folder, in the order of their names, as a set for one render.
public struct CaptureSet: Sendable {
    /// Paths of the pictures directly in the folder. Numbers in names count as numbers (IMG_9 before IMG_10).
    public let captures: [String]
    /// Names of what lies there, too, and is no capture: what is no picture by its first bytes nor by its name, and a raw
    /// file beside a picture of the same name, since both are of one shot. Hidden files and folders are not
    /// spoken of.
    public let leftOut: [String]

    /// A file that is called a picture is taken for one, so that a damaged one is an error and not passed over.
    private static let endings: Set = [
        "jpg", "jpeg", "jpe", "jfif", "png", "webp", "tif", "tiff", "heic", "heif", "hif",
    ]

    public init(folder: String) throws(CompositorError) {
        try Self.requireUTF8(folder)
        let names = try compositing { try entries(ofFolder: folder) }.filter { !$0.hasPrefix(".") }
        var kinds: [String: Bool] = [:]  // whether it is a raw file
        for name in names {
            let format = PictureFormat(ofFileAt: folder + "/" + name)
            if format != nil || hasRawEnding(name) || Self.endings.contains(Self.fileExtension(name)) {
                kinds[name] = format.map { $0 == .raw } ?? hasRawEnding(name)
            }
        }
        let stems = Set(kinds.filter { !$0.value }.keys.map(Self.stem))
        let wanted = names.filter { name in kinds[name].map { !$0 || !stems.contains(Self.stem(name)) } ?? false }
        for name in wanted { try Self.requireUTF8(folder + "/" + name) }
        captures = wanted.sorted { Self.natural($0) < Self.natural($1) }.map { folder + "/" + $0 }
        leftOut = Set(names.filter { !Self.isFolder(folder + "/" + $0) }).subtracting(wanted).sorted {
            Self.natural($0) < Self.natural($1)
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    /// What an operator reads of the files that are left out; nil when there are none.
    func warning(of folder: String) -> String? {
        guard !leftOut.isEmpty else { return nil }
        let more = leftOut.count > 4 ? " and \(leftOut.count - 4) more" : ""
        return "\(folder): left out: \(leftOut.prefix(4).joined(separator: ", "))\(more)"
    }

    /// A name that is not UTF-8 was repaired on its way here, so nothing is found under it.
    private static func requireUTF8(_ path: String) throws(CompositorError) {
        guard path.unicodeScalars.contains("\u{FFFD}"), FileIdentity(path) == nil else { return }
        throw .badJob(place: path, reason: "name is not UTF-8", remedy: "rename it")
    }

    /// What the folder is called, also when it is given as `.` or `..`.
    static func name(of folder: String) throws(CompositorError) -> String {
        let last = folder.split(separator: "/").last.map(String.init) ?? "."
        guard last == "." || last == ".." else { return last }
        let real = try compositing { try Root(folder).folder }
        guard let name = real.split(separator: "/").last else {
            throw .badJob(
                place: folder, reason: "the root of the file system has no name",
                remedy: "move the captures into a folder")
        }
        return String(name)
    }

    private static func fileExtension(_ name: String) -> String {
        name.contains(".") ? name.split(separator: ".").last.map { $0.lowercased() } ?? "" : ""
    }

    private static func stem(_ name: String) -> String { name.split(separator: ".").dropLast().joined(separator: ".") }

    /// The name with every number brought to one width, and the name itself to tell "1" from "01".
    private static func natural(_ name: String) -> NameOrder {
        var key = ""
        var digits = ""
        for character in name.lowercased() + " " {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            if !digits.isEmpty {
                let number = digits.drop { $0 == "0" }
                key += String(repeating: "0", count: max(0, 20 - number.count)) + number
                digits = ""
            }
            key.append(character)
        }
        return NameOrder(key: key, name: name)
    }

    private struct NameOrder: Comparable {
        let key: String
        let name: String
        static func < (a: NameOrder, b: NameOrder) -> Bool { (a.key, a.name) < (b.key, b.name) }
    }
}
