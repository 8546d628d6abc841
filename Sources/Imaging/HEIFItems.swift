/// The items of a HEIC file (ISO/IEC 14496-12 section 8.11, 23008-12), and which of them the primary picture needs. Decoders
/// refuse a whole file for an item that they have not learnt, such as the gain maps of newer telephones, although nobody
/// asked for it: `view` is the file's list of items in which those are no pictures any more.
struct HEIFItems {
    /// Bytes to read in place of the file's own from `offset` on; all else in the file stays where it is.
    struct View {
        var offset: Int
        var bytes: [UInt8]
    }

    private(set) var view: View?
    /// Data of the primary picture, or of what stands beside it, lie behind the end of the file.
    private(set) var isCut = false
    /// How long the file would be were its last box of coded data whole.
    private(set) var wholeSize: Int
    /// Only moving pictures: there is no list of items.
    private(set) var isSequence = false
    /// How the primary picture can be decoded tile by tile; nil when it cannot.
    private(set) var tiles: HEVCTiles?
    /// When the primary picture was made, as the container says.
    private(set) var time: CaptureTime?

    private static let mostBytes = 16 << 20

    init(of file: borrowing OpenFile) throws(ImagingError) {
        var at = 0
        var hasList = false
        wholeSize = file.size
        for _ in 0..<10_000 {
            let head = try file.bytes(at: at, count: 16)
            guard let box = Box(head[...], at: at, limit: file.size) else { return }
            if box.type == "meta", !hasList, box.end <= file.size, box.end - at <= Self.mostBytes {
                var list = HEIFItemList(try file.bytes(at: at, count: box.end - at), content: box.content - at)
                list.hideOthers()
                if list.hasChanged { view = View(offset: at, bytes: list.bytes) }
                isCut = list.needsMore(than: file.size)
                time = list.time
                tiles = try HEVCTiles(list, at: at, of: file.reader)
                (isSequence, hasList) = (false, true)
            }
            isSequence = isSequence || box.type == "moov" && !hasList
            at = box.end
            isCut = isCut || at > file.size
            // Nobody reads all of such a box, however long it is said to be.
            if at > file.size, hasList, box.type == "mdat" { wholeSize = at }
        }
    }
}

/// A box's type and where it lies.
struct Box {
    let type: String
    let content: Int
    let end: Int

    /// Reads a head at `at`, which `bytes` begins with; nil when it is none. A box without an end reaches to `limit`.
    init?(_ bytes: ArraySlice<UInt8>, at: Int, limit: Int) {
        guard bytes.count >= 8 else { return nil }
        let start = bytes.startIndex
        var (size, head) = (bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }, 8)
        if size == 1 {
            guard bytes.count >= 16, bytes[start + 8] < 0x40 else { return nil }
            (size, head) = (bytes[start + 8..<start + 16].reduce(0) { $0 << 8 | Int($1) }, 16)
        }
        if size == 0 { size = limit - at }
        guard size >= head, at + head <= limit else { return nil }
        type = String(decoding: bytes[start + 4..<start + 8].map { $0 < 128 ? $0 : 63 }, as: UTF8.self)
        (content, end) = (at + head, at + size)
    }
}
