import Files

/// An MP4 file of one picture track and at most one of sound, as it plays everywhere: the index before the data, no edit list, and
/// both tracks in pieces of half a second side by side. The same tracks give the same bytes.
struct MP4 {
    struct Track {
        /// Where each sample lies, of what size it is with the lengths of its units, and whether one may begin with it.
        var samples: [Sample]
        /// Units of time a second, and of each sample.
        var scale: Int
        var duration: Int
        var description: Boxes
        var isSound = false

        var length: Int { samples.count * duration }
    }

    struct Sample {
        var scratch: ScratchFile
        var units: [AnnexB.Unit]
        /// Whether a length stands before each unit.
        var isFramed: Bool
        var isKey: Bool
        var size: Int
    }

    let width: Int
    let height: Int
    let tracks: [Track]
    let comment: String

    /// Samples of one track that lie side by side.
    private struct Chunk {
        var track: Int
        var samples: Range<Int>
        var size: Int
    }

    private var chunks: [Chunk] {
        var chunks: [(time: Double, chunk: Chunk)] = []
        for (number, track) in tracks.enumerated() {
            let step = max(1, track.scale / 2 / track.duration)
            for start in stride(from: 0, to: track.samples.count, by: step) {
                let range = start..<min(start + step, track.samples.count)
                let size = track.samples[range].reduce(0) { $0 + $1.size }
                chunks.append(
                    (
                        Double(start * track.duration) / Double(track.scale),
                        Chunk(track: number, samples: range, size: size)
                    ))
            }
        }
        return chunks.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(
            \.element.chunk)
    }

    func write(to path: String) throws(FilesError) {
        let chunks = chunks
        var head = header(chunks, data: 0)
        head = header(chunks, data: head.bytes.count + 8)
        head.number(chunks.reduce(8) { $0 + $1.size }, 4)
        head.text("mdat")
        var (next, isBegun) = (0, false)
        try writeDurably(to: path) { () throws(FilesError) in
            guard isBegun else {
                isBegun = true
                return head.bytes
            }
            guard next < chunks.count else { return nil }
            defer { next += 1 }
            return try data(of: chunks[next])
        }
    }

    private func data(of chunk: Chunk) throws(FilesError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(chunk.size)
        for sample in tracks[chunk.track].samples[chunk.samples] {
            for unit in sample.units {
                if sample.isFramed { for place in [24, 16, 8, 0] { bytes.append(UInt8(unit.size >> place & 255)) } }
                bytes += try sample.scratch.bytes(at: unit.offset, count: unit.size)
            }
        }
        return bytes
    }

    private func header(_ chunks: [Chunk], data: Int) -> Boxes {
        var offsets = [[Int]](repeating: [], count: tracks.count)
        var at = data
        for chunk in chunks {
            offsets[chunk.track].append(at)
            at += chunk.size
        }
        var file = Boxes()
        file.box("ftyp") { box in
            box.text("isom")
            box.number(512, 4)
            box.text("isomiso2avc1mp41")
        }
        file.box("moov") { moov in
            moov.full("mvhd") { box in
                box.numbers(0, 0, 1_000, tracks.map(milliseconds).max() ?? 0, 0x10000, size: 4)
                box.number(0x0100, 2)
                box.zeros(10)
                box.matrix()
                box.zeros(24)
                box.number(tracks.count + 1, 4)
            }
            moov.box("udta") { $0.note(comment) }
            for (number, track) in tracks.enumerated() {
                let own = chunks.filter { $0.track == number }
                moov.box("trak") { self.track(&$0, track, number + 1, own, offsets[number]) }
            }
        }
        return file
    }

    private func milliseconds(_ track: Track) -> Int { (track.length * 1_000 + track.scale / 2) / track.scale }

    private func track(_ trak: inout Boxes, _ track: Track, _ id: Int, _ chunks: [Chunk], _ offsets: [Int]) {
        trak.full("tkhd", flags: 3) { box in
            box.numbers(0, 0, id, 0, milliseconds(track), 0, 0, size: 4)
            box.numbers(0, 0, track.isSound ? 0x0100 : 0, 0, size: 2)
            box.matrix()
            box.numbers(track.isSound ? 0 : width << 16, track.isSound ? 0 : height << 16, size: 4)
        }
        trak.box("mdia") { mdia in
            mdia.full("mdhd") { box in
                box.numbers(0, 0, track.scale, track.length, size: 4)
                // "und", each letter in five bits
                box.numbers(0x55C4, 0, size: 2)
            }
            mdia.full("hdlr") { box in
                box.number(0, 4)
                box.text(track.isSound ? "soun" : "vide")
                box.zeros(12)
                box.text(track.isSound ? "Sound\0" : "Picture\0")
            }
            mdia.box("minf") { minf in
                if track.isSound {
                    minf.full("smhd") { $0.zeros(4) }
                } else {
                    minf.full("vmhd", flags: 1) { $0.zeros(8) }
                }
                minf.box("dinf") { dinf in
                    dinf.full("dref") { dref in
                        dref.number(1, 4)
                        dref.full("url ", flags: 1) { _ in }
                    }
                }
                minf.box("stbl") { table(&$0, track, chunks, offsets) }
            }
        }
    }

    private func table(_ stbl: inout Boxes, _ track: Track, _ chunks: [Chunk], _ offsets: [Int]) {
        stbl.full("stsd") { box in
            box.number(1, 4)
            box.add(track.description.bytes)
        }
        stbl.full("stts") { $0.numbers(1, track.samples.count, track.duration, size: 4) }
        let keys = track.samples.indices.filter { track.samples[$0].isKey }
        if keys.count < track.samples.count {
            stbl.full("stss") { box in
                box.number(keys.count, 4)
                for key in keys { box.number(key + 1, 4) }
            }
        }
        stbl.full("stsc") { box in
            var runs: [(first: Int, count: Int)] = []
            for (index, chunk) in chunks.enumerated() where runs.last?.count != chunk.samples.count {
                runs.append((index + 1, chunk.samples.count))
            }
            box.number(runs.count, 4)
            for run in runs { box.numbers(run.first, run.count, 1, size: 4) }
        }
        stbl.full("stsz") { box in
            box.numbers(0, track.samples.count, size: 4)
            for sample in track.samples { box.number(sample.size, 4) }
        }
        stbl.full("stco") { box in
            box.number(offsets.count, 4)
            for offset in offsets { box.number(offset, 4) }
        }
    }
}

extension Boxes {
    /// A comment as players show it.
    fileprivate mutating func note(_ text: String) {
        full("meta") { meta in
            meta.full("hdlr") { box in
                box.number(0, 4)
                box.text("mdirappl")
                box.zeros(9)
            }
            meta.box("ilst") { list in
                list.box("\u{A9}cmt") { item in
                    item.box("data") { data in
                        data.numbers(1, 0, size: 4)
                        data.add(Array(text.utf8))
                    }
                }
            }
        }
    }
}
