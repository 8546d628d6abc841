public import Imaging

/// An effect with its parameters, as a layout or a command line asks for it; checked when it is made.
public struct EffectCall: Hashable, Sendable {
    public let name: String
    /// What differs from the standard, by parameter.
    public let parameters: [String: Double]

    public init(name: String, parameters: [String: String] = [:]) throws(EffectError) {
        guard let effect = Effect.all.first(where: { $0.name == name }) else {
            throw .unknownEffect(name: name, known: Effect.all.map(\.name))
        }
        var numbers: [String: Double] = [:]
        for (key, text) in parameters {
            guard let parameter = effect.parameters.first(where: { $0.name == key }) else {
                throw .unknownParameter(effect: name, name: key, known: effect.parameters.map(\.name))
            }
            guard let number = Double(text), parameter.range.contains(number) else {
                throw .badParameter(effect: name, name: key, value: text, range: parameter.range)
            }
            if number != parameter.standard { numbers[key] = number }
        }
        self.name = name
        self.parameters = numbers
    }

    /// `NAME[:key=value,…]`, as on a command line.
    public init(parsing text: String) throws(EffectError) {
        let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var parameters: [String: String] = [:]
        for pair in halves.dropFirst().joined().split(separator: ",") {
            let sides = pair.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { throw .malformed(text: text) }
            parameters[String(sides[0])] = String(sides[1])
        }
        try self.init(name: String(halves[0]), parameters: parameters)
    }

    /// The treated image, of the same size.
    public func applied(to image: Image) throws(ImagingError) -> Image {
        guard let effect = Effect.all.first(where: { $0.name == name }) else { return image }
        let standard = Dictionary(uniqueKeysWithValues: effect.parameters.map { ($0.name, $0.standard) })
        return try effect.treatment(standard.merging(parameters) { $1 })(image)
    }

    /// The same text for the same treatment, whatever order the parameters came in.
    public var canonical: String {
        name + parameters.sorted { $0.key < $1.key }.map { ":\($0.key)=\($0.value)" }.joined()
    }
}
