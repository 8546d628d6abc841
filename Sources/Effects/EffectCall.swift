import Files
public import Matting

/// An effect with its parameters, as a layout or a command line asks for it; checked when it is made. Files are only named.
public struct EffectCall: Hashable, Sendable {
    public let name: String
    /// What differs from the standard, by parameter, each in its one canonical form.
    public private(set) var parameters: [String: String]

    public init(name: String, parameters: [String: String] = [:]) throws(EffectError) {
        guard let effect = Effect.named(name) else { throw .unknownEffect(name: name) }
        var values: [String: String] = [:]
        for (key, text) in parameters {
            guard let parameter = effect.parameters.first(where: { $0.name == key }) else {
                throw .unknownParameter(effect: name, name: key, known: effect.parameters.map(\.name))
            }
            guard let value = parameter.canonical(text) else {
                throw .badParameter(effect: name, name: key, value: text, allowed: parameter.allowed)
            }
            if value != parameter.standard { values[key] = value }
        }
        for parameter in effect.parameters where parameter.standard == nil && values[parameter.name] == nil {
            throw .missingParameter(effect: name, name: parameter.name, allowed: parameter.allowed)
        }
        (self.name, self.parameters) = (name, values)
    }

    /// `NAME[:key=value,…]`, as on a command line. A backslash takes a comma, or another one, into a value.
    public init(parsing text: String) throws(EffectError) {
        let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var pairs = [""]
        var escaped = false
        for character in halves.dropFirst().joined() {
            switch (escaped, character) {
            case (false, "\\"): escaped = true
            case (false, ","): pairs.append("")
            case (true, ","), (true, "\\"), (false, _):
                (pairs[pairs.count - 1], escaped) = (pairs.last! + "\(character)", false)
            case (true, _): throw .malformed(text: text)
            }
        }
        guard !escaped else { throw .malformed(text: text) }
        var parameters: [String: String] = [:]
        for pair in pairs where !(pairs.count == 1 && pair.isEmpty) {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else { throw .malformed(text: text) }
            guard parameters.updateValue(String(sides[1]), forKey: String(sides[0])) == nil else {
                throw .repeatedParameter(effect: String(halves[0]), name: String(sides[0]))
            }
        }
        try self.init(name: String(halves[0]), parameters: parameters)
    }

    private var fileParameters: [String] {
        (Effect.named(name)?.parameters ?? []).compactMap { parameter in
            if case .file = parameter.kind, parameters[parameter.name] != nil { parameter.name } else { nil }
        }
    }

    private var modelParameters: [String] {
        (Effect.named(name)?.parameters ?? []).compactMap { parameter in
            if case .model = parameter.kind { parameter.name } else { nil }
        }
    }

    /// The models that it goes by, as they lie on this machine. Throws `EffectError.model` for one that is not there. Blocks.
    public func models() throws(EffectError) -> [MattingModel] {
        let settings = settings
        return try modelParameters.map { (key) throws(EffectError) in
            do throws(MattingError) { return try MattingModel(settings.text(key)) } catch {
                throw .model(effect: name, error)
            }
        }
    }

    /// The captures of the session, by number, that it needs besides the one that it treats.
    public var captures: [Int] {
        (Effect.named(name)?.parameters ?? []).compactMap { parameter in
            parameter.kind == .capture ? parameters[parameter.name].flatMap { Int($0) } : nil
        }
    }

    /// The files that it names.
    public var files: [String] { fileParameters.map { parameters[$0]! } }

    /// The same call with each of its files where `path` says.
    public func locating<Failure>(_ path: (String) throws(Failure) -> String) throws(Failure) -> EffectCall {
        var call = self
        for key in fileParameters { call.parameters[key] = try path(parameters[key]!) }
        return call
    }

    /// As on a command line, with the parameters that differ from the standard, by name.
    public var canonical: String {
        let pairs = parameters.sorted { $0.key < $1.key }.map { key, value in
            "\(key)=" + value.map { $0 == "," || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
        }
        return pairs.isEmpty ? name : name + ":" + pairs.joined(separator: ",")
    }

    /// The same text for the same treatment, whatever order the parameters came in, with the content of its files.
    public func identity() throws(EffectError) -> String {
        var text = name
        let byContent = Set(fileParameters + modelParameters)
        for (key, value) in parameters.sorted(by: { $0.key < $1.key }) where !byContent.contains(key) {
            text += ":\(key)=\(value)"
        }
        for key in fileParameters.sorted() {
            do throws(FilesError) { text += ":\(key)=\(try ContentHash(contentsOf: parameters[key]!))" } catch {
                throw .file(effect: name, error)
            }
        }
        for model in try modelIdentities() { text += ":" + model }
        return text
    }

    /// Of its models and what runs them, by their content. One that is not installed is told from all that are, so that what could not
    /// be made without it is made once it is there. Blocks.
    public func modelIdentities() throws(EffectError) -> [String] {
        let settings = settings
        return try modelParameters.sorted().map { (key) throws(EffectError) in
            guard let model = try? MattingModel(settings.text(key)) else { return "model=none" }
            do throws(FilesError) { return try model.identity() } catch { throw .file(effect: name, error) }
        }
    }

    /// Reads its files and makes its tables: all that does not depend on a picture.
    public func prepared() throws(EffectError) -> PreparedEffect {
        guard let effect = Effect.named(name) else { preconditionFailure("a call of no effect") }
        return PreparedEffect(identity: try identity(), captures: captures, treatment: try effect.make(settings))
    }

    /// Every parameter, with what holds for those that were not given.
    var settings: Settings {
        var values = parameters
        for parameter in Effect.named(name)?.parameters ?? [] where values[parameter.name] == nil {
            values[parameter.name] = parameter.standard
        }
        return Settings(effect: name, values: values)
    }
}
