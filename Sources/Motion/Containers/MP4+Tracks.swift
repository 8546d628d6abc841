import Files

extension MP4.Track {
    /// The picture of streams that are played one after the other, all of them `passes` times.
    init(
        pictures streams: [AnnexB], passes: Int, rate: Int, width: Int, height: Int, for path: String
    ) throws(MotionError) {
        guard let first = streams.first, first.sequence.count > 3, !first.picture.isEmpty,
            streams.allSatisfy({
                $0.sequence == first.sequence && $0.picture == first.picture && $0.samples.first?.isKey == true
            })
        else { throw .failed(stage: "encoding", path: path, reason: "its parts do not go together") }
        let pass = streams.flatMap { stream in
            stream.samples.map { sample in
                MP4.Sample(
                    scratch: stream.scratch, units: sample.units, isFramed: true, isKey: sample.isKey, size: sample.size
                )
            }
        }
        var boxes = Boxes()
        boxes.pictures("avc1", width, height) { box in
            box.box("avcC") { $0.configuration(first.sequence, first.picture) }
            box.box("colr") { colours in
                colours.text("nclx")
                colours.numbers(1, 1, 1, size: 2)
                colours.number(0, 1)
            }
            box.box("pasp") { $0.numbers(1, 1, size: 4) }
        }
        self.init(
            samples: Array(repeatElement(pass, count: passes).joined()), scale: rate * 1_000, duration: 1_000,
            description: boxes)
    }

    /// AAC in frames with ADTS headers (ISO/IEC 13818-7), as ffmpeg writes it: 48 kHz, two channels.
    init(sound scratch: ScratchFile) throws(FilesError) {
        var (samples, offset) = ([MP4.Sample](), 0)
        let length = try scratch.size()
        while offset + 7 <= length {
            let head = try scratch.bytes(at: offset, count: 7)
            let size = Int(head[3] & 3) << 11 | Int(head[4]) << 3 | Int(head[5]) >> 5
            let header = head[1] & 1 == 1 ? 7 : 9
            guard head[0] == 0xFF, head[1] & 0xF0 == 0xF0, size > header, offset + size <= length else { break }
            samples.append(
                MP4.Sample(
                    scratch: scratch, units: [.init(offset: offset + header, size: size - header)], isFramed: false,
                    isKey: true, size: size - header))
            offset += size
        }
        var boxes = Boxes()
        boxes.box("mp4a") { box in
            box.zeros(6)
            box.number(1, 2)
            box.zeros(8)
            box.numbers(2, 16, 0, 0, size: 2)
            box.number(48_000 << 16, 4)
            box.full("esds") { $0.soundConfiguration() }
        }
        self.init(samples: samples, scale: 48_000, duration: 1_024, description: boxes, isSound: true)
    }
}

extension Boxes {
    /// ISO/IEC 14496-15, 5.3.3.1; the last four bytes belong to the High profile.
    fileprivate mutating func configuration(_ sequence: [UInt8], _ picture: [UInt8]) {
        add([1, sequence[1], sequence[2], sequence[3], 0xFF, 0xE1])
        number(sequence.count, 2)
        add(sequence)
        number(1, 1)
        number(picture.count, 2)
        add(picture)
        if sequence[1] >= 100 { add([0xFC | 1, 0xF8, 0xF8, 0]) }
    }

    /// ISO/IEC 14496-1, 7.2.6: what the decoder needs is that it is AAC-LC, 48 kHz (index 3), two channels.
    fileprivate mutating func soundConfiguration() {
        let specific: [UInt8] = [5, 2, 0x11, 0x90]
        let decoder: [UInt8] = [0x40, 0x15, 0, 0, 0, 0, 2, 0x71, 0, 0, 2, 0x71, 0] + specific
        add([3, UInt8(3 + 2 + decoder.count + 3), 0, 2, 0, 4, UInt8(decoder.count)] + decoder + [6, 1, 2])
    }
}
