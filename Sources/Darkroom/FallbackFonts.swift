import Compositor
import Faults
import Files
import Imaging

/// Fonts of this machine for what a frozen layout's own fonts lack: a guest's name in another script, an emoji. They are
/// copied into the layout before it is rendered with them, each behind those that are there, so that the texts of earlier
/// sessions stay as they are.
struct FallbackFonts {
    /// `Layouts/NAME/fonts/fallback`.
    let folder: String

    init(layout: String) { folder = layout + "/" + Layout.fallbackFonts }

    func create() throws { try makeFolder(folder) }

    /// Looks for fonts for the texts of a composition; whether any came in.
    func add(for composition: Composition) throws -> Bool {
        // A layout of the event that was frozen without the folder falls back on what is installed.
        guard FileIdentity(folder) != nil else { return false }
        var isNew = false
        for (style, characters) in try composition.lacking() {
            var wanted = style
            (wanted.font.file, wanted.font.family) = (nil, "sans-serif")
            (wanted.size, wanted.outline, wanted.shadow) = (.pixels(20), nil, nil)
            for path in try TextBlock(characters, style: wanted, width: 2_000, height: 200).fontFiles {
                isNew = try add(path) || isNew
            }
        }
        return isNew
    }

    private func add(_ path: String) throws -> Bool {
        let bytes = try readAll(path, limit: 100_000_000)
        let ending =
            "-\(ContentHash(of: bytes).prefix8)-" + (path.split(separator: "/").last.map(String.init) ?? "font")
        let there = try entries(ofFolder: folder).sorted()
        guard !there.contains(where: { $0.hasSuffix(ending) }) else { return false }
        let last = there.last { !$0.hasPrefix(".") }.flatMap { Int($0.prefix(3)) } ?? 0
        try writeDurably(bytes, to: folder + "/" + (last + 1).padded(to: 3) + ending)
        return true
    }
}
