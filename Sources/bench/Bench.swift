internal import Effects
internal import Foundation
internal import Work

/// The rows, their goals, and the order in which they are measured.
struct Bench {
    var inputs: Inputs
    var floor = Floor(program: Inputs.program("floor"))
    var render = Inputs.program("render")
    var rounds: Int
    /// Keys of rows; empty means all.
    var only: Set<String>
    var progress: (String) -> Void

    static let keys = [
        "memory", "l1", "last", "booth", "one-shot", "l2", "g1", "b", "looks", "key", "live", "cut-out", "look",
    ]

    func findings() async throws -> [Finding] {
        let captures = inputs.captures
        let l1 = try job("l1", [Array(captures[0..<4])], "l1.jpg")
        let l2 = try job("l2", [Array(captures[4..<7])], "l2.jpg")
        let g1 = try job("g1", [Array(captures[0..<4])], "g1.gif")
        let batch = try job("l1", (0..<40).map { i in [0, 1, 3, 6].map { captures[(i + $0) % 8] } }, "l1.jpg")

        // Children first: the peak that Linux reports for one is never below that of the process that started it.
        var findings = try memory(l1, batch)
        for job in [l1, l2, g1] where !FileManager.default.fileExists(atPath: job.output) {
            _ = try Child.run(render, job.arguments)
        }
        findings += try await measure(l1, ["l1", "last", "booth", "one-shot"]) {
            let resident = try Resident(layout: l1.layout)
            let event = try await HeldEvent(layout: l1.layout, in: "\(inputs.folder)/event")
            return [
                Row(key: "l1", name: "L1 four-up, template kept", goal: 1.40) {
                    try await timed { try resident.render(l1.sessions[0], to: l1.output) }
                },
                Row(key: "last", name: "L1 after its last capture", goal: 0.45) {
                    let rest = try resident.allButLast(l1.sessions[0])
                    return try await timed { try rest.finish(to: l1.output) }
                },
                Row(key: "booth", name: "L1 in a booth, after its last capture", goal: 0.45) {
                    let rest = try await event.allButLast(l1.sessions[0])
                    let measured = try await timed { try await rest.finish() }
                    try await rest.end()
                    return measured
                },
                Row(key: "one-shot", name: "L1 as a command", goal: 1.75) {
                    Measured(cpu: try Child.run(render, l1.arguments).cpu)
                },
            ]
        }
        for (key, name, job, goal) in [
            ("l2", "L2 strip printed twice, template kept", l2, 1.25), ("g1", "G1 GIF of four frames", g1, 2.2),
        ] {
            findings += try await measure(job, [key]) {
                let resident = try Resident(layout: job.layout)
                return [
                    Row(key: key, name: name, goal: goal) {
                        try await timed { try resident.render(job.sessions[0], to: job.output) }
                    }
                ]
            }
        }
        findings += try await looks(l1)
        let effects = EffectRows(folder: inputs.folder, rounds: rounds, progress: progress)
        if wants(["key"]) { findings += try effects.keying() }
        if wants(["live"]) {
            findings += try LiveRows(folder: inputs.folder, rounds: rounds, progress: progress).findings()
        }
        if wants(["cut-out"]) {
            findings += try CutOutRows(folder: inputs.folder, rounds: rounds, progress: progress).findings()
        }
        if wants(["look"]) { findings += try effects.tables() }
        return findings
            + (try await measure(batch, ["b"]) {
                [
                    Row(key: "b", name: "B batch of 40 four-ups, each", goal: 1.35) {
                        let usage = try run(batch)
                        let cores = Double(ProcessInfo.processInfo.activeProcessorCount)
                        let sessions = Double(batch.sessions.count)
                        return Measured(cpu: usage.cpu / sessions, busy: usage.cpu / (usage.wall * cores))
                    }
                ]
            })
    }

    /// What a look on all four slots costs on top of L1, in the same rounds.
    private func looks(_ l1: Job) async throws -> [Finding] {
        guard wants(["looks"]) else { return [] }
        let resident = try Resident(layout: l1.layout)
        let look = try EffectCall(name: "cinematic")
        var (kept, command): ([Double], [Double]) = ([], [])
        for round in 0...rounds {
            progress("round \(round) of \(rounds): L1 with a look")
            let plain = try await timed { try resident.render(l1.sessions[0], to: l1.output) }.cpu
            let treated = try await timed { try resident.render(l1.sessions[0], to: l1.output, effects: [look]) }.cpu
            let bare = try Child.run(render, l1.arguments).cpu
            let dressed = try Child.run(render, l1.arguments + ["--effect", look.name]).cpu
            if round > 0 {
                kept.append(treated / plain - 1)
                command.append(dressed / bare - 1)
            }
        }
        return [
            Finding("looks", "L1 with a look on four slots, template kept: more", kept, .share, goal: 0.10),
            Finding("looks", "L1 with a look on four slots, as a command: more", command, .share, goal: 0.10),
        ].compactMap { $0 }
    }

    private func job(_ layout: String, _ sessions: [[String]], _ output: String) throws -> Job {
        try Job(layout: inputs.layout(layout), sessions: sessions, output: "\(inputs.folder)/\(output)")
    }

    private func wants(_ keys: [String]) -> Bool { only.isEmpty || !only.isDisjoint(with: keys) }

    private func measure(
        _ job: Job, _ keys: [String], rows: () async throws -> [Row]
    ) async throws -> [Finding] {
        guard wants(keys) else { return [] }
        let rows = try await rows().filter { wants([$0.key]) }
        return try await Rounds(job: job, rows: rows).findings(rounds, floor: floor, progress: progress)
    }

    private func timed(_ work: () async throws -> Void) async throws -> Measured {
        let began = Clock.cpu()
        try await work()
        return Measured(cpu: Clock.cpu() - began)
    }

    /// Renders all sessions of a job in one process.
    private func run(_ job: Job) throws -> Child.Outcome {
        let folder = "\(inputs.folder)/batch"
        let list = "\(folder)/jobs.jsonl"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try job.lines(into: folder).write(toFile: list, atomically: false, encoding: .utf8)
        } catch { throw BenchError.noFolder(folder, error.localizedDescription) }
        return try Child.run(render, ["--layout", job.layout, "--jobs-from", list, "--force", "--quiet"])
    }

    /// Peaks of processes that render one session, one of larger captures, and many sessions.
    private func memory(_ one: Job, _ many: Job) throws -> [Finding] {
        guard wants(["memory"]) else { return [] }
        var cases: [(String, Double, () throws -> Child.Outcome)] = [
            ("Peak, one session of 24 MP", 100, { try Child.run(render, one.arguments) })
        ]
        if inputs.large.count >= 4 {
            var large = one
            large.sessions = [Array(inputs.large[0..<4])]
            large.output = "\(inputs.folder)/large.jpg"
            let arguments = large.arguments
            cases.append(
                ("Peak, one session of 45 MP", 100, { try Child.run(render, arguments) }))
        }
        cases.append(("Peak, batch", 130, { try run(many) }))
        var findings: [Finding] = []
        for (name, goal, measure) in cases {
            progress(name)
            findings += [Finding("memory", name, [try measure().peak], .megabytes, goal: goal)].compactMap { $0 }
        }
        return findings
    }
}
