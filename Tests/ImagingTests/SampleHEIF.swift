import Foundation

@testable import Imaging

/// A HEIC file put together by hand from pictures that were coded one by one.
struct SampleHEIF {
    struct Coded {
        var sets: [[UInt8]]
        var data: [UInt8]
    }

    /// Size of the picture, and of each tile.
    var size: (width: Int, height: Int)
    var tile: (width: Int, height: Int)
    /// A picture of one tile alone has no grid.
    var grid: (columns: Int, rows: Int)?
    /// What is coded, each once, and which of them each place of the grid shows.
    var coded: [Coded]
    var order: [Int]
    /// Property boxes of the primary picture, behind its size.
    var properties: [(type: String, content: [UInt8])] = []
    var recipeInFile = false
    /// How often each item's extent is listed.
    var extents = 1

    /// A picture as libvips has libheif code it.
    static func coded(_ pattern: Pattern, options: String = "Q=80", in scratch: Scratch) throws -> Coded {
        let path = "\(scratch.path)/coded-\(UUID().uuidString).heic"
        guard pattern.write("\(path)[\(options)]") else { throw ImagingError.missing(path: path) }
        let file = try OpenFile(path: path)
        guard let tile = try HEIFItems(of: file).tiles?.tiles.first else { throw ImagingError.missing(path: path) }
        let data = try tile.extents.flatMap { try file.bytes(at: $0.lowerBound, count: $0.count) }
        return Coded(sets: tile.sets, data: data)
    }

    private static func number(_ value: Int, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * (size - 1 - $0))) }
    }

    private static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
        number(content.count + 8, 4) + Array(type.utf8) + content
    }

    private static func full(_ type: String, version: UInt8 = 0, flags: Int = 0, _ content: [UInt8]) -> [UInt8] {
        box(type, [version] + number(flags, 3) + content)
    }

    private static func size(_ width: Int, _ height: Int) -> [UInt8] {
        full("ispe", number(width, 4) + number(height, 4))
    }

    private static func configuration(_ sets: [[UInt8]]) -> [UInt8] {
        var record: [UInt8] = [
            1, 3, 0x70, 0, 0, 0, 0xB0, 0, 0, 0, 0, 0, 30, 0xF0, 0, 0xFC, 0xFD, 0xF8, 0xF8, 0, 0, 0x0F,
        ]
        record.append(UInt8(sets.count))
        for set in sets { record += [0x80 | set[0] >> 1 & 63, 0, 1] + number(set.count, 2) + set }
        return box("hvcC", record)
    }

    /// Item 1 is the primary picture; those of a grid follow.
    func bytes() -> [UInt8] {
        let head = Self.box("ftyp", Array("heic".utf8) + [0, 0, 0, 0] + Array("mif1heic".utf8))
        let length = meta(dataAt: 0).count
        return head + meta(dataAt: head.count + length + 8) + Self.box("mdat", recipe + coded.flatMap(\.data))
    }

    private var recipe: [UInt8] {
        guard let grid else { return [] }
        return [0, 0, UInt8(grid.rows - 1), UInt8(grid.columns - 1)] + Self.number(size.width, 2)
            + Self.number(size.height, 2)
    }

    private func meta(dataAt start: Int) -> [UInt8] {
        let handler = Self.full("hdlr", [0, 0, 0, 0] + Array("pict".utf8) + [UInt8](repeating: 0, count: 13))
        var items: [UInt8] = []
        let isGrid = grid != nil
        let count = isGrid ? coded.count + 1 : 1
        for id in 1...count {
            let type = isGrid && id == 1 ? "grid" : "hvc1"
            items += Self.full(
                "infe", version: 2, flags: id == 1 ? 0 : 1, Self.number(id, 2) + [0, 0] + Array(type.utf8) + [0])
        }
        var content = handler + Self.full("pitm", Self.number(1, 2))
        content += Self.full("iinf", Self.number(count, 2) + items)
        if isGrid {
            let targets = order.flatMap { Self.number($0 + 2, 2) }
            content += Self.full("iref", Self.box("dimg", Self.number(1, 2) + Self.number(order.count, 2) + targets))
        }
        content += boxedProperties(isGrid) + places(isGrid, dataAt: start)
        if isGrid, !recipeInFile { content += Self.box("idat", recipe) }
        return Self.full("meta", content)
    }

    private func boxedProperties(_ isGrid: Bool) -> [UInt8] {
        // 1: the picture's size; then those of the picture; then the tiles' size and each tile's configuration.
        var boxes = Self.size(size.width, size.height)
        for property in properties { boxes += Self.box(property.type, property.content) }
        let behind = properties.count + 2
        boxes += Self.size(tile.width, tile.height)
        for piece in coded { boxes += Self.configuration(piece.sets) }
        var own: [UInt8] = [1] + properties.indices.map { UInt8($0 + 2) }
        if !isGrid { own.append(UInt8(behind + 1)) }
        var owners = Self.number(1, 2) + [UInt8(own.count)] + own
        if isGrid {
            for index in coded.indices {
                owners += Self.number(index + 2, 2) + [2, UInt8(behind), UInt8(behind + 1 + index)]
            }
        }
        let entries = Self.number(isGrid ? coded.count + 1 : 1, 4)
        return Self.box("iprp", Self.box("ipco", boxes) + Self.full("ipma", entries + owners))
    }

    private func places(_ isGrid: Bool, dataAt start: Int) -> [UInt8] {
        var entries: [[UInt8]] = []
        func add(_ method: Int, _ offset: Int, _ length: Int) {
            let extent = Self.number(offset, 4) + Self.number(length, 4)
            let list = (0..<extents).flatMap { _ in extent }
            entries.append(
                Self.number(entries.count + 1, 2) + Self.number(method, 2) + [0, 0] + Self.number(extents, 2) + list)
        }
        if isGrid { add(recipeInFile ? 0 : 1, recipeInFile ? start : 0, recipe.count) }
        var at = start + recipe.count
        for piece in coded {
            add(0, at, piece.data.count)
            at += piece.data.count
        }
        return Self.full("iloc", version: 1, [0x44, 0] + Self.number(entries.count, 2) + entries.flatMap { $0 })
    }
}
