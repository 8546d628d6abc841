/// How a picture is coded that HEVC codes alone, as one item or as a grid of equal tiles (ISO/IEC 23008-12, section 6.6.2.3),
/// without alpha and uncropped: what can be decoded tile by tile.
struct HEVCTiles: Sendable {
    /// As stored, before it is turned by `orientation`.
    private(set) var width: Int
    private(set) var height: Int
    private(set) var orientation = Orientation.upright
    private(set) var tileWidth: Int
    private(set) var tileHeight: Int
    private(set) var columns = 1
    private(set) var rows = 1
    /// Row by row.
    private(set) var tiles: [Tile] = []

    struct Tile: Sendable {
        /// Parameter sets, which stand before the coded picture.
        var sets: [[UInt8]]
        /// How many bytes say the length of a unit.
        var lengthSize: Int
        /// Where the coded picture lies in the file; less than it needs when the file is cut.
        var extents: [Range<Int>]
    }

    /// Nil when the primary picture is of another kind, or when something about it is odd. `offset` is where the list's box
    /// lies in the file.
    init?(_ list: HEIFItemList, at offset: Int, of file: OpenFile.Reader) throws(ImagingError) {
        let primary = list.primary
        let reader = ItemReader(list: list, offset: offset, file: file)
        guard let canvas = reader.size(of: primary) else { return nil }
        (width, height, tileWidth, tileHeight) = (canvas.width, canvas.height, canvas.width, canvas.height)
        guard let turn = reader.orientation(of: primary) else { return nil }
        orientation = turn
        var parts = [primary]
        if list.items[primary]?.type == "grid" {
            let grids = list.references.filter { $0.type == "dimg" && $0.from == primary }
            guard grids.count == 1, let first = grids[0].to.first, let tile = reader.size(of: first),
                let grid = try reader.grid(of: primary), grid.width == width, grid.height == height
            else { return nil }
            parts = grids[0].to
            (columns, rows) = (grid.columns, grid.rows)
            (tileWidth, tileHeight) = (tile.width, tile.height)
            // Chroma of a tile must not depend on its neighbour.
            guard parts.count == columns * rows, tileWidth % 2 == 0, tileHeight % 2 == 0,
                tileWidth * columns >= width, tileHeight * rows >= height,
                Set(parts).allSatisfy({ reader.isPlain($0) && reader.size(of: $0).map { $0 == tile } ?? false })
            else { return nil }
        }
        guard list.needed == Set(parts + [primary]) else { return nil }
        var known: [Int: Tile] = [:]
        for part in parts {
            guard let tile = known[part] ?? reader.tile(part) else { return nil }
            known[part] = tile
            tiles.append(tile)
        }
    }
}

/// Reads of an item what a tile needs to know.
private struct ItemReader {
    let list: HEIFItemList
    let offset: Int
    let file: OpenFile.Reader

    private func content(_ type: String, of item: Int) -> Range<Int>? {
        list.properties(of: item).first { $0.type == type }?.content
    }

    func size(of item: Int) -> (width: Int, height: Int)? {
        guard let at = content("ispe", of: item)?.lowerBound, let width = list.number(at + 4, 4),
            let height = list.number(at + 8, 4), width > 0, height > 0
        else { return nil }
        return (width, height)
    }

    /// Whether nothing is done to the item after it is decoded.
    func isPlain(_ item: Int) -> Bool {
        list.properties(of: item).allSatisfy { !["irot", "imir", "clap"].contains($0.type) }
    }

    /// What turns the item upright: its turns and mirrors, each after the one before. Nil when it is cropped.
    func orientation(of item: Int) -> Orientation? {
        var result = Orientation.upright
        for property in list.properties(of: item) {
            let value = list.number(property.content.lowerBound, 1) ?? 0
            switch property.type {
            case "clap": return nil
            // Quarters of a turn to the left.
            case "irot": for _ in 0..<(value & 3) { result = result.then(.quarterTurnLeft) }
            case "imir": result = result.then(value & 1 == 1 ? .mirrored : .flipped)
            default: break
            }
        }
        return result
    }

    func grid(of item: Int) throws(ImagingError) -> (columns: Int, rows: Int, width: Int, height: Int)? {
        guard let place = extents(of: item)?.first else { return nil }
        let recipe = try file.bytes(at: place.lowerBound, count: min(place.count, 12))
        guard recipe.count >= 8 else { return nil }
        let size = recipe[1] & 1 == 1 ? 4 : 2
        guard recipe.count >= 4 + 2 * size else { return nil }
        func number(_ at: Int) -> Int { recipe[at..<at + size].reduce(0) { $0 << 8 | Int($1) } }
        return (Int(recipe[3]) + 1, Int(recipe[2]) + 1, number(4), number(4 + size))
    }

    func tile(_ item: Int) -> HEVCTiles.Tile? {
        guard list.items[item]?.type == "hvc1", let configuration = content("hvcC", of: item),
            let extents = extents(of: item), let lengths = list.number(configuration.lowerBound + 21, 1),
            let sets = parameterSets(in: configuration)
        else { return nil }
        return HEVCTiles.Tile(sets: sets, lengthSize: (lengths & 3) + 1, extents: extents)
    }

    private func extents(of item: Int) -> [Range<Int>]? {
        guard let place = list.places[item], !place.extents.isEmpty else { return nil }
        let source: Range<Int>? =
            switch place.method {
            case .file: 0..<file.size
            case .inner: list.inner.map { $0.lowerBound + offset..<$0.upperBound + offset }
            case .other: nil
            }
        guard let source else { return nil }
        var found: [Range<Int>] = []
        var left = file.size  // extents that share bytes could be made to count any number of times
        for extent in place.extents {
            guard extent.offset >= 0, extent.length >= 0 else { return nil }
            let start = source.lowerBound + min(extent.offset, source.count)
            let there = source.upperBound - start
            let length = extent.length == 0 ? there : min(extent.length, there)
            left -= length
            guard left >= 0 else { return nil }
            found.append(start..<start + length)
        }
        return found
    }

    /// Of a decoder configuration record (ISO/IEC 14496-15, section 8.3.3.1).
    private func parameterSets(in record: Range<Int>) -> [[UInt8]]? {
        var at = record.lowerBound + 23
        var found: [[UInt8]] = []
        for _ in 0..<(list.number(at - 1, 1) ?? 0) {
            guard let count = list.number(at + 1, 2) else { return nil }
            at += 3
            for _ in 0..<count {
                guard let length = list.number(at, 2), at + 2 + length <= record.upperBound else { return nil }
                found.append(Array(list.bytes[at + 2..<at + 2 + length]))
                at += 2 + length
            }
        }
        return found
    }
}
