extension Layout {
    /// What shows guests the link to their pictures, and nothing else where there is none: the codes, then the texts of
    /// pictures and animations.
    public var showsLink: (codes: Bool, texts: Bool) {
        (codes.contains { $0.content.isLink }, allTexts.contains { $0.text.isLink })
    }
}

extension Tokens {
    fileprivate var isLink: Bool {
        parts.contains { if case .token("share.url", _, nil, "") = $0 { true } else { false } }
    }
}
