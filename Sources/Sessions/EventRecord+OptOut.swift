import Files

/// Telephone numbers whose owners want no more messages. Their hashes are kept, not the numbers, and outlast the sessions that had
/// them: what somebody has asked for holds also when the guest is deleted.
extension EventRecord {
    public func noteOptOut(of number: String, at now: Moment = .now) throws(SessionsError) {
        try database.transaction { () throws(SessionsError) in
            try Self.set(optOutKey(number), to: now.description, in: database)
        }
    }

    public func hasOptedOut(_ number: String) throws(SessionsError) -> Bool {
        try database.first("SELECT 1 FROM meta WHERE key = ?", .string(optOutKey(number))) { _ in true } ?? false
    }

    /// Of another event the same number has another one.
    private func optOutKey(_ number: String) -> String {
        var hasher = ContentHasher()
        for text in [event.id, number] { hasher.update(text) }
        return "optOut \(hasher.finish().description.prefix(32))"
    }
}
