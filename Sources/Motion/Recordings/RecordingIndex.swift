import Files

/// Where the pictures of a recording lie in its file, and when each was seen.
struct RecordingIndex {
    struct Frame: Equatable {
        var offset: Int
        var size: Int
        /// In ticks from the first one.
        var time: Int
    }

    var frames: [Frame]
    /// When the last one goes.
    var length: Int

    /// Of a QuickTime file, with a brand of our own.
    static let fileType: [UInt8] = {
        var box = Boxes()
        box.box("ftyp") { box in
            box.text("qt  ")
            box.number(0, 4)
            box.text("qt  " + RecordingFile.brand)
        }
        return box.bytes
    }()

    static let dataHead = 16

    /// The head of the pictures' box, with a length of 64 bits: `count` bytes together with the head.
    static func data(count: Int) -> [UInt8] {
        var box = Boxes()
        box.number(1, 4)
        box.text("mdat")
        box.number(count, 8)
        return box.bytes
    }

    /// As it stands at the end of the file.
    func bytes(width: Int, height: Int) -> [UInt8] {
        var file = Boxes()
        file.box("moov") { moov in
            moov.full("mvhd") { box in
                box.numbers(0, 0, Timeline.second, length, 0x10000, size: 4)
                box.number(0x0100, 2)
                box.zeros(10)
                box.matrix()
                box.zeros(24)
                box.number(2, 4)
            }
            moov.box("trak") { trak in
                trak.full("tkhd", flags: 3) { box in
                    box.numbers(0, 0, 1, 0, length, 0, 0, size: 4)
                    box.numbers(0, 0, 0, 0, size: 2)
                    box.matrix()
                    box.numbers(width << 16, height << 16, size: 4)
                }
                trak.box("mdia") { mdia in
                    mdia.full("mdhd") { box in
                        box.numbers(0, 0, Timeline.second, length, size: 4)
                        box.numbers(0x55C4, 0, size: 2)
                    }
                    mdia.full("hdlr") { box in
                        box.number(0, 4)
                        box.text("vide")
                        box.zeros(12)
                        box.text("Live view\0")
                    }
                    mdia.box("minf") { minf in
                        minf.full("vmhd", flags: 1) { $0.zeros(8) }
                        minf.box("dinf") { dinf in
                            dinf.full("dref") { dref in
                                dref.number(1, 4)
                                dref.full("url ", flags: 1) { _ in }
                            }
                        }
                        minf.box("stbl") { table(&$0, width, height) }
                    }
                }
            }
        }
        return file.bytes
    }

    private func table(_ stbl: inout Boxes, _ width: Int, _ height: Int) {
        stbl.full("stsd") { box in
            box.number(1, 4)
            box.pictures("jpeg", width, height) { _ in }
        }
        stbl.full("stts") { box in
            box.number(frames.count, 4)
            for (index, frame) in frames.enumerated() {
                let end = index + 1 < frames.count ? frames[index + 1].time : length
                box.numbers(1, end - frame.time, size: 4)
            }
        }
        stbl.full("stsc") { $0.numbers(1, 1, 1, 1, size: 4) }
        stbl.full("stsz") { box in
            box.numbers(0, frames.count, size: 4)
            for frame in frames { box.number(frame.size, 4) }
        }
        // 32 bits reach as far as the limit of a recording.
        stbl.full("stco") { box in
            box.number(frames.count, 4)
            for frame in frames { box.number(frame.offset, 4) }
        }
    }
}

extension RecordingIndex {
    private static let mostIndex = 1 << 20

    /// Read from the file at `path` of `size` bytes: only what `bytes(width:height:)` writes is understood, and every number is
    /// held against the file.
    init(_ path: String, size: Int) throws(MotionError) {
        let start = RecordingFile.head.count
        func incomplete() -> MotionError { .incomplete(path: path) }
        let head = try filming { () throws in try readPart(of: path, at: 0, count: start + Self.dataHead) }
        guard head.count == start + Self.dataHead, Array(head.prefix(start)) == RecordingFile.head else {
            throw .notAClip(path: path, reason: "no recording of a live view")
        }
        let data = Bytes(head)
        let end = start + data.number(at: start + 8, 8)
        guard data.text(at: start + 4) == "mdat", end > start, end < size, size - end <= Self.mostIndex else {
            throw incomplete()
        }
        let index = Bytes(try filming { () throws in try readPart(of: path, at: end, count: size - end) })
        guard let moov = index.box("moov", in: 0..<index.count), let trak = index.box("trak", in: moov),
            let mdia = index.box("mdia", in: trak), let header = index.box("mdhd", in: mdia),
            let minf = index.box("minf", in: mdia), let stbl = index.box("stbl", in: minf),
            let durations = index.box("stts", in: stbl), let sizes = index.box("stsz", in: stbl),
            let offsets = index.box("stco", in: stbl), header.count >= 20, sizes.count >= 12, durations.count >= 8,
            offsets.count >= 8
        else { throw incomplete() }
        let count = index.number(at: sizes.lowerBound + 8, 4)
        guard count > 0, count <= RecordingFile.mostFrames, durations.count == 8 + 8 * count,
            sizes.count == 12 + 4 * count, offsets.count == 8 + 4 * count
        else { throw incomplete() }
        var (frames, time) = ([Frame](), 0)
        for place in 0..<count {
            let frame = Frame(
                offset: index.number(at: offsets.lowerBound + 8 + 4 * place, 4),
                size: index.number(at: sizes.lowerBound + 12 + 4 * place, 4), time: time)
            let lasts = index.number(at: durations.lowerBound + 8 + 8 * place + 4, 4)
            guard frame.offset >= start + Self.dataHead, frame.size > 0, frame.offset + frame.size <= end, lasts > 0
            else { throw incomplete() }
            frames.append(frame)
            time += lasts
        }
        let limit = ClipLimits.standard.seconds
        guard time <= limit * Timeline.second else {
            throw .tooLarge(path: path, what: "\(time / Timeline.second) s", limit: "\(limit)")
        }
        self.init(frames: frames, length: time)
    }
}

/// Boxes that are read. Whatever is not there reads as 0, or is not found.
private struct Bytes {
    let bytes: [UInt8]
    var count: Int { bytes.count }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func number(at offset: Int, _ count: Int) -> Int {
        guard offset >= 0, offset + count <= bytes.count else { return 0 }
        // A length of more than 63 bits is none.
        if count == 8, bytes[offset] & 0x80 != 0 { return 0 }
        return bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
    }

    func text(at offset: Int) -> String? {
        guard offset >= 0, offset + 4 <= bytes.count else { return nil }
        return String(decoding: bytes[offset..<offset + 4], as: UTF8.self)
    }

    /// The content of the first box of that name.
    func box(_ name: String, in range: Range<Int>) -> Range<Int>? {
        var at = range.lowerBound
        while at + 8 <= range.upperBound {
            let size = number(at: at, 4)
            guard size >= 8, at + size <= range.upperBound else { return nil }
            if text(at: at + 4) == name { return at + 8..<at + size }
            at += size
        }
        return nil
    }
}
