internal import CQRCode
public import Faults
import Glibc
public import Imaging

/// A QR code: the square of dark and light modules that stands for a text.
public struct QRCode: Sendable {
    /// How much of the symbol may be damaged and still be read: 7, 15, 25, 30 %.
    public enum Correction: String, Sendable, CaseIterable {
        case low = "L"
        case medium = "M"
        case quartile = "Q"
        case high = "H"
    }

    /// Modules in a row, without the quiet zone: 21 to 177.
    public let modules: Int
    private let dark: [Bool]

    /// The smallest symbol for `content`. Addresses are percent-encoded, other content beyond ASCII is declared as UTF-8:
    /// `QRCode(content: "https://example.com/grüße")` reads as `https://example.com/gr%C3%BC%C3%9Fe`.
    public init(content: String, correction: Correction = .medium) throws(QRCodeError) {
        guard !content.isEmpty else { throw .empty }
        guard !content.utf8.contains(0) else { throw .zeroByte }
        let payload = CodePayload(content)
        // Digits alone pack tightest, 7089 of them; more bytes than that need not be tried.
        errno = 0
        guard payload.text.utf8.count <= 7_089, let code = Self.encode(payload, correction.level) else {
            guard errno != ENOMEM else { throw .outOfMemory }
            throw .tooLong(bytes: payload.text.utf8.count, limit: correction.bytes, correction: correction)
        }
        defer { QRcode_free(code) }
        modules = Int(code.pointee.width)
        // The lowest bit says dark; the others say what the module is for.
        dark = UnsafeBufferPointer(start: code.pointee.data, count: modules * modules).map { $0 & 1 == 1 }
    }

    private static func encode(_ payload: CodePayload, _ level: QRecLevel) -> UnsafeMutablePointer<CQRCode.QRcode>? {
        guard payload.declaresUTF8 else { return QRcode_encodeString(payload.text, 0, level, QR_MODE_8, 1) }
        guard let input = QRinput_new2(0, level) else { return nil }
        defer { QRinput_free(input) }
        let bytes = Array(payload.text.utf8)
        // Assignment value 26 of the AIM's list of interpretations.
        guard QRinput_appendECIheader(input, 26) == 0,
            QRinput_append(input, QR_MODE_8, Int32(bytes.count), bytes) == 0
        else { return nil }
        return QRcode_encodeInput(input)
    }

    /// The symbol with `quiet` modules of background on every side, each module `module` px wide and high. RGB, or
    /// premultiplied RGBA when a colour is translucent.
    public func image(
        module: Int, quiet: Int = 4, colour: Colour = .black, background: Colour = .white
    ) throws(ImagingError) -> Image {
        guard (1...1_000).contains(module), (0...1_000).contains(quiet), (modules + 2 * quiet) * module <= 16_384 else {
            throw .failed(
                call: "QR code", reason: "modules of \(module) px with a quiet zone of \(quiet) make no usable picture")
        }
        let cells = modules + 2 * quiet
        let side = cells * module
        let bands = colour.alpha == 255 && background.alpha == 255 ? 3 : 4
        let (ink, paper) = (colour.samples(bands), background.samples(bands))
        return try Image(width: side, height: side, bands: bands) { pixels in
            var at = 0
            for row in 0..<cells {
                let line = (0..<cells).flatMap { column in
                    let samples = isDark(row: row - quiet, column: column - quiet) ? ink : paper
                    return (0..<module).flatMap { _ in samples }
                }
                for _ in 0..<module {
                    at = pixels[at...].update(fromContentsOf: line)
                }
            }
        }
    }

    /// The symbol for a terminal: a line of half blocks for each two rows. What is filled is light, as most terminals write light
    /// on dark; phones read either.
    public func blocks(quiet: Int = 2) -> String {
        stride(from: -quiet, to: modules + quiet, by: 2).map { row in
            (-quiet..<modules + quiet).map { column in
                let isLast = row + 1 >= modules + quiet
                return switch (isDark(row: row, column: column), isLast || isDark(row: row + 1, column: column)) {
                case (false, false): "█"
                case (false, true): "▀"
                case (true, false): "▄"
                case (true, true): " "
                }
            }.joined() + "\n"
        }.joined()
    }

    /// The symbol as SVG: black on white, with the quiet zone in it, as large as whoever shows it likes.
    public func svg(quiet: Int = 4) -> String {
        var path = ""
        for row in 0..<modules {
            var column = 0
            while column < modules {
                let length = (column..<modules).prefix { isDark(row: row, column: $0) }.count
                if length > 0 { path += "M\(column + quiet) \(row + quiet)h\(length)v1h-\(length)z" }
                column += max(1, length)
            }
        }
        let side = modules + 2 * quiet
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" shape-rendering="crispEdges">\
            <path fill="#fff" d="M0 0h\(side)v\(side)H0z"/><path d="\(path)"/></svg>

            """
    }

    private func isDark(row: Int, column: Int) -> Bool {
        (0..<modules).contains(row) && (0..<modules).contains(column) && dark[row * modules + column]
    }
}

extension QRCode.Correction {
    fileprivate var level: QRecLevel {
        switch self {
        case .low: QR_ECLEVEL_L
        case .medium: QR_ECLEVEL_M
        case .quartile: QR_ECLEVEL_Q
        case .high: QR_ECLEVEL_H
        }
    }

    /// Bytes that the largest symbol holds (ISO/IEC 18004, table 7).
    fileprivate var bytes: Int {
        switch self {
        case .low: 2_953
        case .medium: 2_331
        case .quartile: 1_663
        case .high: 1_273
        }
    }
}

extension Colour {
    /// Samples of a pixel of this colour, premultiplied when there are four.
    fileprivate func samples(_ bands: Int) -> [UInt8] {
        guard bands == 4 else { return [red, green, blue] }
        return [red, green, blue].map { UInt8((Int($0) * Int(alpha) + 127) / 255) } + [alpha]
    }
}

/// What keeps a text from becoming a QR code.
public enum QRCodeError: Fault, Equatable {
    case empty
    case zeroByte
    case tooLong(bytes: Int, limit: Int, correction: QRCode.Correction)
    case outOfMemory
}

extension QRCodeError {
    public var report: FaultReport {
        switch self {
        case .empty: .badData("code: there is no content", "give it some, or leave the code out")
        case .zeroByte: .badData("code: the content has a zero byte, which readers cut it at", "remove it")
        case .tooLong(let bytes, let limit, let correction):
            .badData(
                "code: \(bytes) bytes are too long, correction \(correction.rawValue) holds about \(limit)",
                "shorten the content" + (correction == .low ? "" : " or use a lower correction"))
        case .outOfMemory: .badData("code: no memory", "close other programs")
        }
    }
}
