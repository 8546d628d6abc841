/// Writes small TIFFs of one strip, or of one tile, by hand: kinds that no library at hand writes.
struct SampleTIFF {
    var width = 16
    var height = 16
    var bits = [8, 8, 8]
    var photometric = 2
    var format: Int?
    var compression = 1
    var extras: [Int] = []
    var isPlanar = false
    var isTiled = false
    var inkSet: Int?
    var colourMap: [Int]?
    var profile: [UInt8]?
    var isBigEndian = false
    /// What the tags of the colour map, the profile and the strip say of where they lie, beyond the truth.
    var displaced: [Int: Int] = [:]
    var pixels: [UInt8] = []

    private func number(_ value: Int, _ count: Int) -> [UInt8] {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return isBigEndian ? bytes.reversed() : bytes
    }

    var file: [UInt8] {
        var bytes = Array((isBigEndian ? "MM" : "II").utf8) + number(42, 2) + number(0, 4)
        func place(_ data: [UInt8], _ tag: Int) -> Int {
            let at = bytes.count
            bytes += data + [UInt8](repeating: 0, count: data.count % 2)
            return at + (displaced[tag] ?? 0)
        }
        let pixelsAt = place(pixels, 273)
        var tags: [(Int, Int, [Int])] = [
            (256, 3, [width]), (257, 3, [height]), (258, 3, bits), (259, 3, [compression]), (262, 3, [photometric]),
            (277, 3, [bits.count]), (284, 3, [isPlanar ? 2 : 1]),
        ]
        if isTiled {
            tags += [(322, 3, [width]), (323, 3, [height]), (324, 4, [pixelsAt]), (325, 4, [pixels.count])]
        } else {
            tags += [(273, 4, [pixelsAt]), (278, 3, [height]), (279, 4, [pixels.count])]
        }
        if let format { tags.append((339, 3, bits.map { _ in format })) }
        if !extras.isEmpty { tags.append((338, 3, extras)) }
        if let inkSet { tags.append((332, 3, [inkSet])) }
        if let colourMap { tags.append((320, 3, colourMap)) }
        var entries: [UInt8] = []
        for (tag, type, values) in tags.sorted(by: { $0.0 < $1.0 }) {
            let size = type == 3 ? 2 : 4
            let data = values.flatMap { number($0, size) }
            entries += number(tag, 2) + number(type, 2) + number(values.count, 4)
            let inline = data.count <= 4 && displaced[tag] == nil
            entries +=
                inline || tag == 273
                ? data + [UInt8](repeating: 0, count: max(0, 4 - data.count)) : number(place(data, tag), 4)
        }
        if let profile {
            entries += number(34675, 2) + number(7, 2) + number(profile.count, 4) + number(place(profile, 34675), 4)
        }
        let start = bytes.count
        bytes.replaceSubrange(4..<8, with: number(start, 4))
        return bytes + number(entries.count / 12, 2) + entries + number(0, 4)
    }
}
