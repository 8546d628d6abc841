import Imaging

/// The value of every parameter of an effect, checked. Asking for one that the effect does not have is a mistake of the
/// effect, and stops the program.
struct Settings: Sendable {
    let effect: String
    /// In canonical form.
    let values: [String: String]

    subscript(_ name: String) -> Double { Double(text(name))! }

    func text(_ name: String) -> String {
        guard let value = values[name] else { preconditionFailure("effect \(effect) has no parameter \(name)") }
        return value
    }

    func colour(_ name: String) -> RGB { Colour(hex: text(name))!.rgb }
}
