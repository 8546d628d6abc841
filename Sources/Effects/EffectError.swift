/// What is wrong with an effect as it was asked for.
public enum EffectError: Error, Equatable, CustomStringConvertible {
    case unknownEffect(name: String, known: [String])
    case unknownParameter(effect: String, name: String, known: [String])
    case badParameter(effect: String, name: String, value: String, range: ClosedRange<Double>)
    case malformed(text: String)

    public var description: String {
        switch self {
        case .unknownEffect(let name, let known):
            "effect \"\(name)\" is unknown; there are \(known.joined(separator: ", "))"
        case .unknownParameter(let effect, let name, let known):
            "effect \(effect) has no parameter \"\(name)\"; "
                + (known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))")
        case .badParameter(let effect, let name, let value, let range):
            "effect \(effect): \(name)=\(value) is not a number from \(range.lowerBound) to \(range.upperBound)"
        case .malformed(let text):
            "effect \"\(text)\" is not of the form NAME:key=value,key=value"
        }
    }
}
