/// Pictures of the session in hand that are drawn once, one after the other, however many ask for them.
actor KeptPictures {
    private var session: String?
    private var pictures: [String: Task<[UInt8]?, any Error>] = [:]

    /// - Parameters:
    ///   - key: what tells the picture from others of the session.
    ///   - draw: nil: there is no such picture.
    func picture(
        _ key: String, of session: String, draw: @escaping @Sendable () async throws -> [UInt8]?
    ) async throws -> [UInt8]? {
        if self.session != session { (self.session, pictures) = (session, [:]) }
        if let known = pictures[key] { return try await known.value }
        let picture = Task { try await DrawingTurns.shared.run(draw) }
        pictures[key] = picture
        do {
            let drawn = try await picture.value
            // What cannot be chosen now may be later.
            if drawn == nil, self.session == session { pictures[key] = nil }
            return drawn
        } catch {
            if self.session == session { pictures[key] = nil }
            throw error
        }
    }
}
