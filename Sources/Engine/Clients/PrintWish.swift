import Sessions

/// An item of the outbox that prints pictures of the session in hand.
struct PrintWish: Sendable, Equatable {
    let key: String
    let copies: Int
    var state: GuestView.Print.State

    /// - Parameter former: how it was shown until now. The record knows that an item is under way, only the printer knows how far.
    init?(_ item: OutboxItem, former: PrintWish?) {
        guard item.kind == .print else { return nil }
        (key, copies) = (item.key, item.copies)
        switch item.state {
        case .cancelled: return nil
        case .done: state = .printed
        case .dead, .unknown: state = .failed
        case .pending, .sending: state = former?.state == .printing ? .printing : .waiting
        }
    }
}

extension GuestView.Visit {
    /// Of all that was asked for; nil: nothing was.
    public var print: GuestView.Print? {
        guard !prints.isEmpty else { return nil }
        let states: [GuestView.Print.State] = [.failed, .printing, .waiting, .printed]
        let state = states.first { state in prints.contains { $0.state == state } } ?? .waiting
        return GuestView.Print(state: state, copies: prints.map(\.copies).reduce(0, +))
    }
}

extension PublishedView {
    /// How a print of the session in hand goes on; of other sessions' nothing is shown.
    func note(print key: String, _ state: GuestView.Print.State) {
        change { view in
            guard let index = view.session?.prints.firstIndex(where: { $0.key == key }) else { return }
            view.session?.prints[index].state = state
        }
    }
}
