/// EXIF of raw files that are no TIFF structure themselves.
enum RawTags {
    /// Nothing where the file has none, or is built in another way than is known here.
    static func tags(of file: borrowing OpenFile) throws(ImagingError) -> TIFFTags {
        let start = try file.bytes(at: 0, count: 92)
        if start.starts(with: "FUJIFILMCCD-RAW".utf8), start.count == 92 {
            return try fujifilm(file, start[84..<88].reduce(0) { $0 << 8 | Int($1) })
        }
        if start.count > 8, start[4..<8].elementsEqual("ftyp".utf8) { return try canon(file) }
        return TIFFTags(file.structure)
    }

    /// Its preview is a whole JPEG, whose EXIF is the shot's.
    private static func fujifilm(_ file: borrowing OpenFile, _ offset: Int) throws(ImagingError) -> TIFFTags {
        let head = try file.bytes(at: offset, count: 12)
        guard head.count == 12, head.starts(with: [0xFF, 0xD8, 0xFF, 0xE1]) else { return TIFFTags(nil) }
        return TIFFTags(exif: try file.bytes(at: offset + 6, count: Int(head[4]) << 8 | Int(head[5])))
    }

    /// CR3 keeps EXIF's own directory in a box called CMT2, within one of Canon's in `moov`.
    private static func canon(_ file: borrowing OpenFile) throws(ImagingError) -> TIFFTags {
        var at = 0
        for _ in 0..<100 {
            guard let box = Box(try file.bytes(at: at, count: 16)[...], at: at, limit: file.size) else { break }
            if box.type == "moov" {
                let end = min(box.end, box.content + 1 << 16)
                let bytes = try file.bytes(at: box.content, count: end - box.content)
                let mark = Array("CMT2".utf8)
                guard let found = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else { break }
                return TIFFTags(exifDirectory: Array(bytes[(found + 4)...]))
            }
            at = box.end
        }
        return TIFFTags(nil)
    }
}
