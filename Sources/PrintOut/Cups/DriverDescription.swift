/// What a queue's PPD file says of sheets and choices.
///
/// Read here, because libcups' `ppdOpen` must not be used by two threads at once, whatever they read: it takes good files
/// for broken ones, and crashes.
struct DriverDescription: Sendable {
    /// In the order of the file, without sizes that a user makes up.
    private(set) var media: [Medium] = []
    /// The keywords that each option of the driver may have.
    private var choices: [String: Set<String>] = [:]
    /// Options that take any value as `Custom.VALUE`.
    private var custom: Set<String> = []

    /// nil for what is no PPD, or has no sheets.
    init?(ppd bytes: [UInt8]) {
        guard bytes.starts(with: Array("*PPD-Adobe".utf8)) else { return nil }
        var (areas, dpi): ([(keyword: String, box: [Float])], Float) = ([], 300)
        Self.statements(of: bytes) { key, option, value in
            switch key {
            case "ImageableArea":
                let box = value.split(separator: " ").compactMap { Double($0).map { Float($0) } }
                if box.count == 4 { areas.append((option, box)) }
            case "DefaultResolution":
                // `300dpi` or `300x600dpi`, of which the first counts across the sheet.
                if let number = Float(value.prefix { $0.isNumber }), number > 0 { dpi = number }
            case "OpenUI", "JCLOpenUI": choices[String(option.drop { $0 == "*" }), default: []] = []
            default:
                if key.hasPrefix("Custom") { custom.insert(String(key.dropFirst(6))) }
                if !option.isEmpty { choices[key]?.insert(option) }
            }
        }
        media = areas.map {
            Medium(keyword: $0.keyword, left: $0.box[0], bottom: $0.box[1], right: $0.box[2], top: $0.box[3], dpi: dpi)
        }
        if media.isEmpty { return nil }
    }

    /// CUPS would take any keyword and print on the default sheet, so what the driver does not have is refused here.
    func medium(_ keyword: String, options: [PrintOption], queue: String) throws(PrintError) -> Medium {
        guard let medium = media.first(where: { $0.keyword == keyword }), medium.width > 0, medium.height > 0 else {
            throw .unknownMedia(keyword, queue: queue, known: media.map(\.keyword))
        }
        for option in options where !has(option) {
            throw .unknownOption("\(option.name)=\(option.value)", queue: queue)
        }
        return medium
    }

    private func has(_ option: PrintOption) -> Bool {
        guard let known = choices[option.name] else { return false }
        return known.contains(option.value) || (option.value.hasPrefix("Custom.") && custom.contains(option.name))
    }

    /// The statements `*Key Option/Text: value`, or with `"value"`, which may go on over further lines (PPD 4.3 §3.2–3.6).
    private static func statements(
        of bytes: [UInt8], _ body: (_ key: String, _ option: String, _ value: String) -> Void
    ) {
        let (quote, colon, slash, star) = (UInt8(ascii: "\""), UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "*"))
        var isInValue = false
        for line in bytes.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
            if isInValue {
                isInValue = !line.contains(quote)
                continue
            }
            guard line.first == star, let end = line.firstIndex(of: colon) else { continue }
            let words = line[..<end].dropFirst().split(maxSplits: 1) { $0 == 32 || $0 == 9 }
            guard let key = words.first else { continue }
            let option = words.count > 1 ? words[1].prefix { $0 != slash } : line[..<line.startIndex]
            var value = line[(end + 1)...].drop { $0 == 32 || $0 == 9 }
            if value.first == quote {
                value = value.dropFirst()
                isInValue = !value.contains(quote)
                value = value.prefix { $0 != quote }
            }
            body(text(key), text(option), text(value))
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        var text = String(decoding: bytes, as: UTF8.self)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}

extension Medium {
    /// With the imageable area in points.
    fileprivate init(keyword: String, left: Float, bottom: Float, right: Float, top: Float, dpi: Float) {
        let scaling = FilterScaling(width: right - left, height: top - bottom, dpi: dpi)
        let (nominal, exact) = (scaling.nominal, scaling.exact)
        self.init(
            keyword: keyword, width: exact.width, height: exact.height, dpi: Int(dpi), nominalWidth: nominal.width,
            nominalHeight: nominal.height)
    }
}
