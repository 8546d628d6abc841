import Rigs

/// What can happen during a visit besides what its guest does.
enum Mishap: String, Sendable, CaseIterable {
    case none
    // People.
    case restart, stop, fumble, reprint
    // The booth is cut off; a second time while it comes up.
    case killed, killedTwice
    case cameraCrashes, cameraHangs, cameraUnplugged
    case paperOut, printFails, queueStopped, schedulerRestarted, schedulerCrashes

    static let people: [Mishap] = [.restart, .stop, .fumble, .reprint]
    static let ends: [Mishap] = [.killed, .killedTwice]

    var isOfPrinter: Bool {
        [.paperOut, .printFails, .queueStopped, .schedulerRestarted, .schedulerCrashes].contains(self)
    }
}

/// Mishaps by chance, but each comes before any comes again.
struct Deck {
    private let kinds: [Mishap]
    private var cards: [Mishap] = []

    init(_ kinds: [Mishap]) { self.kinds = kinds }

    mutating func deal(using dice: inout Seeded) -> Mishap {
        if cards.isEmpty { cards = kinds.shuffled(using: &dice) }
        return cards.removeLast()
    }
}
