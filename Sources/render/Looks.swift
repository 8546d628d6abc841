import Compositor
import Effects
import Faults
import StrictJSON
import Terminal

/// What effects there are, by what they are for.
func listEffects(_ arguments: Arguments) throws -> ExitStatus {
    guard !arguments[RenderOptions.json] else {
        try Console.out(JSONValue.array(Effect.all.map(row)).text(pretty: true) + "\n")
        return .done
    }
    for (index, group) in Effect.Group.allCases.enumerated() {
        try Console.out("\(index == 0 ? "" : "\n")\(group.rawValue)\n")
        for effect in Effect.all where effect.group == group {
            try Console.out("  \(pad(effect.name, 17))\(effect.summary)\n")
            for parameter in effect.parameters {
                let standard = parameter.standard.map { $0.isEmpty ? "" : ", default \($0)" } ?? ", required"
                try Console.out("    \(pad(parameter.name, 15))\(parameter.summary): \(parameter.allowed)\(standard)\n")
            }
        }
    }
    return .done
}

private func row(_ effect: Effect) -> JSONValue {
    let parameters = effect.parameters.map { parameter -> JSONValue in
        let name = JSONValue.string(parameter.name)
        let summary = JSONValue.string(parameter.summary)
        switch parameter.kind {
        case .number(let range, let standard):
            return [
                "name": name, "kind": "number", "from": .number(range.lowerBound), "to": .number(range.upperBound),
                "default": .number(standard), "summary": summary,
            ]
        case .choice(let choices, let standard):
            return [
                "name": name, "kind": "choice", "choices": .array(choices.map { .string($0) }),
                "default": .string(standard), "summary": summary,
            ]
        case .colour:
            return [
                "name": name, "kind": "colour", "default": parameter.standard.map { .string($0) } ?? .null,
                "summary": summary,
            ]
        case .capture:
            return ["name": name, "kind": "capture", "default": "none", "summary": summary]
        case .model(let standard):
            return ["name": name, "kind": "model", "default": .string(standard), "summary": summary]
        case .file(_, let required):
            return ["name": name, "kind": "file", "required": .bool(required), "summary": summary]
        }
    }
    return [
        "name": .string(effect.name), "group": .string(effect.group.rawValue), "summary": .string(effect.summary),
        "parameters": .array(parameters),
    ]
}

func contactSheet(_ capture: String, _ arguments: Arguments) throws -> ExitStatus {
    guard let output = arguments[RenderOptions.output] else {
        throw TerminalError.usage("--contact-sheet needs -o FILE")
    }
    Interruption.watch()
    let sheet = ContactSheet(
        capture: capture, extra: try effects(arguments), acceptDamaged: arguments[RenderOptions.acceptDamaged])
    let rendered = try sheet.write(to: output, workers: workers(arguments))
    let row = ReportRow(path: output, captures: [capture], result: .success(RenderResult(outputs: [rendered])))
    try report([row], json: arguments[RenderOptions.json])
    return .done
}
