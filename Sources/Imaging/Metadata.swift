/// What a file says about the picture in it. Nothing else is ever written: no place, no serial number, no name of an owner.
public struct Metadata: Sendable, Equatable {
    /// Pixels per inch on paper, 1 to 65535.
    public var dpi: Double
    public var profile: ColourProfile
    public var takenAt: CaptureTime?
    /// A line for programs (see `Stamp`), without NUL characters.
    public var comment: String?

    public init(
        dpi: Double = 300, profile: ColourProfile = .sRGB, takenAt: CaptureTime? = nil, comment: String? = nil
    ) {
        (self.dpi, self.profile, self.takenAt, self.comment) = (dpi, profile, takenAt, comment)
    }

    func check(for format: StillFormat) throws(ImagingError) {
        guard dpi >= 1, dpi <= 65535 else {
            throw .notEncodable(format: format.rawValue, reason: "\(dpi) dpi", remedy: "use 1 to 65535")
        }
        try Self.check(comment: comment, for: format.rawValue)
    }

    static func check(comment: String?, for format: String) throws(ImagingError) {
        guard let bytes = comment?.utf8 else { return }
        // What the marker of a JPEG can hold; one limit for all formats.
        guard bytes.count <= 65533, !bytes.contains(0) else {
            throw .notEncodable(format: format, reason: "the comment is longer than 65533 bytes or has a NUL in it")
        }
    }
}

/// The colour space that a file's numbers are in.
public enum ColourProfile: Sendable, Equatable {
    case sRGB
    /// An ICC profile of an RGB device: pixels are converted to it, and the file carries it.
    case icc(bytes: [UInt8])

    var bytes: [UInt8] {
        switch self {
        case .sRGB: SRGBProfile.bytes
        case .icc(let bytes): bytes
        }
    }
}
