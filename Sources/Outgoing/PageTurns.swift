import Sessions

/// Of the parts of one page one is sent after the other: they go into one folder, and each replaces what the page says. What is sent
/// later was read later, and so is never less than what is there.
actor PageTurns {
    private var taken: [String: [CheckedContinuation<Void, Never>]] = [:]
    /// Those of which all has arrived, by this sender.
    private var whole: Set<String> = []

    /// - Parameter send: gets whether all of the page is there already.
    func take(
        _ item: OutboxItem, _ send: @Sendable (_ isWhole: Bool) async -> SendOutcome
    ) async -> SendOutcome {
        let page = "\(item.destination)/\(item.subject)"
        if taken[page] == nil { taken[page] = [] } else { await withCheckedContinuation { taken[page]?.append($0) } }
        let outcome = await send(whole.contains(page))
        if case .done = outcome, item.hasOriginals { whole.insert(page) }
        if case .refused = outcome { whole.remove(page) }
        if taken[page]?.isEmpty ?? true { taken[page] = nil } else { taken[page]?.removeFirst().resume() }
        return outcome
    }
}

extension OutboxItem {
    func isSamePage(as other: OutboxItem) -> Bool {
        kind == .page && other.kind == .page && subject == other.subject && destination == other.destination
    }
}
