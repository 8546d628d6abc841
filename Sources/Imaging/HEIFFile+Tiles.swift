import CVips
import Glibc

extension HEIFFile {
    /// Decodes a row of tiles at a time and shrinks it on its way to the slot. Tiles that nobody sees are decoded, too, so that
    /// damage anywhere is noticed. When damage is accepted, tiles that cannot be decoded are grey.
    static func tiled(
        _ file: OpenFile.Reader, _ tiles: HEVCTiles, _ header: PictureFile.Header, _ wanted: Sampling
    ) throws(ImagingError) -> Image {
        try Image(width: wanted.width, height: wanted.height, bands: 3) { (out) throws(ImagingError) in
            guard let pixels = out.baseAddress else { return }
            let request = wanted.request
            let samples = request.linear ? CVIPS_LINEAR : CVIPS_PLAIN
            guard
                let reducer = cvips_reducer_new(
                    Int32(header.width), Int32(header.height), 3, samples, request.window, 0, pixels, request.width,
                    request.height)
            else { throw .outOfMemory(width: wanted.width, height: wanted.height) }
            defer { cvips_reducer_free(reducer) }
            let needs = cvips_reducer_needs(reducer)
            guard cvips_reducer_begin(reducer, needs.left, needs.right) else {
                throw .outOfMemory(width: wanted.width, height: wanted.height)
            }
            var failure: ImagingError?
            var decoded = 0
            for row in 0..<tiles.rows {
                let strip = try (0..<tiles.columns).map { (column) throws(ImagingError) -> HEVCPicture? in
                    let tile = tiles.tiles[row * tiles.columns + column]
                    do throws(ImagingError) {
                        let picture = try HEVCPicture(
                            file, tile, header.kind(of: tiles), acceptDamaged: wanted.acceptDamaged)
                        decoded += 1
                        return picture
                    } catch {
                        guard wanted.acceptDamaged, case .damaged = error else { throw error }
                        failure = error
                        return nil
                    }
                }
                deliver(strip, row, of: tiles, needs, to: reducer)
            }
            if decoded == 0, let failure { throw failure }
        }
    }

    private static func deliver(
        _ strip: [HEVCPicture?], _ row: Int, of tiles: HEVCTiles, _ needs: cvips_bounds, to reducer: OpaquePointer
    ) {
        let across = Int(needs.left)..<Int(needs.right)
        let top = row * tiles.tileHeight
        for y in (Int(needs.top)..<Int(needs.bottom)).clamped(to: top..<top + tiles.tileHeight) {
            let out = cvips_reducer_row(reducer)
            for (column, tile) in strip.enumerated() {
                let left = column * tiles.tileWidth
                let seen = across.clamped(to: left..<left + tiles.tileWidth)
                if seen.isEmpty { continue }
                let place = out + 3 * (seen.lowerBound - across.lowerBound)
                if let tile {
                    tile.read(row: y - top, seen.lowerBound - left..<seen.upperBound - left, into: place)
                } else {
                    memset(place, 128, 3 * seen.count)
                }
            }
            cvips_reducer_took(reducer)
        }
    }
}
