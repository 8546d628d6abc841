import Compositor
import StrictJSON
import Terminal

/// Results on standard output: a line for each file, or JSON.
func report(_ outcomes: [(RenderJob, Result<RenderResult, CompositorError>)], json: Bool) throws {
    guard json else {
        for case (_, .success(let result)) in outcomes {
            for output in result.outputs { try Console.out("\(output.path)\(note(output))\n") }
        }
        return
    }
    let rows: [JSONValue] = outcomes.flatMap { job, result -> [JSONValue] in
        let captures = JSONValue.array(job.captures.map { .string($0) })
        switch result {
        case .failure(let error):
            return [["path": .string(job.label), "state": "failed", "captures": captures, "error": .string("\(error)")]]
        case .success(let result):
            return result.outputs.map { output in
                [
                    "path": .string(output.path), "state": .string(output.state.rawValue), "captures": captures,
                    "bytes": .integer(output.size), "warnings": .array(result.warnings.map { .string($0) }),
                ]
            }
        }
    }
    try Console.out(JSONValue.array(rows).text(pretty: true) + "\n")
}

private func note(_ output: Rendered) -> String {
    switch output.state {
    case .written: ""
    case .upToDate: " (up to date)"
    case .due: " (would be written)"
    }
}
