/// Where a link to a guest's pictures can be opened.
public enum LinkReach: String, Sendable, CaseIterable {
    case everywhere
    /// Only in the booth's own network: it may be shown while its guest stands there, and never be printed.
    case here

    /// Of what stands before a share token. An address of a private network, or a name that no public server knows, leads
    /// nowhere from outside.
    public init(of base: String) {
        let rest = base.firstRange(of: "://").map { base[$0.upperBound...] } ?? base[...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let isNumeric = authority.first == "["
        let host =
            isNumeric
            ? authority.dropFirst().prefix { $0 != "]" }.lowercased()
            : authority.prefix { $0 != ":" }.lowercased()
        self = Self.isLocal(host, isV6: isNumeric) ? .here : .everywhere
    }

    private static func isLocal(_ host: String, isV6: Bool) -> Bool {
        if isV6 { return host == "::1" || ["fc", "fd", "fe8", "fe9", "fea", "feb"].contains { host.hasPrefix($0) } }
        let parts = host.split(separator: ".").map(String.init)
        let numbers = parts.compactMap { Int($0) }
        if parts.count == 4, numbers.count == 4 {
            switch (numbers[0], numbers[1]) {
            case (10, _), (127, _), (192, 168), (169, 254), (172, 16...31), (100, 64...127): return true
            default: return false
            }
        }
        guard parts.count > 1, let last = parts.last else { return true }
        return ["local", "localhost", "lan", "internal"].contains(last) || host.hasSuffix(".home.arpa")
    }
}

extension Event {
    /// What codes on paper, mails and messages lead to: a link that outlives the night; nil when there is none.
    public var lastingBase: String? { shownBase.flatMap { LinkReach(of: $0) == .everywhere ? $0 : nil } }
}
