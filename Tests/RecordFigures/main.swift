import CFaults
import Files
import Glibc
import Sessions

/// What tests and `make soak` run in processes of their own.
let usage = """
    write EVENT SESSIONS KILL-AT FAIL-FROM FAIL-COUNT [DISK [WITHOUT]]   hold sessions; die or fail at a call
    cuts ROOM STEP WAYS [WITHOUT]                                        power cuts at every STEP-th call
    kills EVENT N                                                        kill a writer N times
    deliver ROOM N KIND                                                  send N items, the worker killed all the time
    together EVENT SECONDS PICTURES                                      a booth, renders and readers at once
    large EVENT N                                                        an event of N sessions
    outage ROOM N                                                        N booths that were cut off for hours
    backoff EVENT N                                                      waiting by item and by destination, N items
    keeping EVENT N                                                      keep N pictures of 8 MiB, written again or linked
    queue EVENT N                                                        claims among N items
    reading EVENT SECONDS                                                pages beside a writer, in an event that is there
    beside EVENT N                                                       keep N captures alone, and while items leave
    search EVENT SECONDS                                                 lists by each filter, beside a booth that keeps captures

    """
let words = Array(CommandLine.arguments.dropFirst())
guard words.count >= 3, let number = Int(words[2]) else {
    say(usage)
    exit(64)
}
let folder = EventFolder(words[1])
let rest = Array(words.dropFirst(3))
do {
    switch words[0] {
    case "write" where rest.count >= 3:
        let numbers = rest.prefix(3).map { Int64($0) ?? 0 }
        faults_disk(folder.path, rest.dropFirst(3).first ?? "", rest.dropFirst(4).first ?? "")
        faults_arm(numbers[0], numbers[1], numbers[2], ENOSPC)
        try await Writer(record: try EventRecord(folder)).run(sessions: number)
    case "cuts" where rest.count >= 1:
        try await Cuts(
            room: words[1], step: number, ways: Int(rest[0]) ?? 3, without: rest.dropFirst().first ?? ""
        ).run()
    case "kills": try await Kills(folder: folder).run(number)
    case "deliver":
        let kind = OutboxItem.Kind(rawValue: rest.first ?? "") ?? .media
        try await Delivery(room: words[1], count: number, kind: kind).run()
    case "drain" where rest.count == 2:
        try await Delivery.drain(folder, to: rest[0], OutboxItem.Kind(rawValue: rest[1]) ?? .media)
    case "together" where rest.count == 1: try Together(folder: folder, seconds: number).run(pictures: rest[0])
    case "sit" where rest.count == 1: try await Together.sit(folder, number, pictures: rest[0])
    case "read": try await Together.read(folder, number)
    case "backoff": try await BackOff(room: words[1], count: number).run()
    case "outage": try await Outage(room: words[1], booths: number).run()
    case "keeping": try await Keeping(folder: folder, count: number).run()
    case "beside": try await Beside(folder: folder, count: number).run()
    case "queue": try await Queue(folder: folder, count: number).claim()
    case "reading": try await Queue.reading(folder, seconds: number)
    case "search": try await Searching(folder: folder, seconds: number).run()
    case "large": try await Large(folder: folder, count: number).run()
    default:
        say(usage)
        exit(64)
    }
} catch {
    say("given up: \(error)")
    exit(1)
}
