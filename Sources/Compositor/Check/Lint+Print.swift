import Imaging

/// What is read from paper: texts, codes, and how near the knife they stand.
extension Lint {
    mutating func check(_ text: Layout.Text, at place: String, with builder: SceneBuilder, onPaper: Bool) throws {
        guard case .text(let step) = try builder.text(text, at: place).step else { return }
        var isInside = checkBox(
            step.frame, rotation: step.rotation, at: place, in: builder.measure, harm: "its text is cut off")
        var told: Set<Flaw> = []
        for reading in readings {
            let words = step.text.resolved(with: reading.values)
            let block = try template.typeset(words, step)
            for flaw in step.flaws(of: words, in: block) where told.insert(flaw).inserted {
                report(place, reading.prefix + flaw.problem, remedy: flaw.remedy)
            }
            guard onPaper, isInside, let ink = step.ink(of: block) else { continue }
            let turned = ink.around(turned: step.rotation, aboutX: step.frame.centreX, y: step.frame.centreY)
            isInside = checkSafe(place, turned, words: reading.prefix)
        }
        for font in step.absentFallbacks {
            report(
                place, "fallback \(font.name) is not installed",
                remedy: "install it, or put the font file into the layout's folder")
        }
        try checkLetters(of: step, at: place)
    }

    /// Letters that a font lacks show with a guest's name at the earliest. Fonts that stand behind it are asked, too.
    private mutating func checkLetters(of step: TextStep, at place: String) throws {
        guard let given = readings.first?.values, step.text.isOpen(beside: given) else { return }
        let lacked = try Self.alphabets.map { (name, letters) in
            (name, letters, lacked: try step.typeset(letters).lackedLetters)
        }.filter { !$0.lacked.isEmpty }
        guard !lacked.isEmpty else { return }
        let parts = lacked.map { name, letters, lacked in
            // Of an alphabet that is not there at all, no letter needs to be named.
            2 * lacked.count > letters.count && name != "Latin"
                ? "no \(name) letters" : "no " + lacked.prefix(5).map { "\"\($0)\"" }.joined(separator: ", ")
        }
        report(
            place,
            "font \(step.fontName) has \(parts.joined(separator: " and "))",
            remedy: "names with them are shown in another font, so name a \"fallback\" beside it that has them")
    }

    /// What people in Europe and many places beyond are called by.
    private static let alphabets = [
        ("Latin", "řščěžůťďňłąęćśźżőűğışțăđħķļņšųŵễươạŁŘŠČŽĐİ"),
        ("Greek", "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώΑΒΓΔΘΛΞΠΣΦΨΩ"),
        ("Cyrillic", "абвгдежзийклмнопрстуфхцчшщъыьэюяёєіїАБВГДЖИЛФЦЧШЮЯ"),
    ]

    mutating func check(_ code: Layout.Code, at place: String) throws {
        guard case .code(let step) = builder.code(code, at: place).step, let content = content(of: step) else { return }
        // Events give a link, or have nothing to link to.
        if let first = readings.first, step.content.resolved(with: first.values).isEmpty,
            step.content != (try? Tokens(parsing: "{share.url}"))
        {
            report(
                place, "is not drawn without a value",
                remedy: "give its token a default: {value.link|https://example.com}")
        }
        if let flaw = try step.flaw(of: content) { report(place, flaw.problem, remedy: flaw.remedy) }
        guard let symbol = try step.symbolFrame(of: content) else { return }
        if step.quiet < 4 { report(place, "a quiet zone of \(step.quiet) modules", remedy: "scanners want 4") }
        if checkBox(symbol, at: place, in: measure, harm: "phones cannot scan it") { _ = checkSafe(place, symbol) }
    }

    /// What a code holds in an event; nil when it is never drawn.
    func content(of step: CodeStep) -> String? {
        readings.map { step.content.resolved(with: $0.values) }.first { !$0.isEmpty }
    }

    /// Text and codes near the edge are cut off by the least shift of the paper. Whether it is far enough inside.
    private mutating func checkSafe(_ place: String, _ frame: Frame, words: String = "") -> Bool {
        let (trim, safe) = (measure.trim, layout.paper.safe)
        let inside =
            frame.x >= trim.x + safe - 1 && frame.y >= trim.y + safe - 1
            && frame.x + frame.width <= trim.x + trim.width - safe + 1
            && frame.y + frame.height <= trim.y + trim.height - safe + 1
        if !inside {
            report(
                place, words + "leaves the safe area, \(Int(safe)) pixels inside the edge of the paper",
                remedy: "move it inward")
        }
        return inside
    }
}

extension Lint.Reading {
    /// Before a finding that this reading led to.
    fileprivate var prefix: String { isSample ? "with values of usual length, " : "" }
}

extension TextStep {
    /// The upright box around what is drawn, before it is turned; nil when nothing is.
    func ink(of block: TextBlock) -> Frame? {
        guard let image = block.image else { return nil }
        return Frame(
            x: frame.x.rounded(.down) + Double(block.x), y: frame.y.rounded(.down) + Double(block.y),
            width: Double(image.width), height: Double(image.height))
    }
}
