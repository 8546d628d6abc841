/// Whether a raw file holds the sensor's data that its directories speak of. LibRaw makes stripes of what is missing, and calls
/// that a success; so this is asked first.
enum RawGate {
    static func isMissingData(_ file: borrowing OpenFile) throws(ImagingError) -> Bool {
        let start = try file.bytes(at: 0, count: 112)
        if start.starts(with: "FUJIFILMCCD-RAW".utf8) {
            func place(_ at: Int) -> Int {
                at + 4 <= start.count ? start[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } : 0
            }
            return place(100) + place(104) > file.size || place(100) == 0
        }
        if start.count > 8, start[4..<8].elementsEqual("ftyp".utf8) { return try boxesEndBehind(file) }
        guard let structure = file.structure else { return false }
        return isMissing(structure, fromFileOf: file.size)
    }

    /// CR3 is a chain of boxes; the last one holds the pixels.
    private static func boxesEndBehind(_ file: borrowing OpenFile) throws(ImagingError) -> Bool {
        var (at, hasData) = (0, false)
        for _ in 0..<1_000 where at < file.size {
            guard let box = Box(try file.bytes(at: at, count: 16)[...], at: at, limit: file.size) else { return true }
            guard box.end <= file.size else { return true }
            hasData = hasData || box.type == "mdat"
            at = box.end
        }
        return !hasData
    }

    private static func isMissing(_ structure: TIFFStructure, fromFileOf size: Int) -> Bool {
        let directories = directories(of: structure)
        // Panasonic names where the data begin, and leaves the strips' own tags without sense.
        if let start = directories.first.flatMap({ structure.integer($0[0x0118]) }), directories[0][0x0002] != nil {
            return start >= size
        }
        let sensors = directories.filter { [32803, 34892].contains(structure.integer($0[0x0106])) }
        let candidates = (sensors.isEmpty ? directories : sensors).map { TIFFData(structure, $0) }
        guard let data = candidates.max(by: { $0.size < $1.size }) else { return false }
        return data.isMissing(fromFileOf: size)
    }

    /// Those of the chain, and those that they name as their own.
    private static func directories(of structure: TIFFStructure) -> [TIFFStructure.Directory] {
        var found: [TIFFStructure.Directory] = []
        var seen: Set<Int> = []
        var open = [structure.first]
        while let at = open.popLast(), found.count < 32 {
            guard at > 0, seen.insert(at).inserted else { continue }
            let directory = structure.directory(at: at)
            found.append(directory)
            open.append(directory.next)
            open += (structure.integers(directory[0x014A]) ?? []).prefix(16)
        }
        return found
    }
}
