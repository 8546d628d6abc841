extension Route {
    /// The routes of /api that are functions from a request to JSON, and the pictures that are drawn for operators. docs/WEB.md and
    /// web/openapi.json describe each.
    static let api: [Route] = sessions + outbox + booth + settings + layouts + pictures
}
