import CVips

/// libvips, started on first touch. Every image constructor touches it, so that nobody has to call "start", and
/// `static let` makes the start happen once however many threads race for it (`vips_init` itself does not).
enum Library {
    static let started: Bool = {
        guard cvips_start() == 0 else { fatalError("libvips did not start: \(errorText())") }
        return true
    }()

    /// What libvips said last, trimmed. For people to read; another thread's line may be in it.
    static func errorText() -> String {
        let text = cvips_error_text()
        defer { g_free(text) }
        return String(cString: text).split(separator: "\n").first.map(String.init) ?? "no reason given"
    }
}
