import CVips

extension Animation {
    /// A GIF with a palette of its own for each frame. Each frame is quantised once however often it is shown, and every
    /// entry of the order becomes a frame of the file. GIF counts in hundredths of a second: delays go to the nearest,
    /// and are at least two, for viewers slow down what is quicker.
    ///
    /// With a `budget` in bytes the file is never longer: colours go first, then pixels, of which `lost` is told.
    public func gif(
        budget: Int? = nil, workers: Int = 1, comment: String? = nil, lost: (AnimationReduction) -> Void = { _ in }
    ) throws(ImagingError) -> [UInt8] {
        try check(
            Limits(format: "gif", side: 65535, delay: 655_350), budget: budget, workers: workers, comment: comment)
        // Colours, and sixteenths of the error passed on: less than all of it keeps grain out of smooth areas, and the
        // file smaller. Photographs at 801x534 score 80, 77, 72 (SSIMULACRA2).
        let search = AnimationBudget(
            levels: [(colours: 256, strength: 12), (192, 12), (128, 12)], poorest: (16, 0)
        ) { animation, level throws(ImagingError) in
            try animation.gif(colours: level.colours, strength: level.strength, workers: workers, comment: comment)
        }
        return try search.fit(withoutUnused, into: budget, lost: lost)
    }

    private func gif(
        colours: Int, strength: Int, workers: Int, comment: String?
    ) throws(ImagingError) -> AnimationDraft {
        let encoded = try Self.encoded(frames, workers: workers) { frame throws(ImagingError) in
            try frame.withPixels { pixels throws(ImagingError) in
                try bytes(from: "GIF") { length, reason in
                    cvips_gif_frame(
                        pixels.baseAddress!, Int32(frame.width), Int32(frame.height), Int32(colours), Int32(strength),
                        length, reason)
                }
            }
        }
        let header = header(comment: comment)
        // In place of the byte that tells the colour table's bits come 18 of control and place.
        let length = order.reduce(header.count + 1) { $0 + encoded[$1].count - 1 + 18 }
        return AnimationDraft(size: length) {
            var file = header
            file.reserveCapacity(length)
            for (index, delay) in zip(order, delays) {
                // Graphic control: leave the frame in place, no transparency.
                file += [0x21, 0xF9, 4, 0x04] + littleEndian(UInt16(max(2, (delay + 5) / 10))) + [0, 0]
                // The frame: its place, then a colour table of its own.
                file += [0x2C, 0, 0, 0, 0] + size + [0x80 | (encoded[index][0] - 1)]
                file += encoded[index][1...]
            }
            return file + [0x3B]
        }
    }

    private var size: [UInt8] { littleEndian(UInt16(frames[0].width)) + littleEndian(UInt16(frames[0].height)) }

    private func header(comment: String?) -> [UInt8] {
        var header = Array("GIF89a".utf8) + size + [0x70, 0, 0]
        // The block counts repetitions after the first time; without it the animation plays once.
        if loops != 1 {
            let repeats = UInt16(max(0, loops - 1))
            header += [0x21, 0xFF, 11] + Array("NETSCAPE2.0".utf8) + [3, 1] + littleEndian(repeats) + [0]
        }
        if let comment {
            header += [0x21, 0xFE]
            let text = Array(comment.utf8)
            for start in stride(from: 0, to: text.count, by: 255) {
                let block = text[start..<min(start + 255, text.count)]
                header += [UInt8(block.count)] + block
            }
            header.append(0)
        }
        return header
    }
}
