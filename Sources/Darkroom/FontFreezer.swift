import Files
import Imaging
import StrictJSON

/// Replaces font families in a layout by the files that stand for them on this machine.
final class FontFreezer {
    private let folder: String
    private var files: [Font: String?] = [:]

    init(folder: String) { self.folder = folder }

    /// `document` with every text's font named by file; the files are copied into `fonts/`.
    func frozen(_ document: JSONValue, key: String?) throws -> JSONValue {
        switch document {
        case .object(let members):
            var members = try members.map { JSONValue.Member($0.key, try frozen($0.value, key: $0.key)) }
            if key == "font" || key == "fallback" { return try named(.object(members)) }
            // A text that names no font is set in the standard one.
            if key == "texts", !members.contains(where: { $0.key == "font" }) {
                members.append(.init("font", try named(["family": "Lato"])))
            }
            return .object(members)
        case .array(let elements): return .array(try elements.map { try frozen($0, key: key) })
        default: return document
        }
    }

    private func named(_ font: JSONValue) throws -> JSONValue {
        guard case .object(let members) = font, case .string(let family)? = font[member: "family"],
            font[member: "file"] == nil
        else { return font }
        var weight = 400
        if case .number(let number)? = font[member: "weight"] { weight = Int(number) }
        let choice = Font(family: family, weight: weight, italic: font[member: "style"] == "italic")
        if files[choice] == nil { files[choice] = .some(try copy(choice)) }
        guard case .some(.some(let file)) = files[choice] else { return font }
        return .object([.init("file", .string(file))] + members.filter { $0.key != "family" })
    }

    private func copy(_ font: Font) throws -> String? {
        let style = TextStyle(font: font, size: .pixels(20))
        guard let path = try TextBlock("a", style: style, width: 200, height: 100).fontFiles.first else { return nil }
        let name = "fonts/" + (path.split(separator: "/").last.map(String.init) ?? "font")
        try makeFolder(folder + "/fonts")
        try writeDurably(readAll(path, limit: 100_000_000), to: folder + "/" + name)
        return name
    }
}
