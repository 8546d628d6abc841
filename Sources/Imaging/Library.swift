import CVips

/// libvips, started on first touch. Every image constructor touches it, so that nobody has to call "start", and
/// `static let` makes the start happen once however many threads race for it (`vips_init` itself does not).
enum Library {
    static let started: Bool = {
        guard cvips_start() == 0 else { fatalError("libvips did not start: \(errorText())") }
        return true
    }()

    /// What libvips and the libraries below it said last, as one line. For people to read; another thread's line may be in
    /// it.
    static func errorText() -> String {
        let text = cvips_error_text()
        defer { g_free(text) }
        return reason(in: String(cString: text))
    }

    /// A library's first line is often only where it gave up, and the next one why: both are shown, each once.
    static func reason(in text: String) -> String {
        var lines: [Substring] = []
        for line in text.split(whereSeparator: \.isNewline) where !lines.contains(line) { lines.append(line) }
        return lines.isEmpty ? "no reason given" : String(lines.prefix(3).joined(separator: ", ").prefix(300))
    }

    /// Why a file could not be decoded: a library that lacks something is no fault of the file.
    static func refusal(of path: String) -> ImagingError {
        let text = errorText()
        // The words in which libvips and the libraries below it say so.
        let marks = [
            "not supported", "unsupported", "not configured", "not implemented", "support was not", "cannot handle",
        ]
        let lacks = marks.contains { text.lowercased().contains($0) }
        return lacks ? .unsupported(path: path, reason: text) : .damaged(path: path, detail: text)
    }
}
