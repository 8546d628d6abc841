public import Imaging

/// One thing about an effect that can be set.
public struct Parameter: Sendable {
    public enum Kind: Sendable, Equatable {
        case number(ClosedRange<Double>, standard: Double)
        case choice([String], standard: String)
        /// nil: found by the effect itself, which is called `auto`.
        case colour(standard: Colour?)
        /// The number of a capture of the session; `none` by itself.
        case capture
        /// A file, of a kind as people call it.
        case file(String, required: Bool)
        /// A model by its name, or the path of one.
        case model(standard: String)
    }

    public let name: String
    public let kind: Kind
    public let summary: String

    static func number(_ name: String, _ range: ClosedRange<Double>, _ standard: Double, _ summary: String) -> Parameter
    {
        Parameter(name: name, kind: .number(range, standard: standard), summary: summary)
    }

    static func choice(_ name: String, _ choices: [String], _ summary: String) -> Parameter {
        Parameter(name: name, kind: .choice(choices, standard: choices[0]), summary: summary)
    }

    static func colour(_ name: String, _ standard: String, _ summary: String) -> Parameter {
        Parameter(name: name, kind: .colour(standard: Colour(hex: standard)!), summary: summary)
    }

    static func automaticColour(_ name: String, _ summary: String) -> Parameter {
        Parameter(name: name, kind: .colour(standard: nil), summary: summary)
    }

    static func capture(_ name: String, _ summary: String) -> Parameter {
        Parameter(name: name, kind: .capture, summary: summary)
    }

    static func file(_ name: String, _ kind: String, _ summary: String, required: Bool = false) -> Parameter {
        Parameter(name: name, kind: .file(kind, required: required), summary: summary)
    }

    static func model(_ name: String, _ standard: String, _ summary: String) -> Parameter {
        Parameter(name: name, kind: .model(standard: standard), summary: summary)
    }

    /// How much of a look there is.
    static let strength = number("strength", 0...1, 1, "0 none, 1 all of it")

    /// The one way to write what `text` means, or nil when it is not allowed.
    func canonical(_ text: String) -> String? {
        switch kind {
        case .number(let range, _):
            guard let number = Double(text), range.contains(number) else { return nil }
            return Self.short(number)
        case .choice(let choices, _): return choices.contains(text) ? text : nil
        case .colour(let standard):
            if standard == nil, text == "auto" { return text }
            guard let colour = Colour(hex: text), colour.alpha == 255 else { return nil }
            return colour.hex
        case .capture:
            if text == "none" { return text }
            guard let number = Int(text), (1...999).contains(number) else { return nil }
            return "\(number)"
        case .file(_, let required):
            if !required, text.isEmpty { return text }
            return Self.isName(text) ? text : nil
        case .model: return Self.isName(text) ? text : nil
        }
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 1_000 && !text.utf8.contains(0)
    }

    /// What holds when nothing is said; nil when something must be.
    public var standard: String? {
        switch kind {
        case .number(_, let standard): Self.short(standard)
        case .choice(_, let standard): standard
        case .colour(let standard): standard?.hex ?? "auto"
        case .capture: "none"
        case .file(_, let required): required ? nil : ""
        case .model(let standard): standard
        }
    }

    /// What may be set, in words.
    public var allowed: String {
        switch kind {
        case .number(let range, _): "a number from \(Self.short(range.lowerBound)) to \(Self.short(range.upperBound))"
        case .choice(let choices, _): choices.joined(separator: " or ")
        case .colour(let standard): (standard == nil ? "auto or " : "") + "a colour such as #20304a"
        case .capture: "none or the number of a capture, 1 to 999"
        case .file(let kind, _): "the name of \(kind)"
        case .model: "the name of a model, or the path of one"
        }
    }

    /// Whole numbers without a fraction.
    private static func short(_ number: Double) -> String {
        number == number.rounded() ? "\(Int(number))" : "\(number)"
    }
}

extension Colour {
    var rgb: RGB { RGB(Float(red), Float(green), Float(blue)) / 255 }
}
