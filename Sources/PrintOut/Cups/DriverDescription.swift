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
    /// What each option is when a job says nothing; `lpadmin -o NAME=VALUE` changes it in the file.
    private var defaults: [String: String] = [:]
    /// What it was when the driver came. Gutenprint's files tell; others do not.
    private var original: [String: String] = [:]

    /// nil for what is no PPD, or has no sheets.
    init?(ppd bytes: [UInt8]) {
        guard bytes.starts(with: Array("*PPD-Adobe".utf8)) else { return nil }
        var areas: [(keyword: String, box: [Float])] = []
        Self.statements(of: bytes) { key, option, value in
            switch key {
            case "ImageableArea":
                let box = value.split(separator: " ").compactMap { Double($0).map { Float($0) } }
                if box.count == 4 { areas.append((option, box)) }
            case "OpenUI", "JCLOpenUI": choices[String(option.drop { $0 == "*" }), default: []] = []
            default:
                if key.hasPrefix("Custom") { custom.insert(String(key.dropFirst(6))) }
                if option.isEmpty, key.hasPrefix("Default") { defaults[String(key.dropFirst(7))] = value }
                if option.isEmpty, key.hasPrefix("StpDefault") { original[String(key.dropFirst(10))] = value }
                if !option.isEmpty { choices[key]?.insert(option) }
            }
        }
        let said = choicesOfPictures
        let resolution = said.first { $0.name == "Resolution" }?.value ?? defaults["Resolution"] ?? ""
        // `300dpi` or `300x600dpi`, of which the first counts across the sheet.
        let dpi = Float(resolution.prefix { $0.isNumber }).flatMap { $0 > 0 ? $0 : nil } ?? 300
        media = areas.map {
            var medium = Medium(
                keyword: $0.keyword, left: $0.box[0], bottom: $0.box[1], right: $0.box[2], top: $0.box[3], dpi: dpi)
            medium.choices = said
            return medium
        }
        if media.isEmpty { return nil }
    }

    /// What a job says itself where the defaults would make another picture of its document: grey, mirrored, on both sides,
    /// or with other pixels.
    private var choicesOfPictures: [PrintOption] {
        let plain = ["ColorModel": ["RGB", "Color"], "MirrorPrint": ["False"], "Duplex": ["None"]]
        var wanted = original.filter { $0.key == "ColorModel" || $0.key == "Resolution" }
        for (name, values) in plain where wanted[name] == nil {
            // Who knows why a driver for colours wants them as CMYK.
            if name == "ColorModel", !Self.greys.contains((defaults[name] ?? "").lowercased()) { continue }
            wanted[name] = values.first { choices[name]?.contains($0) ?? false }
        }
        return wanted.filter { defaults[$0.key] != $0.value && defaults[$0.key] != nil }
            .map { PrintOption(name: $0.key, value: $0.value) }.sorted { $0.name < $1.name }
    }

    private static let greys: Set = [
        "gray", "grayscale", "grey", "greyscale", "k", "kgray", "black", "mono", "monochrome", "devicegray",
    ]

    /// An option whose default is no longer that with which the driver came.
    struct Change: Equatable, Sendable {
        var name: String
        var value: String
        var original: String
    }

    /// The options of which somebody has changed the default, but for those that prints say themselves.
    func changes(besides options: [PrintOption]) -> [Change] {
        let said = Set(options.map(\.name) + choicesOfPictures.map(\.name) + ["PageSize", "PageRegion"])
        return original.filter { choices[$0.key] != nil && !said.contains($0.key) }
            .compactMap { name, original in
                guard let value = defaults[name], value != original else { return nil }
                return Change(name: name, value: value, original: original)
            }.sorted { $0.name < $1.name }
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
