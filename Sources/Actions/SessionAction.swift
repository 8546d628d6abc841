import Darkroom
public import Sessions
public import StrictJSON
import Work

/// What an operator has done with sessions: one of the verbs of `booth sessions`, with its options.
///
///     let action = try SessionAction("share", JSONNode(["revoke": true], at: .document("request")))
///     let report = try await action.run(on: [47], of: record, in: installation)
public enum SessionAction: Sendable, Hashable {
    case reprint(Reprint)
    case share(Share)
    case rerun(Rerun)
    case rerender(Rerender)
    case delete(Delete)

    public static let names = ["reprint", "share", "rerun", "rerender", "delete"]

    public var name: String {
        switch self {
        case .reprint: "reprint"
        case .share: "share"
        case .rerun: "rerun"
        case .rerender: "rerender"
        case .delete: "delete"
        }
    }

    /// The layout that it names.
    public var layout: String? {
        switch self {
        case .reprint(let reprint): reprint.layout
        case .rerun(let rerun): rerun.layout
        case .rerender(let rerender): rerender.layout
        case .share, .delete: nil
        }
    }

    /// The effects that it names.
    public var effects: [String] { if case .rerun(let rerun) = self { rerun.effect } else { [] } }

    /// The printers that it names.
    public var queue: String? { if case .reprint(let reprint) = self { reprint.queue } else { nil } }

    /// Whether nothing else may be done with a session meanwhile.
    public var isExclusive: Bool { if case .delete(let delete) = self { !delete.dryRun } else { false } }

    /// Whether it makes pictures, which takes a processor for seconds.
    var draws: Bool {
        switch self {
        case .rerun, .rerender: true
        case .reprint(let reprint): reprint.layout != nil
        case .share, .delete: false
        }
    }

    /// Whether it may take longer than somebody waits: pictures are drawn, or a printer is waited for.
    public var isLong: Bool {
        switch self {
        case .share, .delete: false
        case .reprint, .rerun, .rerender: true
        }
    }

    /// A row for each that was done, as the command's `--json` has it, and what failed.
    public struct Report: Sendable {
        public var rows: [JSONValue] = []
        public var failed: [ActionFailure] = []

        public init(rows: [JSONValue] = [], failed: [ActionFailure] = []) { (self.rows, self.failed) = (rows, failed) }
    }

    public func run(
        on numbers: [Int], of record: EventRecord, in installation: Installation,
        following progress: ActionProgress = ActionProgress()
    ) async throws -> Report {
        switch self {
        case .share(let share):
            let shared = try await share.run(on: numbers, of: record, following: progress)
            return Report(rows: shared.done.map(\.json), failed: shared.failed)
        case .reprint(let reprint):
            var reprinted = try await reprint.run(on: numbers, of: record, in: installation, following: progress)
            // Whoever reads that a job is done goes to the printer and waits.
            let dead = reprinted.prints.filter { $0.item.state == .dead }
            reprinted.prints.removeAll { $0.item.state == .dead }
            let failed = dead.map { print in
                ActionFailure(
                    number: print.number,
                    error: ActionError.notPrinted(session: print.number, reason: print.item.reason ?? "nobody says why")
                )
            }
            return Report(rows: reprinted.json, failed: reprinted.failed + failed)
        case .rerender(let rerender):
            return try await Self.run(progress) {
                try rerender.redevelopment(on: numbers, of: record, in: installation)
            }
        case .rerun(let rerun):
            return try await Self.run(progress) { try rerun.redevelopment(on: numbers, of: record, in: installation) }
        case .delete(let delete):
            let deletion = try await delete.plan(on: numbers, of: record)
            for failure in deletion.failed { progress.ended(failure.number, failure.error) }
            if delete.dryRun {
                for part in deletion.sessions { progress.ended(part.session.number ?? 0, nil) }
            } else {
                try await deletion.carryOut(following: progress)
            }
            return Report(rows: deletion.sessions.map { $0.json(isDry: delete.dryRun) }, failed: deletion.failed)
        }
    }

    private static func run(
        _ progress: ActionProgress, _ make: @escaping @Sendable () throws -> Redevelopment
    ) async throws -> Report {
        let developed = try await offPool(make).run(following: progress)
        return Report(rows: developed.done.flatMap(\.json), failed: developed.failed)
    }
}
