import CVips

/// One tile, decoded; its planes stand in the decoder's memory.
final class HEVCPicture {
    private let raw: OpaquePointer

    /// Throws `damaged` when data are missing or wrong, unless `acceptDamaged` and some of them can be shown.
    init(
        _ file: OpenFile.Reader, _ tile: HEVCTiles.Tile, _ kind: cvips_hevc_kind, acceptDamaged: Bool
    ) throws(ImagingError) {
        guard let raw = cvips_hevc_new(kind) else {
            throw .outOfMemory(width: Int(kind.width), height: Int(kind.height))
        }
        self.raw = raw
        for unit in tile.sets { try take(unit[...]) }
        try takeUnits(of: file, tile, acceptDamaged: acceptDamaged)
        let report = cvips_hevc_decode(raw, acceptDamaged)
        try JPEGFile.check(report, file.path, width: Int(kind.width), height: Int(kind.height))
    }

    deinit { cvips_hevc_free(raw) }

    /// The units of the coded picture, each after its length. What was read is gone before anything is decoded.
    private func takeUnits(
        of file: OpenFile.Reader, _ tile: HEVCTiles.Tile, acceptDamaged: Bool
    ) throws(ImagingError) {
        var data: [UInt8] = []
        for extent in tile.extents { data += try file.bytes(at: extent.lowerBound, count: extent.count) }
        var at = 0
        while at + tile.lengthSize <= data.count {
            let length = data[at..<at + tile.lengthSize].reduce(0) { $0 << 8 | Int($1) }
            at += tile.lengthSize
            guard length <= data.count - at || acceptDamaged else {
                throw .damaged(path: file.path, detail: "the coded picture ends too early")
            }
            let end = min(at + length, data.count)
            if at < end { try take(data[at..<end]) }
            at = end
        }
    }

    private func take(_ unit: ArraySlice<UInt8>) throws(ImagingError) {
        let isTaken = unit.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { cvips_hevc_take(raw, $0, bytes.count) } ?? true
        }
        guard isTaken else { throw .outOfMemory(width: unit.count, height: 1) }
    }

    /// Columns of a row, as RGB.
    func read(row: Int, _ columns: Range<Int>, into out: UnsafeMutablePointer<UInt8>) {
        cvips_hevc_row(raw, Int32(row), Int32(columns.lowerBound), Int32(columns.upperBound), out)
    }
}
