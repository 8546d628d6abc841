import HTTP

/// Headers that every answer carries: what a page may load and do, and that nobody else may show it or read from it.
enum Safeguards {
    enum Page { case `operator`, guest, live }

    static func add(to answer: inout Answer, of page: Page) {
        let fields: [(String, String)] = [
            ("Content-Security-Policy", policy(page)), ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"), ("Permissions-Policy", permissions),
            ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
        ]
        for (name, value) in fields { answer.headers[name] = value }
        if page != .operator { answer.headers["X-Robots-Tag"] = "noindex" }
        if answer.headers["Cache-Control"] == nil { answer.headers["Cache-Control"] = "no-store" }
    }

    private static func policy(_ page: Page) -> String {
        let script = page == .guest ? "'none'" : "'self'"
        return "default-src 'none'; script-src \(script); style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
            + "media-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'"
    }

    /// None of what a browser could be asked for is needed.
    private static let permissions =
        ["camera", "display-capture", "geolocation", "microphone", "payment", "publickey-credentials-get", "usb"]
        .map { "\($0)=()" }.joined(separator: ", ")
}
