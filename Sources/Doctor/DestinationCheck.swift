import Checks
import Delivery
import Faults
import Outgoing
import Sessions
import Work

/// Whether what leaves the booth could arrive: each destination is tried, and nothing is left there.
struct DestinationCheck {
    let settings: EventSettings
    let places: SendingPlaces
    let time: TimeSource

    /// A group each, since one that does not answer must not hide the others.
    var groups: [CheckGroup] {
        guard case .success(let destinations) = settings.destinations else { return [] }
        let probes = Result { () throws(DeliveryError) in
            try DestinationProbes(destinations, in: places, time: time)
        }
        let used = (try? settings.event.get()).map { destinations.used(by: $0) } ?? []
        return destinations.list.all.map { one in
            CheckGroup(
                "destination \(one.name)", within: .seconds(60),
                otherwise: "try it alone: booth destination test \(settings.folder.argument) \(one.name)"
            ) { report in
                await Self.look(at: one.name, isUsed: used.contains(one.name), probes, report)
            }
        }
    }

    private static func look(
        at name: String, isUsed: Bool, _ probes: Result<DestinationProbes, DeliveryError>, _ report: CheckReport
    ) async {
        let check = "destination \(name)"
        switch probes {
        case .failure(let error): report.fail(check, error)
        case .success(let probes):
            let steps = await probes.run(name)
            guard let failed = steps.first(where: { !$0.verdict.isDelivered }) else {
                return report.ok(check, steps.map(\.what).joined(separator: ", "))
            }
            report.add(
                check, isUsed ? .failure : .warning, "\(failed.what): \(failed.verdict.reason ?? "")",
                isUsed
                    ? "items wait until it is there; when it is not meant to be, leave it out of destinations.json"
                    : "this event sends nothing there; leave it out of destinations.json when it is not needed")
        }
    }
}
