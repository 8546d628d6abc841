/// The few facts of a TIFF structure that matter for a picture of any format.
struct TIFFTags {
    var orientation = Orientation.upright
    var takenAt: CaptureTime?
    /// EXIF says Adobe RGB, which cameras do without attaching a profile: colour space 2, or interoperability "R03".
    var isAdobeRGB = false
    var isFromCamera = false
    var isDNG = false
    /// The first picture is a preview or sensor data, as in raw files built on TIFF.
    var beginsWithPreview = false

    /// Most raw formats are TIFF files; DNG says so, others begin with a preview and name the camera.
    var isRaw: Bool { isDNG || isFromCamera && beginsWithPreview }

    init(_ structure: TIFFStructure?) {
        guard let structure else { return }
        let main = structure.directory(at: structure.first)
        orientation = structure.integer(main[0x0112]).flatMap(Orientation.init) ?? .upright
        isFromCamera = main[0x010F] != nil
        isDNG = main[0xC612] != nil
        beginsWithPreview =
            structure.integer(main[0x00FE]).map { $0 & 1 == 1 } ?? false
            || structure.integer(main[0x0103]) == 6 || structure.integer(main[0x0106]) == 32803
        let exif = structure.integer(main[0x8769]).map(structure.directory) ?? TIFFStructure.Directory()
        takenAt =
            Self.time(structure, main, exif)
            ?? main[0x02BC].flatMap { structure.bytes(of: $0) }.flatMap(XMPPacket.time)
        let interoperability = structure.integer(exif[0xA005] ?? main[0xA005]).map(structure.directory)
        let colourSpace = structure.integer(exif[0xA001] ?? main[0xA001])
        isAdobeRGB = colourSpace == 2 || colourSpace != 1 && structure.text(interoperability?[1]) == "R03"
    }

    init(exif block: [UInt8]) { self.init(TIFFStructure(exif: block)) }

    /// A directory that holds EXIF's own tags and nothing else, as Canon's CR3 has it.
    init(exifDirectory block: [UInt8]) {
        guard let structure = TIFFStructure(exif: block) else { return }
        let exif = structure.directory(at: structure.first)
        takenAt = Self.time(structure, TIFFStructure.Directory(), exif)
    }

    /// DateTimeOriginal, else DateTimeDigitized, else DateTime, each with its own offset and fraction. One that says the same
    /// second as the chosen one lends what that lacks.
    private static func time(
        _ structure: TIFFStructure, _ main: TIFFStructure.Directory, _ exif: TIFFStructure.Directory
    ) -> CaptureTime? {
        let tags = [
            (exif[0x9003] ?? main[0x9003], exif[0x9011], exif[0x9291]), (exif[0x9004], exif[0x9012], exif[0x9292]),
            (main[0x0132] ?? exif[0x0132], exif[0x9010], exif[0x9290]),
        ]
        let times = tags.compactMap { (time, offset, fraction) in
            structure.text(time).flatMap { text in
                CaptureTime(exif: text, offset: structure.text(offset), fraction: structure.text(fraction))
            }
        }
        guard let first = times.first else { return nil }
        let same = times.filter { $0.exif == first.exif }
        return CaptureTime(
            exif: first.exif, offset: same.lazy.compactMap(\.exifOffset).first,
            fraction: same.lazy.compactMap(\.fraction).first)
    }
}
