public import Faults
public import Files
public import Matting

/// What is wrong with an effect as it was asked for.
public enum EffectError: Fault, Equatable {
    case unknownEffect(name: String)
    case unknownParameter(effect: String, name: String, known: [String])
    case badParameter(effect: String, name: String, value: String, allowed: String)
    case missingParameter(effect: String, name: String, allowed: String)
    case repeatedParameter(effect: String, name: String)
    case malformed(text: String)
    case file(effect: String, FilesError)
    /// Of an effect that needs a model.
    case model(effect: String, MattingError)
    /// `line` counts from 1.
    case badCube(path: String, line: Int, reason: String, remedy: String? = nil)
}

extension EffectError {
    /// Whether something has to be installed before the effect can be.
    public var lacksModel: Bool { if case .model(_, let error) = self { error.isMissing } else { false } }

    public var report: FaultReport {
        switch self {
        case .unknownEffect(let name):
            .badData("effect \"\(name)\" is unknown", "render --list-effects shows what there is")
        case .unknownParameter(let effect, let name, let known):
            .badData(
                "effect \(effect) has no parameter \"\(name)\"",
                known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))")
        case .badParameter(let effect, let name, let value, let allowed):
            .badData("effect \(effect): \(name)=\(value) is not \(allowed)")
        case .missingParameter(let effect, let name, let allowed):
            .badData("effect \(effect) needs \(name)=…, \(allowed)")
        case .repeatedParameter(let effect, let name):
            .badData("effect \(effect): \(name) is given twice", "say it once")
        case .malformed(let text):
            .badData("effect \"\(text)\" is not of the form NAME:key=value,key=value")
        case .file(let effect, let error): error.report.after("effect \(effect): ")
        case .model(let effect, let error): error.report.after("effect \(effect): ")
        case .badCube(let path, let line, let reason, let remedy):
            .badData("\(path): line \(line): \(reason)", remedy)
        }
    }
}
