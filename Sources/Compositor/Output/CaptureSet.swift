import Files

/// The captures of a folder, in the order of their names, as a set for one render.
public enum CaptureSet {
    static let pictures: Set = ["jpg", "jpeg", "png", "webp", "tif", "tiff", "heic", "heif"]
    static let raws: Set = ["cr2", "cr3", "nef", "arw", "dng", "raf", "orf", "rw2"]

    /// Paths of the pictures directly in `folder`. Numbers in names count as numbers (IMG_9 before IMG_10); hidden files are left
    /// out, and so is a raw file beside a picture of the same name, since both are of one shot.
    public static func captures(in folder: String) throws(CompositorError) -> [String] {
        try requireUTF8(folder)
        let names = try compositing { try entries(ofFolder: folder) }.filter { !$0.hasPrefix(".") }
        let stems = Set(names.filter { pictures.contains(fileExtension($0)) }.map(stem))
        let wanted = names.filter { name in
            pictures.contains(fileExtension(name)) || raws.contains(fileExtension(name)) && !stems.contains(stem(name))
        }
        for name in wanted { try requireUTF8(folder + "/" + name) }
        return wanted.sorted { natural($0) < natural($1) }.map { folder + "/" + $0 }
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
