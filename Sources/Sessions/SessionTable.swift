/// Sessions as lines of a table that spreadsheets open: CSV as RFC 4180 has it, in UTF-8 with the byte-order mark without
/// which some of them take every umlaut for two other letters.
struct SessionTable: Sendable {
    /// A question that guests were asked; it has a column of its own.
    struct Question: Equatable, Sendable {
        var kind: Session.Input.Kind
        /// Empty where there is only one.
        var key: String
    }

    var contacts: Bool
    var linkBase: String?
    var questions: [Question] = []

    private static let columns = [
        "number", "id", "state", "mode", "workflow", "layout", "effects", "started", "ended", "endReason", "captures",
        "renditions", "printed", "sent", "downloaded", "link",
    ]

    var head: String {
        var titles = Self.columns + (contacts ? ["email", "phone"] : [])
        for question in questions {
            let title = question.key.isEmpty ? question.kind.rawValue : question.key
            titles.append(titles.contains(title) ? question.kind.rawValue + "." + title : title)
        }
        return "\u{FEFF}" + Self.line(titles.map(Self.cell))
    }

    func line(of session: Session) -> String {
        var cells = [
            session.number.map { "\($0)" } ?? "", session.id, session.state.rawValue, session.mode.rawValue,
            session.workflow, session.layout ?? "", session.effects.joined(separator: " "),
            session.started.description, session.ended?.description ?? "", session.endReason?.rawValue ?? "",
            "\(session.captures.count)", "\(session.renditions.filter { $0.state == .ready }.count)",
            session.isPrinted ? "yes" : "no", session.isSent ? "yes" : "no", session.isDownloaded ? "yes" : "no",
            linkBase.flatMap { base in session.token.map { base + $0 } } ?? "",
        ].map(Self.cell)
        guard contacts else { return Self.line(cells) }
        func values(_ kind: Session.Input.Kind) -> [String] { session.inputs.filter { $0.kind == kind }.map(\.value) }
        cells.append(Self.cell(values(.email).joined(separator: " ")))
        cells.append(Self.cell(numbers: values(.phone)))
        for question in questions {
            // The last answer counts: a guest may have gone back.
            let answer = session.inputs.last { $0.kind == question.kind && $0.name == question.key }
            cells.append(Self.cell(answer?.value ?? ""))
        }
        return Self.line(cells)
    }

    private static func line(_ cells: [String]) -> String { cells.joined(separator: ",") + "\r\n" }

    /// A cell that a spreadsheet would take for a formula gets an apostrophe: guests write what they like. Scalars are looked
    /// at, since an accent after the first one would make it another character; those that are not seen, which some programs drop
    /// before they look, are passed over.
    static func cell(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let first = scalars.first {
            !$0.properties.isWhitespace && ![.control, .format].contains($0.properties.generalCategory)
        }
        let isFormula = first.map("=+-@＝＋－＠".unicodeScalars.contains) ?? false
        let isTurned = scalars.first.map("\t\r\n".unicodeScalars.contains) ?? false
        return quoted(isFormula || isTurned ? "'" + text : text)
    }

    private static func quoted(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { ",;\"\r\n".unicodeScalars.contains($0) }) else { return text }
        // By scalars, too: with an accent behind it, a quote is another character.
        let parts = text.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false)
        return "\"" + parts.map { String($0) }.joined(separator: "\"\"") + "\""
    }

    /// Telephone numbers as they can be dialled. One whose digits are kept apart by a space is a text for every spreadsheet:
    /// no number that loses its plus or its zeros, and no sum, as 0171-555 would be.
    static func cell(numbers: [String]) -> String {
        let texts = numbers.map { number in
            // The zero in "+49 (0)171" is for those who dial without the country.
            let dialled = number.hasPrefix("+") ? number.replacing("(0)", with: "") : number
            let scalars = dialled.unicodeScalars.filter { !" ()/.-\u{A0}\u{202F}".unicodeScalars.contains($0) }
            let digits = scalars.drop { $0 == "+" }
            guard scalars.count - digits.count <= 1, (4...20).contains(digits.count),
                digits.allSatisfy({ ("0"..."9").contains($0) })
            else { return nil as String? }
            return TelephoneNumber.spaced(
                String(String.UnicodeScalarView(digits)), isInternational: digits.count < scalars.count)
        }
        // Something else than numbers is treated as any text.
        guard texts.allSatisfy({ $0 != nil }) else { return cell(numbers.joined(separator: "; ")) }
        return quoted(texts.compactMap { $0 }.joined(separator: "; "))
    }
}

private enum TelephoneNumber {
    /// "+49 1715550123", "0171 5550123".
    static func spaced(_ digits: String, isInternational: Bool) -> String {
        guard isInternational else { return "\(digits.prefix(4)) \(digits.dropFirst(4))".trimmedEnd }
        let length = countryCodeLength(digits)
        return "+\(digits.prefix(length)) \(digits.dropFirst(length))"
    }

    /// Of the country codes of E.164: one digit for 1 and 7, two for those below, three for all others.
    private static func countryCodeLength(_ digits: String) -> Int {
        if digits.hasPrefix("1") || digits.hasPrefix("7") { return 1 }
        let two: Set<Int> = [
            20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 60,
            61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
        ]
        return Int(digits.prefix(2)).map(two.contains) == true ? 2 : 3
    }
}

extension String {
    fileprivate var trimmedEnd: String { hasSuffix(" ") ? String(dropLast()) : self }
}
