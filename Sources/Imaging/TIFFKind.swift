/// What the first picture of a TIFF is made of, as far as it decides whether it can be shown rightly: libtiff and libvips open
/// more kinds than they draw as they were meant.
struct TIFFKind {
    /// Whether the picture is of a kind that is not taken: its name, with an article.
    private(set) var refusal: String?
    /// Its fourth sample, or its second one of grey, is said to be no alpha.
    private(set) var hasOtherExtras = false
    /// What is missing of the file although its directory is whole.
    private(set) var flaw: String?

    private struct Facts {
        var bits: [Int]
        var formats: [Int]
        var samples: Int
        var extras: [Int]
        var photometric: Int
        var compression: Int
        var isPlanar: Bool
        var isTiled: Bool

        var depth: Int { bits.first ?? 1 }
    }

    init(_ structure: TIFFStructure, size: Int) {
        let main = structure.directory(at: structure.first)
        // Of a directory that is cut nothing can be said for sure; libtiff needs what these tags lead to.
        guard !main.isCut,
            ![258, 273, 279, 324, 325, 338, 339, 347].contains(where: { structure.leadsOutside(main[$0]) })
        else {
            flaw = "the file ends too early"
            return
        }
        let samples = structure.integer(main[277]) ?? 1
        guard (1...64).contains(samples) else {
            refusal = "a TIFF of \(samples) samples a pixel"
            return
        }
        let facts = Facts(
            bits: structure.integers(main[258], first: samples) ?? [1],
            formats: structure.integers(main[339], first: samples) ?? [1], samples: samples,
            extras: structure.integers(main[338], first: samples) ?? [],
            photometric: structure.integer(main[262]) ?? -1, compression: structure.integer(main[259]) ?? 1,
            isPlanar: structure.integer(main[284]) == 2 && samples > 1, isTiled: main[322] != nil || main[324] != nil)
        refusal =
            (Self.refusal(of: facts) ?? Self.refusal(ofInks: structure.integer(main[332]), profile: main[34675], facts))
            .map { "a TIFF " + $0 }
        hasOtherExtras = facts.extras.first.map { $0 != 1 && $0 != 2 } ?? false
        flaw = Self.flaw(structure, main, facts, size: size)
    }

    private static func refusal(of facts: Facts) -> String? {
        let codecs: Set = [1, 2, 3, 4, 5, 7, 8, 32773, 32946, 34887, 34925, 50000, 50001]
        let isJPEG = facts.compression == 7
        return switch facts {
        case _ where facts.compression == 6: "with JPEG compression of the old style"
        case _ where !codecs.contains(facts.compression): "with compression \(facts.compression)"
        case _ where Set(facts.bits).count > 1: "whose samples differ in depth"
        case _ where facts.formats.contains(2): "of signed samples"
        case _ where facts.extras.dropFirst().contains { $0 == 1 || $0 == 2 }:
            "whose alpha is not its first extra sample"
        case _ where facts.formats.contains { $0 == 5 || $0 == 6 }: "of complex numbers"
        case _ where Set(facts.formats).count > 1: "whose samples differ in kind"
        case _ where facts.isPlanar && facts.isTiled: "with separate planes in tiles"
        case _ where isJPEG && facts.depth != 8: "with JPEG compression of \(facts.depth) bits"
        case _ where facts.formats.contains(3): refusal(ofFloating: facts)
        default: refusal(ofWhole: facts)
        }
    }

    private static func refusal(ofFloating facts: Facts) -> String? {
        facts.photometric == 2 && facts.depth == 32 && (3...4).contains(facts.samples) && !facts.isPlanar
            ? nil : "of floating-point samples that are not RGB of 32 bits"
    }

    private static func refusal(ofWhole facts: Facts) -> String? {
        let isDeepOrByte = facts.depth == 8 || facts.depth == 16
        let isSmall = [1, 2, 4].contains(facts.depth) && facts.samples == 1
        return switch facts.photometric {
        case 0, 1, 3:
            facts.depth == 8 || isSmall || facts.photometric != 3 && facts.depth == 16
                ? nil : "of \(facts.depth) bits a sample"
        case 2 where facts.samples < 3: "of RGB with \(facts.samples) samples"
        case 2, 5: isDeepOrByte ? nil : "of \(facts.depth) bits a sample"
        case 4: "that is a mask of another picture"
        case 6: facts.compression == 7 ? nil : "of YCbCr without JPEG compression"
        case 8: refusal(ofLab: facts)
        case 9, 10: "of Lab as the ICC or the ITU codes it"
        case 32803, 34892: "of a sensor's data"
        case 32844, 32845: "of LogLuv"
        case -1: nil  // what it lacks, libtiff says
        default: "of photometric interpretation \(facts.photometric)"
        }
    }

    private static func refusal(ofLab facts: Facts) -> String? {
        let fits = (facts.depth == 8 || facts.depth == 16) && (3...4).contains(facts.samples)
        return fits && !facts.isPlanar ? nil : "of Lab with \(facts.samples) samples of \(facts.depth) bits"
    }

    private static func refusal(
        ofInks inkSet: Int?, profile: TIFFStructure.Entry?, _ facts: Facts
    ) -> String? {
        if facts.formats.contains(3), profile != nil { return "of floating-point samples with a colour profile" }
        guard facts.photometric == 5 else { return nil }
        if inkSet ?? 1 != 1 { return "of other inks than CMYK" }
        return facts.samples < 4
            ? "of \(facts.samples) inks" : facts.extras.contains { $0 == 1 || $0 == 2 } ? "of CMYK with alpha" : nil
    }

    private static func flaw(
        _ structure: TIFFStructure, _ main: TIFFStructure.Directory, _ facts: Facts, size: Int
    ) -> String? {
        if facts.photometric == 3 {
            let map = structure.integers(main[320])
            guard let map, map.count >= 3 << min(facts.depth, 8) else { return "the colour map is missing" }
        }
        if let profile = main[34675], structure.bytes(of: profile, most: 1 << 26) == nil {
            return "the colour profile is missing"
        }
        let data = TIFFData(structure, main)
        return data.isMissing(fromFileOf: size) ? "the file ends too early" : nil
    }
}

/// Where the pixels of a directory lie: strips or tiles.
struct TIFFData {
    let offsets: [Int]
    let counts: [Int]
    private let isCompressed: Bool
    /// Bytes of all pixels when they are not compressed; 0 when that is not known.
    private let whole: Int

    init(_ structure: TIFFStructure, _ directory: TIFFStructure.Directory) {
        offsets = structure.integers(directory[273] ?? directory[324]) ?? []
        counts = structure.integers(directory[279] ?? directory[325]) ?? []
        isCompressed = structure.integer(directory[259]) ?? 1 != 1
        let side = { (tag: Int) in
            structure.integer(directory[tag]).flatMap { (0...1 << 20).contains($0) ? $0 : nil } ?? 0
        }
        let bits = (structure.integers(directory[258], first: 64) ?? [1]).reduce(0) { $0 + min(max($1, 0), 64) }
        whole = (side(256) * bits + 7) / 8 * side(257)
    }

    var size: Int { counts.reduce(0) { $0 &+ max($1, 0) } }

    /// Some writers count more bytes than there are pixels; what is not compressed needs no more than those.
    func isMissing(fromFileOf size: Int) -> Bool {
        guard offsets.count == counts.count else { return false }
        for (offset, count) in zip(offsets, counts) where count > 0 {
            let needed = !isCompressed && whole > 0 && offsets.count == 1 ? min(count, whole) : count
            guard offset >= 0, offset <= size, needed <= size - offset else { return true }
        }
        return false
    }
}
