import Compositor
import StrictJSON
import Terminal

/// What is said about one set of captures.
struct ReportRow {
    /// Where something was to be written; of a job that is none, its folder or line.
    var path: String
    var captures: [String]
    var result: Result<RenderResult, CompositorError>
}

extension ReportRow {
    init(_ outcome: Batch.Outcome) {
        let job = try? outcome.entry.job.get()
        self.init(
            path: job?.output ?? job?.animation ?? outcome.entry.label, captures: job?.captures ?? [],
            result: outcome.result)
    }
}

/// Results on standard output: a line for each file, or JSON.
func report(_ rows: [ReportRow], json: Bool) throws {
    guard json else {
        for case .success(let result) in rows.map(\.result) {
            for output in result.outputs { try Console.out("\(output.path)\(note(output))\n") }
        }
        return
    }
    try Console.out(JSONValue.array(rows.flatMap(objects)).text(pretty: true) + "\n")
}

private func objects(_ row: ReportRow) -> [JSONValue] {
    let captures = JSONValue.array(row.captures.map { .string($0) })
    switch row.result {
    case .failure(let error):
        return [["path": .string(row.path), "state": "failed", "captures": captures, "error": .string("\(error)")]]
    case .success(let result):
        return result.outputs.map { output in
            [
                "path": .string(output.path), "state": .string(output.state.rawValue), "captures": captures,
                "bytes": .integer(output.size), "warnings": .array(result.warnings.map { .string($0) }),
            ]
        }
    }
}

private func note(_ output: Rendered) -> String {
    switch output.state {
    case .written: ""
    case .upToDate: " (up to date)"
    case .due: " (would be written)"
    }
}
