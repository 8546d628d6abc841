import StrictJSON

/// A length in a layout, as written: pixels at the paper's dpi, a physical size, or a share of the trim.
public enum Length: Hashable, Sendable {
    case pixels(Double)
    case millimetres(Double)
    /// Share of the reference side, 1 = all of it.
    case share(Double)

    /// Pixels; `side` is the side of the trim in pixels that percent refers to.
    public func pixels(of side: Double, dpi: Double) -> Double {
        switch self {
        case .pixels(let count): count
        case .millimetres(let length): length / 25.4 * dpi
        case .share(let share): share * side
        }
    }

    /// "12.5mm", "0.5in", "25%"; nil for anything else.
    init?(text: String) {
        let units: [(suffix: String, length: (Double) -> Length)] = [
            ("mm", { .millimetres($0) }), ("cm", { .millimetres($0 * 10) }), ("in", { .millimetres($0 * 25.4) }),
            ("px", { .pixels($0) }), ("%", { .share($0 / 100) }),
        ]
        for unit in units where text.hasSuffix(unit.suffix) {
            let number = text.dropLast(unit.suffix.count)
            guard number.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.".contains($0)) }),
                let value = Double(number)
            else { return nil }
            self = unit.length(value)
            return
        }
        return nil
    }
}

extension Length {
    /// The longest side that any paper or box may have; what is longer is a slip of the keyboard.
    static let limit = 20_000.0

    init(_ node: JSONNode) throws(StrictJSONError) {
        let expected = "a length such as 813, \"12.5mm\", \"0.5in\" or \"25%\""
        let length: Length
        switch node.value {
        case .number(let number): length = .pixels(number)
        case .string(let text):
            guard let read = Length(text: text) else { throw node.error(expectedUnquoted: expected) }
            length = read
        default: throw node.error(expected: expected)
        }
        guard length.isMeant else { throw node.error(expected: "a length of at most 20,000 px") }
        self = length
    }

    /// Whether the number is in the limit, in whatever unit; what it is in pixels shows when the paper is known.
    private var isMeant: Bool {
        switch self {
        case .pixels(let number), .millimetres(let number): abs(number) <= Self.limit
        case .share(let share): abs(share) <= Self.limit / 100
        }
    }

    static func nonNegative(_ node: JSONNode) throws(StrictJSONError) -> Length {
        let length = try Length(node)
        guard length.pixels(of: 1, dpi: 1) >= 0 else { throw node.error(expected: "a length of 0 or more") }
        return length
    }

    static func positive(_ node: JSONNode) throws(StrictJSONError) -> Length {
        let length = try Length(node)
        guard length.pixels(of: 1, dpi: 1) > 0 else { throw node.error(expected: "a length above 0") }
        return length
    }
}
