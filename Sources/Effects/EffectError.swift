import Faults
public import Files

/// What is wrong with an effect as it was asked for.
public enum EffectError: Error, Equatable, CustomStringConvertible {
    case unknownEffect(name: String)
    case unknownParameter(effect: String, name: String, known: [String])
    case badParameter(effect: String, name: String, value: String, allowed: String)
    case missingParameter(effect: String, name: String, allowed: String)
    case repeatedParameter(effect: String, name: String)
    case malformed(text: String)
    case file(effect: String, FilesError)
    /// `line` counts from 1.
    case badCube(path: String, line: Int, reason: String)

    public var description: String { line.onOneLine }

    private var line: String {
        switch self {
        case .unknownEffect(let name): "effect \"\(name)\" is unknown; render --list-effects shows what there is"
        case .unknownParameter(let effect, let name, let known):
            "effect \(effect) has no parameter \"\(name)\"; "
                + (known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))")
        case .badParameter(let effect, let name, let value, let allowed):
            "effect \(effect): \(name)=\(value) is not \(allowed)"
        case .missingParameter(let effect, let name, let allowed):
            "effect \(effect) needs \(name)=…, \(allowed)"
        case .repeatedParameter(let effect, let name):
            "effect \(effect): \(name) is given twice; say it once"
        case .malformed(let text):
            "effect \"\(text)\" is not of the form NAME:key=value,key=value"
        case .file(let effect, let error): "effect \(effect): \(error)"
        case .badCube(let path, let line, let reason): "\(path): line \(line): \(reason)"
        }
    }
}
