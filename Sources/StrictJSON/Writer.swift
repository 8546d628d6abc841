import Faults

extension JSONValue {
    /// The value as JSON: on one line, or `pretty` with two spaces a level. Keys stand in their order; numbers in the
    /// shortest form that reads back the same. JSON has no words for NaN and infinity: they become null.
    public func text(pretty: Bool = false) -> String {
        var text = ""
        write(to: &text, indent: pretty ? "\n" : nil)
        return text
    }

    /// `indent` is the line break and the spaces of the present level, nil on one line.
    private func write(to text: inout String, indent: String?) {
        switch self {
        case .null: text += "null"
        case .bool(let bool): text += bool ? "true" : "false"
        case .number(let number): text += Self.spelled(number)
        case .string(let string): Self.write(string, to: &text)
        case .array(let elements):
            Self.write(elements, in: ("[", "]"), to: &text, indent: indent) { element, text, inner in
                element.write(to: &text, indent: inner)
            }
        case .object(let members):
            Self.write(members, in: ("{", "}"), to: &text, indent: indent) { member, text, inner in
                Self.write(member.key, to: &text)
                text += inner == nil ? ":" : ": "
                member.value.write(to: &text, indent: inner)
            }
        }
    }

    private static func write<Element>(
        _ elements: [Element], in brackets: (String, String), to text: inout String, indent: String?,
        each: (Element, inout String, String?) -> Void
    ) {
        let inner = indent.map { $0 + "  " }
        text += brackets.0
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            text += inner ?? ""
            each(element, &text, inner)
        }
        if !elements.isEmpty { text += indent ?? "" }
        text += brackets.1
    }

    private static func spelled(_ number: Double) -> String {
        guard number.isFinite else { return "null" }
        // Beyond 2⁵³ digits would pretend a precision that is not there. Zero with a sign keeps it.
        let whole = number == number.rounded() && abs(number) <= 0x1p53 && !(number == 0 && number.sign == .minus)
        return whole ? "\(Int(number))" : "\(number)"
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            // DEL and the C1 controls are allowed, but a terminal would obey them.
            case "\0"..<" ", "\u{7f}"..."\u{9f}":
                text += "\\u" + scalar.value.padded(to: 4, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
