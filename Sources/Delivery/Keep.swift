/// Writes down that the steps before this one are done, and what they gave; false when the item is no longer the sender's.
public typealias Keep = @Sendable (_ step: Int, _ taken: [String: String]) async -> Bool
