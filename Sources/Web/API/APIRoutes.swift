extension Route {
    /// The routes of /api that are functions from a request to JSON.
    static let api: [Route] = []
}
