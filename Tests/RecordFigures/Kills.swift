import Foundation
import Sessions

/// Kills a writer again and again, two times in three at a numbered call and once at any moment, and looks each time
/// whether everything is there that it had acknowledged.
struct Kills {
    let folder: EventFolder

    func run(_ count: Int) async throws {
        _ = try EventRecord.create(settings(), workflow: .standard, in: folder)
        var (acknowledged, deaths) = (Acknowledged(), 0)
        let start = ContinuousClock.now
        for round in 1...count {
            let isNumbered = round % 3 != 0
            let point = isNumbered ? round * 7 % 1_100 + 1 : 0
            let delay = isNumbered ? nil : Duration.milliseconds(Int.random(in: 5...300))
            let (output, wasKilled) = try runSelf(
                ["write", folder.path, "3", "\(point)", "0", "0"], killAfter: delay)
            if wasKilled { deaths += 1 }
            acknowledged.note(output)
            // All of it each time would take longer than the kills.
            guard round % 50 == 0 || round == count else {
                _ = try await EventRecord(folder).launch()
                continue
            }
            let problems = await acknowledged.problems(in: folder)
            guard problems.isEmpty else {
                print("after \(round) rounds: lost: \(problems.joined(separator: "; "))")
                exit(1)
            }
        }
        let took = ContinuousClock.now - start
        print(
            "\(count) runs, \(deaths) killed, \(acknowledged.captures.count) captures acknowledged, none lost, in \(took)"
        )
    }
}

/// Without a reserve: what is measured is not the disk's size.
func settings() -> Event {
    var event = Event(name: "Figures", date: "")
    event.reserve = 0
    return event
}
