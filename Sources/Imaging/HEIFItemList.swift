/// A `meta` box in memory. Every number read from it is checked against its end before it is used.
struct HEIFItemList {
    private(set) var bytes: [UInt8]
    private(set) var hasChanged = false
    private(set) var primary = 0
    /// Where the number of the primary item stands, and how many bytes it has.
    private var primaryPlace = (at: 0, size: 0)
    private(set) var items: [Int: (type: String, typeAt: Int)] = [:]
    private(set) var references: [(type: String, from: Int, to: [Int])] = []
    /// Types of the properties, their contents, and which of them an item has.
    private var properties: [(type: String, content: Range<Int>)] = []
    private var propertiesOf: [Int: [Int]] = [:]
    private(set) var places: [Int: Place] = [:]
    /// Where data of items lie that stand in this box itself, counted from its start.
    private(set) var inner: Range<Int>?

    /// Where an item's data lie: in the file, in `inner`, or in another way that is not followed.
    struct Place {
        enum Method { case file, inner, other }
        var method: Method
        /// A length of 0 means all that there is.
        var extents: [(offset: Int, length: Int)]
    }

    /// How much is followed of a list that never ends.
    private static let most = 100_000

    init(_ bytes: [UInt8], content: Int) {
        self.bytes = bytes
        for box in boxes(in: content + 4..<bytes.count) {
            switch box.type {
            case "pitm": readPrimary(box)
            case "iinf": readItems(box)
            case "iref": readReferences(box)
            case "iprp": readProperties(box)
            case "iloc": readPlaces(box)
            case "idat": inner = box.content..<box.end
            default: break
            }
        }
    }

    func number(_ at: Int, _ size: Int) -> Int? {
        guard at >= 0, size >= 0, size <= 8, at <= bytes.count - size else { return nil }
        guard size < 8 || bytes[at] < 0x40 else { return nil }
        return bytes[at..<at + size].reduce(0) { $0 << 8 | Int($1) }
    }

    private func boxes(in range: Range<Int>) -> [Box] {
        var found: [Box] = []
        var at = range.lowerBound
        while at < range.upperBound, found.count < Self.most,
            let box = Box(bytes[at..<min(at + 16, range.upperBound)], at: at, limit: range.upperBound),
            box.end <= range.upperBound
        {
            found.append(box)
            at = box.end
        }
        return found
    }

    private func boxes(in box: Box, after skipped: Int) -> [Box] {
        box.content + skipped <= box.end ? boxes(in: box.content + skipped..<box.end) : []
    }

    private mutating func readPrimary(_ box: Box) {
        guard let version = number(box.content, 1) else { return }
        primaryPlace = (box.content + 4, version == 0 ? 2 : 4)
        primary = number(primaryPlace.at, primaryPlace.size) ?? 0
    }

    private mutating func readItems(_ box: Box) {
        guard let version = number(box.content, 1) else { return }
        for entry in boxes(in: box, after: version == 0 ? 6 : 8) where entry.type == "infe" {
            guard let version = number(entry.content, 1), version >= 2,
                let id = number(entry.content + 4, version == 2 ? 2 : 4)
            else { continue }
            let typeAt = entry.content + (version == 2 ? 8 : 10)
            guard typeAt + 4 <= entry.end else { continue }
            items[id] = (String(decoding: bytes[typeAt..<typeAt + 4], as: UTF8.self), typeAt)
        }
    }

    private mutating func readReferences(_ box: Box) {
        guard let version = number(box.content, 1) else { return }
        let size = version == 0 ? 2 : 4
        for entry in boxes(in: box, after: 4) {
            guard let from = number(entry.content, size), let count = number(entry.content + size, 2) else { continue }
            let to = (0..<count).compactMap { index -> Int? in
                let at = entry.content + size + 2 + index * size
                return at + size <= entry.end ? number(at, size) : nil
            }
            references.append((entry.type, from, to))
        }
    }

    private mutating func readProperties(_ box: Box) {
        for part in boxes(in: box, after: 0) {
            if part.type == "ipco" {
                properties = boxes(in: part, after: 0).map { ($0.type, $0.content..<$0.end) }
            } else if part.type == "ipma" {
                readAssociations(part)
            }
        }
    }

    private mutating func readAssociations(_ box: Box) {
        guard let version = number(box.content, 1), let flags = number(box.content + 1, 3),
            let count = number(box.content + 4, 4)
        else { return }
        var at = box.content + 8
        for _ in 0..<min(count, Self.most) {
            let size = version == 0 ? 2 : 4
            guard let id = number(at, size), let listed = number(at + size, 1) else { return }
            at += size + 1
            let wide = flags & 1 == 1
            for _ in 0..<listed {
                guard at < box.end, let index = number(at, wide ? 2 : 1) else { return }
                propertiesOf[id, default: []].append(index & (wide ? 0x7FFF : 0x7F))
                at += wide ? 2 : 1
            }
        }
    }

    private mutating func readPlaces(_ box: Box) {
        guard let version = number(box.content, 1), let sizes = number(box.content + 4, 2) else { return }
        let (offsetSize, lengthSize) = (sizes >> 12, sizes >> 8 & 15)
        let (baseSize, indexSize) = (sizes >> 4 & 15, version == 0 ? 0 : sizes & 15)
        let idSize = version < 2 ? 2 : 4
        var at = box.content + 6
        guard let count = number(at, idSize) else { return }
        at += idSize
        var left = Self.most  // sizes of nothing let a short list count any number of extents
        for _ in 0..<min(count, Self.most) {
            guard at < box.end, let id = number(at, idSize) else { return }
            at += idSize
            let method = version == 0 ? 0 : (number(at, 2) ?? 0) & 15
            at += version == 0 ? 2 : 4
            guard let base = number(at, baseSize), let extents = number(at + baseSize, 2) else { return }
            at += baseSize + 2
            left -= extents
            guard left >= 0 else { return }
            var found: [(offset: Int, length: Int)] = []
            for _ in 0..<extents {
                at += indexSize
                guard at < box.end, let offset = number(at, offsetSize),
                    let length = number(at + offsetSize, lengthSize)
                else { return }
                at += offsetSize + lengthSize
                found.append((base &+ offset, length))
            }
            places[id] = Place(method: method == 0 ? .file : method == 1 ? .inner : .other, extents: found)
        }
    }
}

extension HEIFItemList {
    private static let data: Set = ["Exif", "mime", "uri "]
    private static let alpha: Set = [
        "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1", "urn:mpeg:avc:2015:auxid:1",
    ]

    /// What the primary picture is made of, its alpha included.
    var needed: Set<Int> {
        var needed: Set = [primary]
        var open = [primary]
        while let item = open.popLast() {
            let parts = references.filter { $0.type == "dimg" && $0.from == item }.flatMap(\.to)
            // Alpha of two pictures at once is what decoders refuse, too.
            let covers = references.filter { $0.type == "auxl" && $0.to == [item] && isAlpha($0.from) }.map(\.from)
            open += (parts + covers).filter { needed.insert($0).inserted }
        }
        return needed
    }

    private func isAlpha(_ item: Int) -> Bool {
        properties(of: item).contains { property in
            property.type == "auxC"
                && Self.alpha.contains(
                    String(decoding: bytes[property.content.dropFirst(4)].prefix { $0 != 0 }, as: UTF8.self))
        }
    }

    /// Gives every picture that the primary one does not need a type that no decoder takes for a picture. A primary item
    /// that is a recipe for brightness beyond a print's gives way to the picture that it is made from.
    mutating func hideOthers() {
        if items[primary]?.type == "tmap",
            let base = references.first(where: { $0.type == "dimg" && $0.from == primary })?.to.first
        {
            for index in 0..<primaryPlace.size {
                bytes[primaryPlace.at + index] = UInt8(
                    truncatingIfNeeded: base >> (8 * (primaryPlace.size - 1 - index)))
            }
            (primary, hasChanged) = (base, true)
        }
        guard items[primary] != nil else { return }
        let needed = needed
        for (id, item) in items where !needed.contains(id) && !Self.data.contains(item.type) {
            bytes.replaceSubrange(item.typeAt..<item.typeAt + 4, with: "skip".utf8)
            hasChanged = true
        }
    }

    /// Whether the picture's data reach beyond a file of `size` bytes.
    func needsMore(than size: Int) -> Bool {
        needed.contains { id in
            guard let place = places[id], place.method == .file else { return false }
            return place.extents.contains { extent in
                let end = extent.offset &+ extent.length
                return end > size || end < 0
            }
        }
    }

    /// The properties of an item, in the order in which they are to be applied.
    func properties(of item: Int) -> [(type: String, content: Range<Int>)] {
        (propertiesOf[item] ?? []).filter { $0 > 0 && $0 <= properties.count }.map { properties[$0 - 1] }
    }

    /// From a creation or modification time property, microseconds since 1904, UTC.
    var time: CaptureTime? {
        let found = properties(of: primary)
        let times = ["crtt", "mdft"].compactMap { type in found.first { $0.type == type } }
        return times.lazy.compactMap { number($0.content.lowerBound + 4, 8) }.compactMap {
            CaptureTime(secondsSince1904: $0 / 1_000_000)
        }.first
    }
}
