extension String {
    /// On one line and without control characters, a space for each: somebody's words must not move the cursor, colour the
    /// terminal or begin a line that looks like ours.
    public var onOneLine: String { withoutControls(keeping: []) }

    /// The same for what consists of lines and columns.
    public var harmless: String { withoutControls(keeping: ["\n", "\t"]) }

    private func withoutControls(keeping kept: Set<Unicode.Scalar>) -> String {
        func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
            (scalar.value < 0x20 || 0x7f..<0xa0 ~= scalar.value) && !kept.contains(scalar)
        }
        guard unicodeScalars.contains(where: isHarmful) else { return self }
        var text = UnicodeScalarView()
        for scalar in unicodeScalars { text.append(isHarmful(scalar) ? " " : scalar) }
        return String(text)
    }
}
