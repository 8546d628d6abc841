internal import CText

/// A text in the terms of the C side.
struct TextRequest {
    let text: String
    let style: TextStyle
    let width: Double
    let height: Double
    let originX: Double
    let originY: Double

    func draw(into block: inout ctext_block) throws(ImagingError) {
        let font = style.font
        guard font.file != nil || font.family?.isEmpty == false else {
            throw .invalidText(reason: "the font has neither a family nor a file")
        }
        let status = withStrings(font) { family, file, fallback, text, language in
            var size = 0.0
            if case .pixels(let pixels) = style.size { size = pixels }
            var request = ctext_request(
                text: text, language: language, family: family, file: file, fallback: fallback,
                weight: Int32(font.weight),
                italic: font.italic ? 1 : 0, size: size, width: width, height: height, origin_x: originX,
                origin_y: originY, align: style.align.share, vertical_align: style.verticalAlign.share,
                wrap: style.wrap ? 1 : 0, letter_spacing: style.letterSpacing, line_height: style.lineHeight,
                outline: style.outline?.width ?? 0, plain: style.colour.native)
            return ctext_draw(&request, &block)
        }
        switch status {
        case CTEXT_DONE: return
        case CTEXT_NO_FAMILY: throw .missingFont(name: font.family ?? "", path: nil)
        case CTEXT_BAD_FILE:
            let file = font.file ?? ""
            throw .missingFont(name: font.family ?? String(file.split(separator: "/").last ?? ""), path: file)
        case CTEXT_SPACING:
            throw .invalidText(reason: "letter spacing of \(style.letterSpacing) px is more than four times the size")
        case CTEXT_TOO_LARGE:
            throw .invalidText(
                reason: "it takes \(block.width)x\(block.height) pixels", remedy: "make its box or its size smaller")
        default: throw .outOfMemory(width: Int(block.width), height: Int(block.height))
        }
    }

    private typealias CString = UnsafePointer<CChar>

    private func withStrings(
        _ font: Font, _ body: (CString?, CString?, CString?, CString, CString) -> ctext_status
    ) -> ctext_status {
        text.withCString { text in
            style.language.withCString { language in
                guard let file = font.file else {
                    return (font.family ?? "").withCString { body($0, nil, nil, text, language) }
                }
                return file.withCString { file in
                    guard let fallback = font.fallback else { return body(nil, file, nil, text, language) }
                    return fallback.withCString { body(nil, file, $0, text, language) }
                }
            }
        }
    }
}

extension TextStyle.Align {
    fileprivate var share: Double {
        switch self {
        case .left: 0
        case .centre: 0.5
        case .right: 1
        }
    }
}

extension TextStyle.VerticalAlign {
    fileprivate var share: Double {
        switch self {
        case .top: 0
        case .middle: 0.5
        case .bottom: 1
        }
    }
}

extension Colour {
    var native: ctext_colour { ctext_colour(red: red, green: green, blue: blue, alpha: alpha) }
}
