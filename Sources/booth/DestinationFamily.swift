import Actions
import Delivery
import Faults
import Files
import Outgoing
import Sessions
import StrictJSON
import Terminal
import Work

extension Family {
    static let destination = Family(
        name: "destination", summary: "where a booth sends things, and whether they could arrive", verbs: [list, test])

    private static let said = OptionSection("Output", EventOptions.json)

    private static let list = Verb(
        command: Command(
            "booth destination list",
            "the destinations of an event, or without one those of this user or machine, and what each takes",
            usages: ["[EVENT]"], sections: [said], takesArguments: true)
    ) { arguments in
        guard arguments.words.count <= 1 else { throw TerminalError.usage("name one event, or none") }
        let destinations = try found(event: arguments.words.first)
        if let path = destinations.list.path, !arguments[EventOptions.json] { Console.error("booth: \(path)\n") }
        let all = destinations.list.all.map { ($0, destinations.takenKinds(by: $0.name)) }
        try report(
            all.map { one, kinds in
                [
                    "name": .string(one.name), "kind": .string(one.kindWord),
                    "takes": .array(kinds.map { .string($0.rawValue) }),
                ]
            },
            all.map { one, kinds in "\(one.name)  \(one.kindWord)  \(kinds.map(\.rawValue).joined(separator: ", "))" },
            json: arguments[EventOptions.json])
        return .done
    }

    private static let test = Verb(
        command: Command(
            "booth destination test",
            "try a destination, and leave nothing there; exit status 1 when something fails",
            usages: ["[EVENT] NAME"], sections: [said], takesArguments: true,
            examples: [.init("booth destination test party dav", "put a file, read it back, delete it")])
    ) { arguments in
        guard let name = arguments.words.last, arguments.words.count <= 2 else {
            throw TerminalError.usage("name a destination", remedy: "see booth destination list")
        }
        let destinations = try found(event: arguments.words.count == 2 ? arguments.words[0] : nil)
        _ = try destinations.list.destination(named: name)
        let probes = try DestinationProbes(destinations, required: [name], in: Installation.this.places)
        let steps = await probes.run(name)
        try report(
            steps.map { step in
                [
                    "step": .string(step.what), "done": .bool(step.verdict.isDelivered),
                    "reason": step.verdict.reason.map { .string($0) } ?? .null,
                ]
            }, steps.map { "\($0.what): \($0.verdict.reason ?? "done")" }, json: arguments[EventOptions.json])
        return steps.allSatisfy(\.verdict.isDelivered) ? .done : .failed
    }

    private static func found(event: String?) throws -> EventDestinations {
        let folder = event.map { EventFolder(asSpelled($0)) }
        if let folder { _ = try Event(in: folder) }
        return try EventDestinations(of: folder, in: Installation.this.places)
    }
}
